"""People and places (`people`), how somebody comes in (`joining`), what was done to whom (`audit`), and who asked to be
forgotten (`forgetting`)."""

from .audit import AuditEntry
from .forgetting import ForgetRequest, due_on
from .joining import LASTS, Invitation, InvitationList
from .people import (
    NOWHERE,
    Authority,
    Hub,
    JobRole,
    MemberManager,
    Membership,
    MembershipQuerySet,
    Milestone,
    Role,
    RoleGrant,
    RoleGrantQuerySet,
    User,
    pointing_at_people,
)

__all__ = [
    "LASTS",
    "NOWHERE",
    "AuditEntry",
    "Authority",
    "ForgetRequest",
    "Hub",
    "Invitation",
    "InvitationList",
    "JobRole",
    "MemberManager",
    "Membership",
    "MembershipQuerySet",
    "Milestone",
    "Role",
    "RoleGrant",
    "RoleGrantQuerySet",
    "User",
    "due_on",
    "pointing_at_people",
]
