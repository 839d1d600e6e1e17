"""Starting a topic, replying, editing, deleting and undoing."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from community.actions.following import follow_own_writing, tell_of_reply, tell_of_topic
from community.models.records import BoardCounts, BoardFacilitator, Draft, Flag, FollowUp, Post, PostVersion, Topic
from community.permissions import may_change_post, may_delete_post, may_read_board, may_reply, may_start_topic
from community.post_text import excerpt

HOUR = timedelta(hours=1)
MAX_TOPICS_PER_HOUR = 10
MAX_POSTS_PER_HOUR = 60
# The page says ten seconds where a script hides the button, and this without one. More than either: people on slow Wi-Fi.
UNDO_FOR = timedelta(seconds=75)


class NotPermitted(Exception):
    """The author may not write here, or not change this post."""


class TooManyPosts(Exception):
    """The author has written too much in the last hour."""


class SentElsewhere(Exception):
    """The same form was sent to another topic."""


class NobodyToConfirm(Exception):
    """A post that has to wait for a facilitator is on a board where nobody but its author looks after it."""


class TooLateToUndo(Exception):
    """The post can no longer be undone; its author can still delete it."""


class EditedMeanwhile(Exception):
    """The post was edited in another window since the form was shown."""


@transaction.atomic
def start_topic(*, author, board, kind, title, text, uid, at, answers=None, waits=False):
    """Start a topic and return its first post; the same form sent again returns the same post.

    If it `waits`, a facilitator has to confirm that it identifies no one before others see it. Raises NotPermitted, TooManyPosts,
    SentElsewhere and NobodyToConfirm.
    """
    if sent := Post.objects.filter(author=author, uid=uid).select_related("topic").first():
        return _same(sent, board=board)
    if not may_start_topic(author, board):
        raise NotPermitted
    if Topic.objects.filter(author=author, made_at__gt=at - HOUR).count() >= MAX_TOPICS_PER_HOUR:
        raise TooManyPosts
    try:
        with transaction.atomic():
            topic = Topic.objects.create(board=board, kind=kind, title=title, author=author, made_at=at, last_post_at=at)
            post = _add_post(topic, author=author, uid=uid, at=at, text=text, answers=answers or {})
            if waits:
                _let_wait(post, at=at)
    except IntegrityError:
        return _same(Post.objects.select_related("topic").get(author=author, uid=uid), board=board)
    BoardCounts.objects.filter(board=board).update(topics=F("topics") + 1)
    Draft.objects.filter(member=author, board=board).delete()
    follow_own_writing(member=author, topic=post.topic, at=at)
    tell_of_topic(post=post, at=at)
    return post


@transaction.atomic
def reply(*, author, topic, text, uid, at, quoted=None, waits=False):
    """Add a reply and return it; the same form sent again returns the same post. `quoted` is a post of the topic that the author may read.

    If it `waits`, a facilitator has to confirm that it identifies no one before others see it. Raises NotPermitted, TooManyPosts,
    SentElsewhere and NobodyToConfirm.
    """
    if sent := Post.objects.filter(author=author, uid=uid).first():
        return _same(sent, topic=topic)
    if not may_reply(author, topic):
        raise NotPermitted
    if Post.objects.filter(author=author, made_at__gt=at - HOUR).count() >= MAX_POSTS_PER_HOUR:
        raise TooManyPosts
    quote = {}
    if quoted and Post.objects.visible_to(author).filter(pk=quoted.pk, topic=topic).exists():
        quote = {"quoted": quoted, "quoted_version": quoted.version, "quoted_text": excerpt(quoted.text)}
    try:
        with transaction.atomic():
            post = _add_post(topic, author=author, uid=uid, at=at, text=text, **quote)
            if waits:
                _let_wait(post, at=at)
    except IntegrityError:
        return _same(Post.objects.get(author=author, uid=uid), topic=topic)
    Draft.objects.filter(member=author, topic=topic).delete()
    follow_own_writing(member=author, topic=topic, at=at)
    tell_of_reply(post=post, at=at)
    return post


@transaction.atomic
def start_welcome_topic(*, board, title, text, uid, at):
    """Start the topic that welcomes people to a board that comes with the site, and return its post. No member is its author."""
    topic = Topic.objects.create(board=board, title=title, made_at=at, last_post_at=at, pinned=True, by_site=True)
    post = _add_post(topic, author=None, uid=uid, at=at, text=text)
    BoardCounts.objects.filter(board=board).update(topics=F("topics") + 1)
    return post


def _same(post, *, topic=None, board=None):
    """Return the post that the same form became. Raises SentElsewhere if it went to another place."""
    if (topic and post.topic_id != topic.pk) or (board and (post.board_id != board.pk or not post.is_first)):
        raise SentElsewhere
    return post


def _add_post(topic, *, author, at, **fields):
    """Take the topic's next number and insert the post.

    The UPDATE locks the topic's row until the transaction ends, so that numbers have no gap and none is given twice: a client killed before
    its commit leaves neither the number nor the post. The board is the one of that row: a facilitator may have moved the topic meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE community_topic SET highest_number = highest_number + 1, "
            "reply_count = reply_count + CASE WHEN highest_number > 0 THEN 1 ELSE 0 END, last_post_at = %s "
            "WHERE id = %s RETURNING highest_number, board_id",
            [connection.ops.adapt_datetimefield_value(at), topic.pk],
        )
        number, board_id = cursor.fetchone()
    post = Post.objects.create(topic=topic, board_id=board_id, number=number, author=author, made_at=at, **fields)
    # Posts of one topic are inserted one after another, so its newest key is always the greatest.
    Topic.objects.filter(pk=topic.pk).update(last_post=post.pk)
    BoardCounts.objects.filter(board=board_id).update(posts=F("posts") + 1, last_post=post.pk)
    return post


def _let_wait(post, *, at):
    """Let the post wait for a facilitator, inside the caller's transaction, by a report without sender or words.

    Raises NobodyToConfirm.
    """
    if not BoardFacilitator.objects.current().filter(board=post.board_id).exclude(user=post.author_id).exists():
        raise NobodyToConfirm
    post.state = Post.State.WAITING
    post.save(update_fields=["state"])
    if post.is_first:
        Topic.objects.filter(pk=post.topic_id).update(standing=Topic.Standing.WAITING)
    Flag.objects.get_or_create(post=post, by=None, decided_at=None, defaults={"reason": Flag.Reason.CHILD, "made_at": at, "hid_post": True})


@transaction.atomic
def edit_post(*, post, by, text, version, at, answers=None, waits=False):
    """Change the post's text and keep what it said before. `version` is the one that the form was made from.

    If it `waits`, the post is withheld until a facilitator has confirmed it. Raises NotPermitted, EditedMeanwhile and NobodyToConfirm.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("board").get(pk=post.pk)
    if not may_change_post(by, post):
        raise NotPermitted
    if post.version != version:
        raise EditedMeanwhile
    answers = post.answers if answers is None else answers
    if (post.text, post.answers) == (text, answers):
        return post
    PostVersion.objects.create(post=post, number=post.version, text=post.text, answers=post.answers, replaced_at=at)
    post.text, post.answers, post.version = text, answers, post.version + 1
    post.save(update_fields=["text", "answers", "version"])
    if waits:
        _let_wait(post, at=at)
    # What a post said before is for its author and the facilitators, so quotes follow the edit.
    Post.objects.filter(quoted=post).update(quoted_text=excerpt(text), quoted_version=post.version)
    return post


@transaction.atomic
def delete_post(*, post, by):
    """Delete the user's own post: its text, history and quotes of it go, its number stays. Raises NotPermitted."""
    post = Post.objects.select_for_update(of=("self",)).select_related("board").get(pk=post.pk)
    if not may_delete_post(by, post):
        raise NotPermitted
    remove_text(post, state=Post.State.DELETED)


@transaction.atomic
def undo_post(*, post, by, at):
    """Take back a post just sent and keep its text as the author's draft. Nothing of it is shown. Raises NotPermitted and TooLateToUndo.

    A topic that someone has replied to can no longer be undone.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("board", "topic").get(pk=post.pk)
    if post.author_id != by.pk or post.is_removed or not may_read_board(by, post.board):
        raise NotPermitted
    if at > post.made_at + UNDO_FOR or (post.is_first and post.topic.highest_number > 1):
        raise TooLateToUndo
    fields = {"text": post.text, **post.answers}
    place = {"topic": post.topic}
    if post.is_first:
        place = {"board": post.board}
        fields |= {"kind": post.topic.kind, "title": post.topic.title}
    Draft.objects.update_or_create(member=by, **place, defaults={"fields": fields, "saved_at": at})
    remove_text(post, state=Post.State.UNDONE)
    return post


def remove_text(post, *, state):
    """Empty a post, its history, quotes of it and, for a first post, what happened next, inside the caller's transaction."""
    post.versions.all().delete()
    post.reactions.all().delete()
    post.flags.open().filter(by=None).delete()
    Post.objects.filter(quoted=post).update(quoted_text="")
    Topic.objects.filter(helped_by=post).update(helped_by=None)
    post.text, post.answers, post.quoted_text, post.state = "", {}, "", state
    post.save(update_fields=["text", "answers", "quoted_text", "state"])
    if post.is_first:
        post.topic.follow_ups.all().delete()
        changes = {"standing": Topic.Standing.GONE} if post.topic.highest_number == 1 else {}
        Topic.objects.filter(pk=post.topic_id).update(title="A topic whose first post was removed", **changes)
        if changes:
            BoardCounts.objects.filter(board=post.board_id).update(topics=F("topics") - 1)
    elif state == Post.State.UNDONE:
        Topic.objects.filter(pk=post.topic_id).update(reply_count=F("reply_count") - 1)


@transaction.atomic
def mark_helped(*, topic, by, post):
    """Mark the reply that helped, or none. Only the person who asked may. Raises NotPermitted."""
    asked = topic.kind == Topic.Kind.QUESTION and topic.author_id == by.pk and may_read_board(by, topic.board)
    if not asked or (post and (post.topic_id != topic.pk or post.is_first or post.state != Post.State.SHOWN)):
        raise NotPermitted
    Topic.objects.filter(pk=topic.pk).update(helped_by=post)


@transaction.atomic
def tell_what_happened_next(*, topic, by, text, uid, at):
    """Add what happened next to the user's own challenge; the same form sent again adds nothing. Raises NotPermitted."""
    is_theirs = topic.kind == Topic.Kind.CHALLENGE and topic.author_id == by.pk and may_start_topic(by, topic.board)
    if not is_theirs or topic.posts.filter(number=1, state__in=Post.EMPTY).exists():
        raise NotPermitted
    return FollowUp.objects.get_or_create(uid=uid, defaults={"topic": topic, "text": text, "made_at": at})[0]
