"""Forms about people (`people`; allauth's in our words), about asking to come in (`asking`), and about an authority (`places`)."""

from .asking import AboutYouForm, AskForm, DeclineForm, LetterCodeForm
from .people import (
    CodeAgainForm,
    CodeForm,
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

__all__ = [
    "AboutForm",
    "AboutYouForm",
    "AskForm",
    "CodeAgainForm",
    "CodeForm",
    "DeclineForm",
    "DomainForm",
    "FirstCodeForm",
    "HubForm",
    "InvitationForm",
    "LetterCodeForm",
    "ListForm",
    "MilestoneForm",
    "NewMemberForm",
    "NewPasswordLetterForm",
    "PasswordAgainForm",
    "PlaceForm",
    "RoleForm",
    "SettingsForm",
    "SignInForm",
]
