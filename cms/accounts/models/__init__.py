"""People (`people`) and places (`places`, `domains`), how somebody comes in (`joining`, `asking`), the directory (`cards`), what was
done (`audit`)."""

from .asking import CODE_LASTS, CONFIRMED_LASTS, KEPT, MOST_TRIES, AddressCheck, JoinRequest
from .audit import AuditEntry
from .cards import Card, CardPhoto
from .domains import ApprovedDomain, normal_address, normal_domain
from .joining import LASTS, Invitation, InvitationList
from .people import (
    MemberManager,
    Membership,
    MembershipQuerySet,
    Role,
    RoleGrant,
    RoleGrantQuerySet,
    User,
)
from .places import Authority, Hub, JobRole, Milestone

__all__ = [
    "CODE_LASTS",
    "CONFIRMED_LASTS",
    "KEPT",
    "LASTS",
    "MOST_TRIES",
    "AddressCheck",
    "ApprovedDomain",
    "AuditEntry",
    "Authority",
    "Card",
    "CardPhoto",
    "Hub",
    "Invitation",
    "InvitationList",
    "JobRole",
    "JoinRequest",
    "MemberManager",
    "Membership",
    "MembershipQuerySet",
    "Milestone",
    "Role",
    "RoleGrant",
    "RoleGrantQuerySet",
    "User",
    "normal_address",
    "normal_domain",
]
