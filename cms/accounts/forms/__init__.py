"""Forms for signing in, second factors and the address someone signs in with."""

from .address import NewAddressForm
from .second_factor import (
    ActivateCodeForm,
    AddPasskeyForm,
    CodeForm,
    CodeReauthenticateForm,
    PasskeyReauthenticateForm,
    PasskeySecondFactorForm,
    PasskeySignInForm,
    RemoveSecondFactorForm,
    RenamePasskeyForm,
)
from .sign_in import PasswordReauthenticateForm, PasswordResetForm, RequestSignInCodeForm, SignInCodeForm, SignInForm

__all__ = [
    "ActivateCodeForm",
    "AddPasskeyForm",
    "CodeForm",
    "CodeReauthenticateForm",
    "NewAddressForm",
    "PasskeyReauthenticateForm",
    "PasskeySecondFactorForm",
    "PasskeySignInForm",
    "PasswordReauthenticateForm",
    "PasswordResetForm",
    "RemoveSecondFactorForm",
    "RenamePasskeyForm",
    "RequestSignInCodeForm",
    "SignInCodeForm",
    "SignInForm",
]
