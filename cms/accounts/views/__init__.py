"""Pages about people: one's own account (`account`), what is held about one (`own`), coming in (`joining`), a lead's people
(`people`), asking more to come (`inviting`), and who asked to be forgotten (`forgetting`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again
from .joining import join
from .own import be_forgotten, close_own_account, own_record, stay_known, who_can_see

__all__ = [
    "account",
    "be_forgotten",
    "close_own_account",
    "csrf_failure",
    "join",
    "own_record",
    "place_of",
    "second_factor",
    "send_again",
    "stay_known",
    "who_can_see",
]
