"""Authorities, people and their memberships and roles, and the ways in: invitations and requests to join."""

from .absences import Absence, Cover
from .authorities import Authority, Hub, JobRole, Milestone, validate_partial_date
from .domains import PUBLIC_DOMAINS, SHARED_DOMAINS, ApprovedDomain, normalize_domain
from .former_addresses import FormerAddress, hash_address
from .invitations import INVITATION_LIFETIME, UNCONFIRMED_LIST_RETENTION, Invitation, InvitationList
from .join_requests import ADDRESS_CHECK_RETENTION, CODE_LIFETIME, CONFIRMED_ADDRESS_LIFETIME, MAX_CODE_TRIES, AddressCheck, JoinRequest
from .memberships import Membership, MembershipQuerySet, place_name
from .outgoing_emails import MAX_ATTEMPTS, OutgoingEmail
from .roles import Role, RoleGrant, RoleGrantQuerySet
from .users import FORGOTTEN_DOMAIN, MemberManager, MemberQuerySet, User, relations_to_people

__all__ = [
    "ADDRESS_CHECK_RETENTION",
    "CODE_LIFETIME",
    "CONFIRMED_ADDRESS_LIFETIME",
    "FORGOTTEN_DOMAIN",
    "INVITATION_LIFETIME",
    "MAX_ATTEMPTS",
    "MAX_CODE_TRIES",
    "PUBLIC_DOMAINS",
    "SHARED_DOMAINS",
    "UNCONFIRMED_LIST_RETENTION",
    "Absence",
    "AddressCheck",
    "ApprovedDomain",
    "Authority",
    "Cover",
    "FormerAddress",
    "Hub",
    "Invitation",
    "InvitationList",
    "JobRole",
    "JoinRequest",
    "MemberManager",
    "MemberQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Milestone",
    "OutgoingEmail",
    "Role",
    "RoleGrant",
    "RoleGrantQuerySet",
    "User",
    "hash_address",
    "normalize_domain",
    "place_name",
    "relations_to_people",
    "validate_partial_date",
]
