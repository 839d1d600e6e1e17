"""How one signs in: a code by letter, and passkeys; allauth's own forms in our words."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from cms.accounts.actions.people import note
from cms.accounts.forms.people import in_our_words, required
from cms.accounts.limits import counted_as
from cms.accounts.models import AuditEntry, User

MOST_OF_A_NAME = 80
# What the library for passkeys raises at what no device says.
UNREADABLE = (KeyError, AttributeError, TypeError, ValueError)


class AskForCodeForm(RequestLoginCodeForm):
    """Asking for a letter with a code to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address; somebody who asked to change to it, and was not answered, has no part in it.

        In place of allauth's own, which counts letters by the address alone.
        """
        email = self.cleaned_data["email"]
        name = counted_as(context.request, email=email, otherwise=email.lower())
        if not ratelimit.consume(context.request, action="request_login_code", key=name):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = User.objects.filter(email=email.lower(), is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    """The code from the letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["code"], "The code from the letter", "Enter the code from the letter")

    def clean_code(self):
        """A wrong one stands in the audit log, whether there is an account or not: neither answer is the slower one."""
        try:
            return super().clean_code()
        except ValidationError:
            note(what=AuditEntry.What.FAILED, by=None, about=context.request._login_stage.login.user, words="Code by e-mail")
            raise


class NotesWhatDoesNotFit:
    """A passkey that does not fit stands in the audit log, as a wrong code does; whose it is, only where a password came before."""

    user: User | None

    def clean_credential(self):
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE:
            problem = get_adapter().validation_error("incorrect_code")
        except ValidationError as told:
            problem = told
        if problem.code == "incorrect_code":
            note(what=AuditEntry.What.FAILED, by=None, about=self.user, words="Passkey")
        raise problem


class PasskeyAloneForm(NotesWhatDoesNotFit, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeyBesideForm(NotesWhatDoesNotFit, AuthenticateWebAuthnForm):
    """A passkey beside the password."""


class PasskeyAgainForm(NotesWhatDoesNotFit, ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, and its name. What the device answers is put in by the script."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length, name.required = "A name for it", MOST_OF_A_NAME, False
        name.widget.attrs["maxlength"] = MOST_OF_A_NAME
        name.help_text = "So that you can tell your passkeys apart. Only you see it."
        alone.label, alone.initial = "Sign in with it alone, without a password", True
        alone.help_text = (
            "Your device asks for your fingerprint, face or PIN. Take the tick away for a small security key that has no PIN: "
            "it then stands beside your password."
        )

    def clean_name(self):
        return super().clean_name()[:MOST_OF_A_NAME]

    def clean(self):
        try:
            return super().clean()
        except UNREADABLE as forged:
            raise ValidationError("What your device answered could not be read. Try again.") from forged


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label="A name for it", max_length=MOST_OF_A_NAME, help_text="Only you see it.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required(self.fields["name"], "Enter a name")
