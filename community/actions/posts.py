"""Starting a topic, replying, editing, deleting and undoing."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max

from community.actions.following import follow_own_writing, tell_of_reply, tell_of_topic, untell
from community.models.records import (
    Board,
    BoardCounts,
    BoardFacilitator,
    Draft,
    Flag,
    FollowUp,
    Post,
    PostVersion,
    SlowMode,
    Topic,
    TopicReader,
)
from community.permissions import looks_after, may_change_post, may_delete_post, may_read_board, may_reply, may_start_topic
from community.post_text import excerpt

HOUR = timedelta(hours=1)
MAX_TOPICS_PER_HOUR = 10
MAX_POSTS_PER_HOUR = 60
# The page says ten seconds where a script hides the button, and this without one. More than either: people on slow Wi-Fi.
UNDO_FOR = timedelta(seconds=75)


class NotPermitted(Exception):
    """The author may not write here, or not change this post."""


class NotPosted(Exception):
    """Nothing was posted, for a reason that the author can be told. Their text is in the form."""


class TooManyPosts(NotPosted):
    """The author has written too much in the last hour."""


class TooSoon(NotPosted):
    """Slow mode is on, and the author may post again at the time `again_at`."""

    def __init__(self, again_at):
        super().__init__("Slow mode is on.")
        self.again_at = again_at


class UndoneBefore(NotPosted):
    """The author has undone the post that this form became. It is not posted again without a new form."""


class SentElsewhere(NotPosted):
    """The same form was sent to another topic."""


class NobodyToConfirm(NotPosted):
    """A post that has to wait for a facilitator is on a board where nobody but its author looks after it."""


class NobodyToReadFirst(NobodyToConfirm):
    """First posts on the board wait for a facilitator, and it has none."""


class TooLateToUndo(Exception):
    """The post can no longer be undone; its author can still delete it."""


class EditedMeanwhile(Exception):
    """The post was edited in another window since the form was shown."""


@transaction.atomic
def start_topic(*, author, board, kind, title, text, uid, at, answers=None, about=None, waits=False):
    """Start a topic and return its first post; the same form sent again returns the same post. `about` is the key of a page it is about.

    If it `waits`, a facilitator has to confirm that it identifies no one before others see it. Raises NotPermitted, TooManyPosts,
    SentElsewhere, UndoneBefore, TooSoon and NobodyToConfirm.
    """
    if sent := Post.objects.filter(author=author, uid=uid).select_related("topic").first():
        return _same(sent, board=board)
    if not may_start_topic(author, board):
        raise NotPermitted
    if Topic.objects.filter(author=author, made_at__gt=at - HOUR).count() >= MAX_TOPICS_PER_HOUR:
        raise TooManyPosts
    _check_slow_mode(author, board, at)
    try:
        with transaction.atomic():
            topic = Topic.objects.create(board=board, kind=kind, title=title, author=author, about_id=about, made_at=at, last_post_at=at)
            post = _add_post(topic, author=author, uid=uid, at=at, title=title, text=text, answers=answers or {})
            if reason := _reason_to_wait(post, waits):
                _let_wait(post, at=at, reason=reason)
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
    SentElsewhere, UndoneBefore, TooSoon and NobodyToConfirm.
    """
    if sent := Post.objects.filter(author=author, uid=uid).first():
        return _same(sent, topic=topic)
    if not may_reply(author, topic):
        raise NotPermitted
    if Post.objects.filter(author=author, made_at__gt=at - HOUR).count() >= MAX_POSTS_PER_HOUR:
        raise TooManyPosts
    _check_slow_mode(author, topic.board, at)
    quote = {}
    if quoted and Post.objects.visible_to(author).filter(pk=quoted.pk, topic=topic).exists():
        quote = {"quoted": quoted, "quoted_version": quoted.version, "quoted_text": excerpt(quoted.text)}
    try:
        with transaction.atomic():
            post = _add_post(topic, author=author, uid=uid, at=at, text=text, **quote)
            if reason := _reason_to_wait(post, waits):
                _let_wait(post, at=at, reason=reason)
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
    post = _add_post(topic, author=None, uid=uid, at=at, title=title, text=text)
    BoardCounts.objects.filter(board=board).update(topics=F("topics") + 1)
    return post


def _same(post, *, topic=None, board=None):
    """Return the post that the same form became. Raises SentElsewhere if it went to another place, and UndoneBefore."""
    if (topic and post.topic_id != topic.pk) or (board and (post.board_id != board.pk or not post.is_first)):
        raise SentElsewhere
    if post.state == Post.State.UNDONE:
        raise UndoneBefore
    return post


def _check_slow_mode(author, board, at):
    """Raise TooSoon if slow mode is on and the author, who does not look after the board, has just posted there."""
    slow_mode = SlowMode.objects.filter(board=board, until__gt=at).first()
    if slow_mode is None or looks_after(author, board):
        return
    own = Post.objects.filter(author=author, board=board, made_at__gt=at - timedelta(minutes=slow_mode.minutes))
    if last := own.exclude(state=Post.State.UNDONE).aggregate(last=Max("made_at"))["last"]:
        raise TooSoon(last + timedelta(minutes=slow_mode.minutes))


def _reason_to_wait(post, waits):
    """Return why the post has to wait: a finding of the check is disputed, or its author is new here. None if it does not."""
    if waits:
        return Flag.Reason.CHILD
    board = Board.objects.get(pk=post.board_id)
    if not board.first_posts_wait or looks_after(post.author, board):
        return None
    is_known = Post.objects.filter(board=board, author=post.author, state=Post.State.SHOWN).exclude(pk=post.pk).exists()
    return None if is_known else Flag.Reason.FIRST


def _add_post(topic, *, author, at, **fields):
    """Take the topic's next number and insert the post.

    The UPDATE locks the topic's row until the transaction ends, so that numbers have no gap and none is given twice: a client killed before
    its commit leaves neither the number nor the post. The board is the one of that row: a facilitator may have moved the topic meanwhile.
    Raises NotPermitted if the topic was merged, hidden or closed meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE community_topic SET highest_number = highest_number + 1, "
            "reply_count = reply_count + CASE WHEN highest_number > 0 THEN 1 ELSE 0 END, last_post_at = %s "
            "WHERE id = %s AND standing = %s AND state = %s RETURNING highest_number, board_id",
            [connection.ops.adapt_datetimefield_value(at), topic.pk, Topic.Standing.LISTED, Topic.State.OPEN],
        )
        row = cursor.fetchone()
    if row is None:  # merged, hidden or closed since the writer was asked about
        raise NotPermitted
    number, board_id = row
    post = Post.objects.create(topic=topic, board_id=board_id, number=number, author=author, made_at=at, **fields)
    # Posts of one topic are inserted one after another, so its newest key is always the greatest.
    Topic.objects.filter(pk=topic.pk).update(last_post=post.pk)
    BoardCounts.objects.filter(board=board_id).update(posts=F("posts") + 1, last_post=post.pk)
    return post


def _can_be_confirmed(post):
    """Return whether someone other than its author looks after the post's board."""
    return BoardFacilitator.objects.current().filter(board=post.board_id).exclude(user=post.author_id).exists()


def _let_wait(post, *, at, reason=Flag.Reason.CHILD):
    """Let the post wait for a facilitator, inside the caller's transaction, by a report without sender or words.

    Raises NobodyToConfirm, for a first post NobodyToReadFirst.
    """
    if not _can_be_confirmed(post):
        raise NobodyToReadFirst if reason == Flag.Reason.FIRST else NobodyToConfirm
    post.state = Post.State.WAITING
    post.save(update_fields=["state"])
    if post.is_first:
        Topic.objects.filter(pk=post.topic_id).update(standing=Topic.Standing.WAITING)
    Flag.objects.get_or_create(post=post, by=None, decided_at=None, defaults={"reason": reason, "made_at": at, "hid_post": True})


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
    if waits or _may_return(post):
        _let_wait(post, at=at)
    # What a post said before is for its author and the facilitators, so quotes follow the edit.
    Post.objects.filter(quoted=post).update(quoted_text=excerpt(text), quoted_version=post.version)
    return post


def _may_return(post):
    """Return whether a facilitator had decided to hide the post, and another can look at its new words."""
    is_decided = post.state == Post.State.HIDDEN and not post.flags.open().exists()
    return is_decided and _can_be_confirmed(post)


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
        fields |= {"kind": post.topic.kind, "title": post.topic.title, "about": str(post.topic.about_id or "")}
    _keep_as_draft(by, place, fields, at)
    remove_text(post, state=Post.State.UNDONE)
    untell(post=post)
    if not post.is_first:
        _forget_reply(post)
    return post


def _forget_reply(post):
    """Put the topic back to where it was in lists, and mark the number as read for those who had read all before it."""
    before = post.topic.posts.exclude(state=Post.State.UNDONE).order_by("-pk").values("pk", "made_at", "number").first()
    Topic.objects.filter(pk=post.topic_id).update(last_post=before["pk"], last_post_at=before["made_at"])
    if post.number == post.topic.highest_number:
        readers = TopicReader.objects.filter(topic=post.topic_id, last_read_number__gte=before["number"], last_read_number__lt=post.number)
        readers.update(last_read_number=post.number)


def _keep_as_draft(member, place, fields, at):
    """Save the fields as the member's draft. Words that they have typed in the same place since then stay, above the old ones."""
    draft = Draft.objects.select_for_update().filter(member=member, **place).first()
    if draft is None:
        Draft.objects.create(member=member, **place, fields=fields, saved_at=at)
        return
    typed = {name: value for name, value in draft.fields.items() if value}
    if typed.get("title") and typed["title"] != fields.get("title", typed["title"]):
        fields["text"] = f"{fields.pop('title')}\n\n{fields['text']}"
    for name, value in fields.items():
        newer = typed.get(name, "")
        is_choice = name in {"kind", "title", "quote", "about"}
        typed[name] = value if not newer or newer == value else newer if is_choice else f"{newer}\n\n{value}"
    # A window that shows the draft as it was is told, as with any other newer draft.
    draft.fields, draft.version, draft.saved_at = typed, draft.version + 1, at
    draft.save(update_fields=["fields", "version", "saved_at"])


def remove_text(post, *, state):
    """Empty a post, its history, quotes of it and, for a first post, what happened next, inside the caller's transaction."""
    post.versions.all().delete()
    post.reactions.all().delete()
    post.flags.open().filter(by=None).delete()
    Post.objects.filter(quoted=post).update(quoted_text="")
    Topic.objects.filter(helped_by=post).update(helped_by=None)
    post.title, post.text, post.answers, post.quoted_text, post.state = "", "", {}, "", state
    post.save(update_fields=["title", "text", "answers", "quoted_text", "state"])
    if post.is_first:
        post.topic.follow_ups.all().delete()
        # With the words that were reported or waited gone, replies need not stay out of sight with them.
        is_alone = post.topic.highest_number == 1
        standing = Topic.Standing.GONE if is_alone else Topic.Standing.LISTED
        Topic.objects.filter(pk=post.topic_id).update(title="A topic whose first post was removed", standing=standing)
        if is_alone:
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
