"""Pages about people: one's own account (`account`), coming in by invitation (`joining`) or by asking (`asking`), how one signs in
(`signing`), a lead's people (`people`), asking more to come (`inviting`), and what else a lead looks after (`places`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again, welcome, welcome_of
from .asking import about_you, ask_to_join, confirm_address, take_request_back
from .joining import join
from .signing import back_from_there, connected, end_others, end_session, go_there, sessions, with_authority

__all__ = [
    "about_you",
    "account",
    "ask_to_join",
    "back_from_there",
    "confirm_address",
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
    "take_request_back",
    "welcome",
    "welcome_of",
    "with_authority",
]
