"""Forms about people, invitations, requests to join and authorities."""

from .authorities import AboutForm, CloseForm, DomainForm, HubForm, MilestoneForm, ReopenForm, SettingsForm
from .join_requests import AboutYouForm, AskForm, DeclineForm, EmailedCodeForm
from .people import InvitationForm, ListForm, MembershipForm, NewMemberForm, RoleForm
from .search import search_text
from .welcome import WelcomeForm

__all__ = [
    "AboutForm",
    "AboutYouForm",
    "AskForm",
    "CloseForm",
    "DeclineForm",
    "DomainForm",
    "EmailedCodeForm",
    "HubForm",
    "InvitationForm",
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
