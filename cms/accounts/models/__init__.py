"""People (`people`), the addresses they had before (`addresses`), and places (`places`, `domains`); how somebody comes in (`joining`,
`asking`, looked for by `called`), where they are signed in (`sessions`), the directory (`cards`), what was done (`audit`), and who asked
to be forgotten (`forgetting`)."""

from .addresses import FormerAddress, hash_of_address
from .asking import CODE_LASTS, CONFIRMED_LASTS, KEPT, MOST_TRIES, AddressCheck, JoinRequest
from .audit import AuditEntry
from .cards import Card, CardPhoto
from .domains import ApprovedDomain, normal_address, normal_domain
from .forgetting import ForgetRequest, due_on
from .joining import LASTS, UNCONFIRMED_KEPT, Invitation, InvitationList
from .people import (
    NOWHERE,
    MemberManager,
    Membership,
    MembershipQuerySet,
    Role,
    RoleGrant,
    RoleGrantQuerySet,
    User,
    pointing_at_people,
)
from .places import Authority, Hub, JobRole, Milestone
from .sessions import Session, SessionStore

__all__ = [
    "CODE_LASTS",
    "CONFIRMED_LASTS",
    "KEPT",
    "LASTS",
    "MOST_TRIES",
    "NOWHERE",
    "UNCONFIRMED_KEPT",
    "AddressCheck",
    "ApprovedDomain",
    "AuditEntry",
    "Authority",
    "Card",
    "CardPhoto",
    "ForgetRequest",
    "FormerAddress",
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
    "Session",
    "SessionStore",
    "User",
    "due_on",
    "hash_of_address",
    "normal_address",
    "normal_domain",
    "pointing_at_people",
]
