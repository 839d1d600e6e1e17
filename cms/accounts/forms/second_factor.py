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
from cms.people.forms.fields import clean_before, set_label, set_required_message
from cms.people.identity import clean_code
from cms.people.models import User


class CodeForm(AuthenticateForm):
    """The code at sign-in: from a phone, or a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "Code", "Enter the code")
        clean_before(self.fields["code"], clean_code)
        self.fields["code"].help_text = "The six digits on your phone, or one of your recovery codes."


class CodeReauthenticateForm(ReauthenticateByCodeForm):
    """Entering a code again before a sensitive action."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "Code", "Enter the code")
        clean_before(self.fields["code"], clean_code)
        self.fields["code"].help_text = "The six digits on your phone, or one of your recovery codes."


class ActivateCodeForm(ActivateTOTPForm):
    """The first code, which proves that the phone is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_label(self.fields["code"], "The code your phone shows", "Enter the six digits your phone shows")
        clean_before(self.fields["code"], clean_code)


class RemoveSecondFactorForm(forms.Form):
    """Why an administrator removes someone's second factor."""

    reason = forms.CharField(
        label="How do you know that the request is from them?",
        max_length=200,
        help_text="One line, without names. It is kept in the audit log. For example: rang back on the number their authority gave.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Enter one line about how you know")


MAX_NAME_LENGTH = 80


# Raised by the passkey library for forged input.
INVALID_CREDENTIAL = (KeyError, AttributeError, TypeError, ValueError)


class RecordFailedPasskey:
    """Record a wrong passkey in the audit log, with the user only if a password was entered first."""

    user: User | None

    def clean_credential(self):
        try:
            return super().clean_credential()  # type: ignore[misc]
        except INVALID_CREDENTIAL:
            error = get_adapter().validation_error("incorrect_code")
        except ValidationError as invalid:
            error = invalid
        if error.code == "incorrect_code":
            add_entry(what=AuditEntry.What.FAILED, by=None, about=self.user, words="Passkey")
        raise error


class PasskeySignInForm(RecordFailedPasskey, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeySecondFactorForm(RecordFailedPasskey, AuthenticateWebAuthnForm):
    """A passkey as a second factor."""


class PasskeyReauthenticateForm(RecordFailedPasskey, ReauthenticateWebAuthnForm):
    """Using a passkey again before a sensitive action."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey and its name. A script fills in the device's response."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, passwordless = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length, name.required = "A name for it", MAX_NAME_LENGTH, False
        name.widget.attrs["maxlength"] = MAX_NAME_LENGTH
        name.help_text = "To tell your passkeys apart. Only you see it."
        passwordless.label, passwordless.initial = "Sign in with it without a password", True
        passwordless.help_text = (
            "Your device will ask for your fingerprint, face or PIN. Clear this box for a security key without a PIN, "
            "which you then use with your password."
        )

    def clean_name(self):
        return super().clean_name()[:MAX_NAME_LENGTH]

    def clean(self):
        try:
            return super().clean()
        except INVALID_CREDENTIAL as error:
            raise ValidationError("We could not read the response of your device. Try again.") from error


class RenamePasskeyForm(EditWebAuthnForm):
    """Renaming a passkey."""

    name = forms.CharField(label="A name for it", max_length=MAX_NAME_LENGTH, help_text="Only you see it.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["name"], "Enter a name")
