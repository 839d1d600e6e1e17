"""What members do: interest in events, and everything on boards. Plain rows."""

from .boards import AudienceRule, Board, BoardCounts, BoardFacilitator, BoardLogEntry, BoardOpening
from .drafts import Draft
from .following import Follow
from .interest import Interest
from .moderation import BoardRequest, Flag, Sanction, SlowMode
from .reading import BoardReader, Reaction, TopicReader
from .topics import FollowUp, MovedPost, Post, PostVersion, Topic

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
    "MovedPost",
    "Post",
    "PostVersion",
    "Reaction",
    "Sanction",
    "SlowMode",
    "Topic",
    "TopicReader",
]
