"""Following boards and topics, and telling the people who follow. Whether they may read it is asked when it is shown or sent."""

from django.db import transaction

from cms.notices.actions import tell
from community.models.records import Board, Follow, Topic

REPLY, TOPIC = "reply", "topic"


class NotPermitted(Exception):
    """The member may not read the board or the topic."""


@transaction.atomic
def set_following(*, member, on, at, board=None, topic=None):
    """Follow a board or a topic, or stop. Doing it twice changes nothing. Raises NotPermitted."""
    is_readable = Board.objects.visible_to(member).filter(pk=board.pk) if board else Topic.objects.visible_to(member).filter(pk=topic.pk)
    if on and not is_readable.exists():
        raise NotPermitted
    Follow.objects.update_or_create(
        member=member, board=board, topic=topic, defaults={"stopped": not on}, create_defaults={"stopped": not on, "made_at": at}
    )


def follow_own_writing(*, member, topic, at):
    """Let the member follow a topic they have written in, inside the caller's transaction, unless they have stopped."""
    Follow.objects.bulk_create([Follow(member=member, topic=topic, made_at=at)], ignore_conflicts=True)


def tell_of_reply(*, post, at):
    """Tell the people who follow the topic of a reply, inside the caller's transaction. One statement."""
    followers = Follow.objects.filter(topic=post.topic_id, stopped=False).exclude(member=post.author_id)
    tell(recipients=followers.values("member"), kind=REPLY, target=post.topic_id, place=post.number, at=at)


def tell_of_topic(*, post, at):
    """Tell the people who follow the board of a new topic, inside the caller's transaction. One statement."""
    followers = Follow.objects.filter(board=post.board_id, stopped=False).exclude(member=post.author_id)
    tell(recipients=followers.values("member"), kind=TOPIC, target=post.topic_id, place=1, at=at)
