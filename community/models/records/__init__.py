"""What members do: interest in events, and everything on boards. Plain rows."""

from .boards import AudienceRule, Board, BoardCounts, BoardFacilitator, BoardLogEntry, BoardOpening
from .drafts import Draft
from .following import Follow
from .interest import Interest
from .moderation import BoardRequest, Flag
from .reading import BoardReader, Reaction, TopicReader
from .topics import FollowUp, Post, PostVersion, Topic

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
    "Flag",
    "Follow",
    "FollowUp",
    "Interest",
    "Post",
    "PostVersion",
    "Reaction",
    "Topic",
    "TopicReader",
]
