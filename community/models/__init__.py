"""`pages`: what trainers write. `records`: what members do."""

from .pages import EventIndexPage, EventPage, EventTheme, ReflectionIndexPage, ReflectionPage, ReflectionTheme
from .records import Interest

__all__ = ["EventIndexPage", "EventPage", "EventTheme", "Interest", "ReflectionIndexPage", "ReflectionPage", "ReflectionTheme"]
