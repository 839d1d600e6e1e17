"""Forms about people, invitations, requests to join and authorities."""

from .authorities import AboutForm, CloseForm, DomainForm, HubForm, MilestoneForm, ReopenForm, SettingsForm
from .invitation_list import CorrectionForm
from .join_requests import AboutYouForm, AskForm, DeclineForm, EmailedCodeForm
from .people import InvitationForm, LedMembershipForm, ListForm, MembershipForm, NewMemberForm, RoleForm
from .search import search_text
from .welcome import WelcomeForm

__all__ = [
    "AboutForm",
    "AboutYouForm",
    "AskForm",
    "CloseForm",
    "CorrectionForm",
    "DeclineForm",
    "DomainForm",
    "EmailedCodeForm",
    "HubForm",
    "InvitationForm",
    "LedMembershipForm",
    "ListForm",
    "MembershipForm",
    "MilestoneForm",
    "NewMemberForm",
    "ReopenForm",
    "RoleForm",
    "SettingsForm",
    "WelcomeForm",
    "search_text",
]
