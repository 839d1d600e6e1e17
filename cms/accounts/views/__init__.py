"""Pages about people: one's own account (`account`), coming in (`joining`), how one signs in (`signing`), a lead's people
(`people`), and asking more to come (`inviting`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again, welcome, welcome_of
from .joining import join
from .signing import back_from_there, connected, end_others, end_session, go_there, sessions, with_authority

__all__ = [
    "account",
    "back_from_there",
    "connected",
    "csrf_failure",
    "end_others",
    "end_session",
    "go_there",
    "join",
    "place_of",
    "second_factor",
    "send_again",
    "sessions",
    "welcome",
    "welcome_of",
    "with_authority",
]
