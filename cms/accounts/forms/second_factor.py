"""Codes from a phone and passkeys: allauth's forms with our wording."""

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.forms.fields import set_label, set_required_message
from cms.people.models import User


class CodeForm(AuthenticateForm):
    """The code at sign-in: from the phone, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class CodeReauthenticateForm(ReauthenticateByCodeForm):
    """The code once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class ActivateCodeForm(ActivateTOTPForm):
    """The first code, which shows that the phone is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "The code your phone shows", "Enter the six digits your phone shows")


class RemoveSecondFactorForm(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label="How do you know that it is they who ask?",
        max_length=200,
        help_text="One line, without names: it stays in the audit log. For example: rang back on the number their authority gave.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Say in one line how you know")


MOST_OF_A_NAME = 80


# What the library for passkeys raises at what no device says.
UNREADABLE = (KeyError, AttributeError, TypeError, ValueError)


class RecordFailedPasskey:
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
            add_entry(what=AuditEntry.What.FAILED, by=None, about=self.user, words="Passkey")
        raise problem


class PasskeySignInForm(RecordFailedPasskey, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeySecondFactorForm(RecordFailedPasskey, AuthenticateWebAuthnForm):
    """A passkey beside the password."""


class PasskeyReauthenticateForm(RecordFailedPasskey, ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class AddPasskeyForm(AddWebAuthnForm):
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


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label="A name for it", max_length=MOST_OF_A_NAME, help_text="Only you see it.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["name"], "Enter a name")
