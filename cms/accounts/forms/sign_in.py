"""Signing in: allauth's forms with our wording."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context, ratelimit
from django.core.exceptions import ValidationError

from cms.accounts.authority_sign_in import any_authority_has_sign_in
from cms.accounts.limits import rate_limit_key
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.forms.fields import set_label
from cms.people.models import User


class SignInForm(LoginForm):
    """Signing in with email address and password. `with_authority` is whether any authority has its own sign-in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_authority = any_authority_has_sign_in()
        set_label(self.fields["login"], "Work email address", "Enter your work email address")
        set_label(self.fields["password"], "Password", "Enter your password")


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
        set_label(self.fields["email"], "Work email address", "Enter your work email address")

    def clean_email(self):
        """Find only the user who signs in with the address, not users who asked to change to it."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.email == email.lower()]
        return email


class RequestSignInCodeForm(RequestLoginCodeForm):
    """Asking for an email with a code to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["email"], "Work email address", "Enter your work email address")

    def clean_email(self):
        """Find only the user who signs in with the address, and count tries by rate_limit_key().

        Replaces allauth's method, which counts by the address alone.
        """
        email = self.cleaned_data["email"]
        key = rate_limit_key(context.request, email=email, otherwise=email.lower())
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = User.objects.filter(email=email.lower(), is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    """Entering the emailed code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "The code from the email", "Enter the code from the email")

    def clean_code(self):
        """Record a wrong code in the audit log, with or without an account, so that both take the same time."""
        try:
            return super().clean_code()
        except ValidationError:
            add_entry(what=AuditEntry.What.FAILED, by=None, about=context.request._login_stage.login.user, words="Code by email")
            raise
