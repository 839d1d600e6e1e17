"""Merging and splitting topics. Posts keep their keys, and links to where they were lead to where they are."""

from bisect import bisect

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from community.actions.boards import add_log_entry
from community.actions.following import follow_moved_posts
from community.actions.moderation import DecidedMeanwhile, NotPermitted
from community.models.records import BoardCounts, MovedPost, Post, Topic, TopicReader
from community.permissions import may_moderate

MERGED_TITLE = "A topic that was merged into another"


class HasFollowUps(Exception):
    """What happened next belongs to its challenge, so this topic cannot become replies of another."""


class NothingToMove(Exception):
    """None of the chosen posts can begin a new topic."""


@transaction.atomic
def merge_topics(*, topic, into, by, seen, at):
    """Add every post of a topic to another of the same board, after its posts, and return that one, fresh.

    `seen` is the topic's version when the page was shown. Raises NotPermitted, DecidedMeanwhile and HasFollowUps.
    """
    locked = {row.pk: row for row in _locked(topic, into)}
    topic, into = locked[topic.pk], locked[into.pk]
    if topic.pk == into.pk or topic.board_id != into.board_id or not may_moderate(by, topic.board):
        raise NotPermitted
    if topic.version != seen or into.standing != Topic.Standing.LISTED or topic.standing != Topic.Standing.LISTED:
        raise DecidedMeanwhile
    if topic.follow_ups.exists():
        raise HasFollowUps
    moved = topic.posts.values_list("pk", "number")
    numbers = {number: number + into.highest_number for _, number in moved}
    MovedPost.objects.bulk_create(MovedPost(topic=topic, number=number, post_id=pk) for pk, number in moved)
    topic.posts.update(topic=into, number=F("number") + into.highest_number)
    Topic.objects.filter(pk=topic.pk).update(
        title=MERGED_TITLE, standing=Topic.Standing.GONE, highest_number=0, reply_count=0, last_post=0, helped_by=None
    )
    Topic.objects.filter(pk=into.pk).update(highest_number=into.highest_number + topic.highest_number)
    _recount(into)
    follow_moved_posts(topic=topic, to=into, numbers=numbers, at=at)
    _keep_read_marks(topic, into)
    BoardCounts.objects.filter(board=topic.board).update(topics=F("topics") - 1)
    add_log_entry(board=topic.board, by=by, at=at, what="Two topics were merged.")
    return Topic.objects.select_related("board").get(pk=into.pk)


@transaction.atomic
def split_topic(*, topic, numbers, title, by, seen, at):
    """Move replies with these numbers to a new topic of the same board, and return it. The first post stays.

    `seen` is the topic's version when the page was shown. Raises NotPermitted, DecidedMeanwhile and NothingToMove.
    """
    [topic] = _locked(topic)
    if not may_moderate(by, topic.board):
        raise NotPermitted
    if topic.version != seen or topic.standing != Topic.Standing.LISTED:
        raise DecidedMeanwhile
    posts = list(topic.posts.filter(number__in=numbers, number__gt=1).exclude(state=Post.State.UNDONE).order_by("number"))
    if not posts or posts[0].state != Post.State.SHOWN:
        raise NothingToMove
    first = posts[0]
    new = Topic.objects.create(
        board=topic.board, title=title, author=first.author, made_at=first.made_at, last_post_at=first.made_at, highest_number=len(posts)
    )
    MovedPost.objects.bulk_create(MovedPost(topic=topic, number=post.number, post=post) for post in posts)
    numbers = {post.number: number for number, post in enumerate(posts, start=1)}
    for number, post in enumerate(posts, start=1):
        post.topic, post.number = new, number
    first.title = title
    Post.objects.bulk_update(posts, ["topic", "number", "title"])
    follow_moved_posts(topic=topic, to=new, numbers=numbers, at=at)
    TopicReader.objects.bulk_create(
        TopicReader(
            member_id=reader.member_id, topic=new, last_read_number=bisect(list(numbers), reader.last_read_number), read_at=reader.read_at
        )
        for reader in topic.readers.filter(last_read_number__gte=min(numbers))
    )
    Topic.objects.filter(pk=topic.pk, helped_by__in=posts).update(helped_by=None)
    _recount(topic)
    _recount(new)
    BoardCounts.objects.filter(board=topic.board).update(topics=F("topics") + 1)
    add_log_entry(board=topic.board, by=by, at=at, what="A topic was split in two.")
    return Topic.objects.select_related("board").get(pk=new.pk)


def _locked(*topics):
    """Return the topics with their boards, locked in the order of their keys, so that two merges cannot wait for each other."""
    rows = Topic.objects.select_for_update(of=("self",)).select_related("board")
    return list(rows.filter(pk__in=[topic.pk for topic in topics]).order_by("pk"))


def _keep_read_marks(topic, into):
    """Let who had read all of `into`, as it was before, have read what they had read of `topic`."""
    before = into.highest_number
    theirs = TopicReader.objects.filter(topic=topic, member=OuterRef("member")).values("last_read_number")
    up_to_date = TopicReader.objects.filter(topic=into, last_read_number=before, member__in=topic.readers.values("member"))
    up_to_date.update(last_read_number=before + Subquery(theirs[:1]))


def _recount(topic):
    """Set what depends on which posts the topic has."""
    replies = topic.posts.filter(number__gt=1).exclude(state=Post.State.UNDONE)
    newest = topic.posts.exclude(state=Post.State.UNDONE).aggregate(key=Max("pk"), at=Max("made_at"))
    Topic.objects.filter(pk=topic.pk).update(reply_count=replies.count(), last_post=newest["key"] or 0, last_post_at=newest["at"])
