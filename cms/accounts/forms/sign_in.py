"""Signing in: allauth's forms with our wording."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context, ratelimit
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme

from cms.accounts.authority_sign_in import any_authority_has_sign_in
from cms.accounts.keep_signed_in import AFTER_RESET, apply_choice, keep_field, remember_choice
from cms.accounts.limits import rate_limit_key
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.forms.fields import clean_before, set_label
from cms.people.identity import clean_address, clean_code
from cms.people.models import User


def _address_field(field):
    """Label the field that says who signs in. Password managers look for the token "username"."""
    set_label(field, "Work email address", "Enter your work email address")
    clean_before(field, clean_address)
    field.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(LoginForm):
    """Signing in with email address and password. `with_authority` is whether any authority has its own sign-in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_authority = any_authority_has_sign_in()
        _address_field(self.fields["login"])
        set_label(self.fields["password"], "Password", "Enter your password")
        self.fields["remember"] = keep_field()

    def login(self, request, redirect_url=None):
        """Sign in, and stay signed in for weeks if that was chosen. allauth's own choice lasts for a day at most."""
        response = super().login(request, redirect_url)
        request.session.set_expiry(0)
        remember_choice(self.cleaned_data["remember"])
        apply_choice(request, self.user)
        return response


class PasswordReauthenticateForm(ReauthenticateForm):
    """Entering the password again before a sensitive action."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["password"], "Your password", "Enter your password")


class PasswordResetForm(ResetPasswordForm):
    """Asking for an email with a link to set a new password."""

    users: list[User]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _address_field(self.fields["email"])

    def clean_email(self):
        """Find only the user who signs in with the address, not users who asked to change to it."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.email == email]
        return email

    def save(self, request, **kwargs):
        """Email the link, and remember where the person was going, for when they sign in with the new password."""
        target = request.POST.get("after", "")
        if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
            request.session[AFTER_RESET] = target
        return super().save(request, **kwargs)


class RequestSignInCodeForm(RequestLoginCodeForm):
    """Asking for an email with a code to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _address_field(self.fields["email"])
        self.fields["remember"] = keep_field()

    def clean(self):
        remember_choice(self.cleaned_data.get("remember"))
        return super().clean()

    def clean_email(self):
        """Find only the user who signs in with the address, and count tries by rate_limit_key().

        Replaces allauth's method, which counts by the address alone.
        """
        email = self.cleaned_data["email"]
        key = rate_limit_key(context.request, email=email, otherwise=email)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    """Entering the emailed code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "The code from the email", "Enter the code from the email")
        clean_before(self.fields["code"], clean_code)

    def clean_code(self):
        """Record a wrong code in the audit log, with or without an account, so that both take the same time."""
        try:
            return super().clean_code()
        except ValidationError:
            add_entry(what=AuditEntry.What.FAILED, by=None, about=context.request._login_stage.login.user, words="Code by email")
            raise
