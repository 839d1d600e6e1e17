"""Forms about people (`people`) and signing in (`signing`; allauth's in our words), asking to come in (`asking`), an authority
(`places`), what one shows of oneself (`cards`), and what one looks for (`searching`)."""

from .asking import AboutYouForm, AskForm, DeclineForm, LetterCodeForm, NewAddressForm
from .cards import CardForm, DirectoryForm, PhotoForm, WelcomeForm
from .people import (
    CodeAgainForm,
    CodeForm,
    FactorForm,
    FirstCodeForm,
    InvitationForm,
    ListForm,
    NewMemberForm,
    NewPasswordLetterForm,
    PasswordAgainForm,
    PlaceForm,
    RoleForm,
    SignInForm,
)
from .places import AboutForm, CloseForm, DomainForm, HubForm, MilestoneForm, OpenAgainForm, SettingsForm
from .searching import typed
from .signing import (
    AskForCodeForm,
    PasskeyAgainForm,
    PasskeyAloneForm,
    PasskeyBesideForm,
    PasskeyForm,
    PasskeyNameForm,
    SignInCodeForm,
)

__all__ = [
    "AboutForm",
    "AboutYouForm",
    "AskForCodeForm",
    "AskForm",
    "CardForm",
    "CloseForm",
    "CodeAgainForm",
    "CodeForm",
    "DeclineForm",
    "DirectoryForm",
    "DomainForm",
    "FactorForm",
    "FirstCodeForm",
    "HubForm",
    "InvitationForm",
    "LetterCodeForm",
    "ListForm",
    "MilestoneForm",
    "NewAddressForm",
    "NewMemberForm",
    "NewPasswordLetterForm",
    "OpenAgainForm",
    "PasskeyAgainForm",
    "PasskeyAloneForm",
    "PasskeyBesideForm",
    "PasskeyForm",
    "PasskeyNameForm",
    "PasswordAgainForm",
    "PhotoForm",
    "PlaceForm",
    "RoleForm",
    "SettingsForm",
    "SignInCodeForm",
    "SignInForm",
    "WelcomeForm",
    "typed",
]
