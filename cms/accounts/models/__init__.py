"""People and places (`people`), how somebody comes in (`joining`), the directory (`cards`), and what was done to whom (`audit`)."""

from .audit import AuditEntry
from .cards import Card, CardPhoto
from .joining import LASTS, Invitation, InvitationList
from .people import (
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
)

__all__ = [
    "LASTS",
    "AuditEntry",
    "Authority",
    "Card",
    "CardPhoto",
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
]
