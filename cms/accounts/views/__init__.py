"""Pages about people: one's own account (`account`), coming in (`joining`), a lead's people (`people`), and asking more to come
(`inviting`)."""

from .account import account, csrf_failure, place_of, second_factor, send_again, welcome, welcome_of
from .joining import join

__all__ = ["account", "csrf_failure", "join", "place_of", "second_factor", "send_again", "welcome", "welcome_of"]
