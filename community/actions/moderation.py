"""Reporting posts, and what facilitators decide: reports, locking, pinning, removing for good, requests to join."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from community.actions.boards import add_log_entry
from community.actions.posts import remove_text
from community.models.records import AudienceRule, Board, BoardCounts, BoardRequest, Draft, Flag, Post, Topic
from community.permissions import may_ask_to_join, may_moderate
from community.post_index import rewrite

HOUR = timedelta(hours=1)
MAX_FLAGS_PER_HOUR = 20
# From this number of "it identifies a child" reports in an hour, one person's further reports wait for a facilitator.
MAX_HIDING_FLAGS_PER_HOUR = 5


class NotPermitted(Exception):
    """The user may not read the post, or is no facilitator of the board with a second factor, or would decide about their own post."""


class TooManyFlags(Exception):
    """The member has sent MAX_FLAGS_PER_HOUR reports in the last hour."""


class DecidedMeanwhile(Exception):
    """Another facilitator has decided, or the post has changed, since the page was shown. Nothing was changed."""


@transaction.atomic
def flag_post(*, post, by, reason, note, at):
    """Report a post to its board's facilitators and return the Flag; reporting it again returns the open report.

    A post that could identify a child is hidden at once for all but its writer and the facilitators. After MAX_HIDING_FLAGS_PER_HOUR such
    reports in an hour by one person, posts stay until a facilitator has looked. Raises NotPermitted and TooManyFlags.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic", "board").get(pk=post.pk)
    if post.author_id == by.pk or not Post.objects.visible_to(by).filter(pk=post.pk).exists():
        raise NotPermitted
    if existing := Flag.objects.open().filter(post=post, by=by).first():
        return existing
    recent = Flag.objects.filter(by=by, made_at__gt=at - HOUR)
    if recent.count() >= MAX_FLAGS_PER_HOUR:
        raise TooManyFlags
    hides = reason == Flag.Reason.CHILD and recent.filter(reason=Flag.Reason.CHILD).count() < MAX_HIDING_FLAGS_PER_HOUR
    hides = hides and post.state == Post.State.SHOWN
    flag = Flag.objects.create(post=post, by=by, reason=reason, note=note, made_at=at, hid_post=hides)
    if hides:
        _set_state(post, Post.State.HIDDEN)
        add_log_entry(board=post.board, by=None, at=at, what="A post was hidden: someone thought that it could identify a child.")
    return flag


@transaction.atomic
def decide_on_post(*, post, by, decision, version, seen_flags, reason, at):
    """Decide on every open report of a post. `version` and `seen_flags` (keys) are what the facilitator had read.

    Raises NotPermitted and DecidedMeanwhile.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic", "board").get(pk=post.pk)
    if not may_moderate(by, post.board) or post.author_id == by.pk:
        raise NotPermitted
    flags = Flag.objects.open().filter(post=post)
    if post.version != version or set(flags.values_list("pk", flat=True)) != set(seen_flags):
        raise DecidedMeanwhile
    flags.update(decision=decision, decided_by=by, decided_at=at)
    if decision == Flag.Decision.PURGE:
        _purge(post, by=by, reason=reason, at=at)
    elif not post.is_removed:
        _set_state(post, Post.State.HIDDEN if decision == Flag.Decision.HIDE else Post.State.SHOWN)
        what = "A reported post stays hidden." if decision == Flag.Decision.HIDE else "A reported post was looked at and stays."
        add_log_entry(board=post.board, by=by, at=at, what=what)
    return post


def _set_state(post, state):
    post.state = state
    post.save(update_fields=["state"])
    if post.is_first:
        standing = Topic.Standing.LISTED if state == Post.State.SHOWN else Topic.Standing.HIDDEN
        Topic.objects.filter(pk=post.topic_id).update(standing=standing)


def _purge(post, *, by, reason, at):
    """Remove the text from the post, its history and every quote of it, the notes of its reports, and drafts of replies that quote it."""
    remove_text(post, state=Post.State.PURGED)
    rewrite()
    post.flags.update(note="")
    Draft.objects.filter(topic=post.topic, fields__quote=str(post.number)).delete()
    add_entry(what=AuditEntry.What.POST_PURGED, by=by, about=post.author, words=reason)
    add_log_entry(board=post.board, by=by, at=at, what="A post was removed for good, with its history and every quote of it.")


@transaction.atomic
def set_topic_state(*, topic, by, at, seen=None, is_open=None, pinned=None):
    """Close or reopen a topic, or pin it. `seen` is its version when the page was shown. Raises NotPermitted and DecidedMeanwhile."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic.pk)
    if not may_moderate(by, topic.board):
        raise NotPermitted
    if seen not in (None, topic.version):
        raise DecidedMeanwhile
    if is_open is not None:
        topic.state = Topic.State.OPEN if is_open else Topic.State.CLOSED
        add_log_entry(board=topic.board, by=by, at=at, what="A topic was reopened." if is_open else "A topic was closed to new replies.")
    if pinned is not None:
        topic.pinned = pinned
        add_log_entry(board=topic.board, by=by, at=at, what="A topic was pinned." if pinned else "A topic is no longer pinned.")
    topic.save(update_fields=["state", "pinned"])
    return topic


@transaction.atomic
def move_topic(*, topic, to, by, at, seen=None):
    """Move a topic to another board of which the user is a facilitator too. What people have read stays.

    `seen` is the topic's version when the page was shown. Raises NotPermitted and DecidedMeanwhile.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic.pk)
    if not (may_moderate(by, topic.board) and may_moderate(by, to)):
        raise NotPermitted
    if topic.board_id == to.pk:
        return topic
    if seen not in (None, topic.version):
        raise DecidedMeanwhile
    number = topic.posts.count()
    listed = 0 if topic.standing == Topic.Standing.GONE else 1
    BoardCounts.objects.filter(board=topic.board).update(topics=F("topics") - listed, posts=F("posts") - number)
    add_log_entry(board=topic.board, by=by, at=at, what="A topic was moved to another board.")
    topic.posts.update(board=to)
    Topic.objects.filter(pk=topic.pk).update(board=to)
    BoardCounts.objects.filter(board=to).update(topics=F("topics") + listed, posts=F("posts") + number)
    for board in (topic.board, to):
        newest = Post.objects.filter(board=board).aggregate(newest=Max("pk"))["newest"] or 0
        BoardCounts.objects.filter(board=board).update(last_post=newest)
    add_log_entry(board=to, by=by, at=at, what="A topic was moved here from another board.")
    return Topic.objects.select_related("board").get(pk=topic.pk)


@transaction.atomic
def ask_to_join(*, user, board, reason, at):
    """Ask to join a restricted board and return the request; asking again returns the open one. Raises NotPermitted."""
    if not may_ask_to_join(user, board):
        raise NotPermitted
    return BoardRequest.objects.get_or_create(user=user, board=board, ended_at=None, defaults={"reason": reason, "made_at": at})[0]


@transaction.atomic
def cancel_request(*, user, board, at):
    """Cancel the user's own open request, if there is one."""
    BoardRequest.objects.open().filter(user=user, board=board).update(ended_at=at, outcome=BoardRequest.Outcome.CANCELLED)


@transaction.atomic
def answer_request(*, request, by, is_added, at):
    """Add the person to the board's audience by name, or decline. Raises NotPermitted and DecidedMeanwhile."""
    request = BoardRequest.objects.select_for_update(of=("self",)).select_related("board", "user").get(pk=request.pk)
    if not may_moderate(by, request.board):
        raise NotPermitted
    outcome = BoardRequest.Outcome.ADDED if is_added else BoardRequest.Outcome.DECLINED
    if not BoardRequest.objects.open().filter(pk=request.pk).update(ended_at=at, outcome=outcome, answered_by=by):
        raise DecidedMeanwhile
    if is_added:
        board = Board.objects.get(pk=request.board_id)
        authority = request.user.membership.authority if request.user.membership else None
        AudienceRule.objects.update_or_create(board=board, person=request.user, defaults={"person_authority": authority})
        add_log_entry(board=board, by=by, at=at, what="Someone who asked was added to this board.")
