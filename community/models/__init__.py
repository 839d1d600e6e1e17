"""`pages` and `reflections`: what editors write. `records`: what members do."""

from .pages import EventIndexPage, EventPage, EventTheme
from .records import (
    AudienceRule,
    Board,
    BoardCounts,
    BoardFacilitator,
    BoardLogEntry,
    BoardOpening,
    BoardReader,
    BoardRequest,
    Draft,
    Flag,
    FollowUp,
    Interest,
    Post,
    PostVersion,
    Reaction,
    Topic,
    TopicReader,
)
from .reflections import ReflectionIndexPage, ReflectionPage, ReflectionTheme

__all__ = [
    "AudienceRule",
    "Board",
    "BoardCounts",
    "BoardFacilitator",
    "BoardLogEntry",
    "BoardOpening",
    "BoardReader",
    "BoardRequest",
    "Draft",
    "EventIndexPage",
    "EventPage",
    "EventTheme",
    "Flag",
    "FollowUp",
    "Interest",
    "Post",
    "PostVersion",
    "Reaction",
    "ReflectionIndexPage",
    "ReflectionPage",
    "ReflectionTheme",
    "Topic",
    "TopicReader",
]
