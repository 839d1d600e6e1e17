"""Following boards and topics, and telling the people who follow. Whether they may read it is asked when it is shown or sent."""

from django.db import transaction

from cms.notices.actions import tell
from cms.notices.models import Notice
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


def untell(*, post):
    """Remove unread notices that are about nothing but this post, which its author has undone, inside the caller's transaction."""
    kind, place = (TOPIC, {}) if post.is_first else (REPLY, {"place": post.number, "count": 1})
    Notice.objects.unread().filter(kind=kind, target=post.topic_id, **place).delete()


def follow_moved_posts(*, topic, to, numbers, at):
    """Let followers of a topic follow the one its posts moved to, inside the caller's transaction. `numbers` is {old number: new number}.

    Unread notices about moved posts lead to where they are. People who stopped following either topic are left alone.
    """
    followers = Follow.objects.filter(topic=topic, stopped=False).values_list("member", flat=True)
    Follow.objects.bulk_create([Follow(member_id=member, topic=to, made_at=at) for member in followers], ignore_conflicts=True)
    unread = Notice.objects.unread().filter(kind=REPLY)
    theirs = {notice.recipient_id: notice for notice in unread.filter(target=to.pk)}
    stays = topic.posts.order_by("-number").values_list("number", flat=True).first() or 0
    changed, new = [], []
    for notice in unread.filter(target=topic.pk):
        moved = sorted(number for old, number in numbers.items() if old >= notice.place)
        if not moved:
            continue
        if existing := theirs.get(notice.recipient_id):
            existing.place, existing.count = min(existing.place, moved[0]), existing.count + len(moved)
            changed.append(existing)
        else:
            when = {"first_at": notice.first_at, "latest_at": notice.latest_at, "emailed_at": notice.emailed_at}
            new.append(Notice(recipient_id=notice.recipient_id, kind=REPLY, target=to.pk, place=moved[0], count=len(moved), **when))
    Notice.objects.bulk_update(changed, ["place", "count"])
    Notice.objects.bulk_create(new)
    unread.filter(target=topic.pk, place__gt=stays).delete()
