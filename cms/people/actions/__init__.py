"""What people, leads and administrators do about memberships and roles; invitations, requests to join and authorities are modules of
their own."""

from .locks import AuthorityClosed
from .memberships import AlreadyMember, MovedMeanwhile, close_account, join, leave, move, reopen_account
from .roles import AccountClosed, LastAdministrator, NotAMember, apply_roles, end_role, grant_role, keep_role
from .sessions import sign_out_everywhere

__all__ = [
    "AccountClosed",
    "AlreadyMember",
    "AuthorityClosed",
    "LastAdministrator",
    "MovedMeanwhile",
    "NotAMember",
    "apply_roles",
    "close_account",
    "end_role",
    "grant_role",
    "join",
    "keep_role",
    "leave",
    "move",
    "reopen_account",
    "sign_out_everywhere",
]
