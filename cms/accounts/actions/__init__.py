"""The verbs of people: `people` (joining, moving, leaving, roles, sessions), `joining` (invitations and lists), `asking` (requests of
those who ask to come in), `addresses` (another address to sign in with), `places` (what a lead changes about an authority, and closing
one), and the `letters` they send."""

from .people import (
    AccountClosed,
    AlreadyMember,
    AuthorityClosed,
    LastAdministrator,
    MovedMeanwhile,
    NotAMember,
    apply_roles,
    close_account,
    end_role,
    grant_role,
    join,
    keep_role,
    leave,
    move,
    open_again,
    sign_out_everywhere,
)

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
    "open_again",
    "sign_out_everywhere",
]
