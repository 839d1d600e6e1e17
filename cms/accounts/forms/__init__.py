"""Forms about people (`people`) and signing in (`signing`; allauth's in our words), asking to come in (`asking`), an authority
(`places`), and what one shows of oneself (`cards`)."""

from .asking import AboutYouForm, AskForm, DeclineForm, LetterCodeForm
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
from .places import AboutForm, DomainForm, HubForm, MilestoneForm, SettingsForm
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
    "NewMemberForm",
    "NewPasswordLetterForm",
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
]
