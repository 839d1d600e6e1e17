"""The verbs of people: `people` (joining, moving, leaving, roles, sessions) and `joining` (invitations and lists)."""

from .people import (
    AlreadyMember,
    LastAdministrator,
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
    "AlreadyMember",
    "LastAdministrator",
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
