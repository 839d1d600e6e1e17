"""`pages` and `reflections`: what editors write. `records`: what members do."""

from .pages import EventIndexPage, EventPage, EventTheme
from .records import Interest
from .reflections import ReflectionIndexPage, ReflectionPage, ReflectionTheme

__all__ = ["EventIndexPage", "EventPage", "EventTheme", "Interest", "ReflectionIndexPage", "ReflectionPage", "ReflectionTheme"]
