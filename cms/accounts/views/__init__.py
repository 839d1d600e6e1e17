"""Pages about people: one's own account (`account`), coming in by invitation (`joining`) or by asking (`asking`), a lead's people
(`people`), asking more to come (`inviting`), and what else a lead looks after (`places`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again
from .asking import about_you, ask_to_join, confirm_address, take_request_back
from .joining import join

__all__ = [
    "about_you",
    "account",
    "ask_to_join",
    "confirm_address",
    "csrf_failure",
    "join",
    "place_of",
    "second_factor",
    "send_again",
    "take_request_back",
]
