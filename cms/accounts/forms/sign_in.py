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
    """Signing in with e-mail address and password. `with_authority` says whether there is another way: one's authority's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_authority = any_authority_has_sign_in()
        set_label(self.fields["login"], "Work e-mail address", "Enter your work e-mail address")
        set_label(self.fields["password"], "Password", "Enter your password")


class PasswordReauthenticateForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["password"], "Your password", "Enter your password")


class PasswordResetForm(ResetPasswordForm):
    """Asking for a letter with a link to a new password."""

    users: list[User]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address, and for nobody who only asked to change to it."""
        email = super().clean_email()
        self.users = [one for one in self.users if one.email == email.lower()]
        return email


class RequestSignInCodeForm(RequestLoginCodeForm):
    """Asking for a letter with a code to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address; somebody who asked to change to it, and was not answered, has no part in it.

        In place of allauth's own, which counts letters by the address alone.
        """
        email = self.cleaned_data["email"]
        name = rate_limit_key(context.request, email=email, otherwise=email.lower())
        if not ratelimit.consume(context.request, action="request_login_code", key=name):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = User.objects.filter(email=email.lower(), is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    """The code from the letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "The code from the letter", "Enter the code from the letter")

    def clean_code(self):
        """A wrong one stands in the audit log, whether there is an account or not: neither answer is the slower one."""
        try:
            return super().clean_code()
        except ValidationError:
            add_entry(what=AuditEntry.What.FAILED, by=None, about=context.request._login_stage.login.user, words="Code by e-mail")
            raise
