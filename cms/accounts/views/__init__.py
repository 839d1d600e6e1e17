"""Pages about people: one's own account (`account`) and address (`address`), what is held about one (`own`), coming in by invitation
(`joining`) or by asking (`asking`), how one signs in (`signing`), a lead's people (`people`), asking more to come (`inviting`), what
else a lead looks after (`places`), the whole network (`network`), closing an authority (`closing`), and who asked to be forgotten
(`forgetting`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again, welcome, welcome_of
from .address import change_address, change_address_code
from .asking import about_you, ask_to_join, confirm_address, take_request_back
from .joining import join
from .own import be_forgotten, close_own_account, own_record, stay_known, who_can_see
from .signing import back_from_there, connected, end_others, end_session, go_there, sessions, with_authority

__all__ = [
    "about_you",
    "account",
    "ask_to_join",
    "back_from_there",
    "be_forgotten",
    "change_address",
    "change_address_code",
    "close_own_account",
    "confirm_address",
    "connected",
    "csrf_failure",
    "end_others",
    "end_session",
    "go_there",
    "join",
    "own_record",
    "place_of",
    "second_factor",
    "send_again",
    "sessions",
    "stay_known",
    "take_request_back",
    "welcome",
    "welcome_of",
    "who_can_see",
    "with_authority",
]
