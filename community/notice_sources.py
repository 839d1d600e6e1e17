"""What there are notices about on boards: replies in a topic one follows, and new topics on a board one follows."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from cms.components import plural
from cms.notices.sources import Followed, NoticeLine, NoticeSource
from community.actions.following import REPLY, TOPIC
from community.models.records import AudienceRule, Board, Follow, Post, Topic

HIDDEN_TITLE = "A topic on a private board"
SIGN_IN = "Sign in to see which"


def reply_condition(user):
    """Return notices of topics the user follows and may read, in which someone's new reply is shown."""
    followed = Follow.objects.filter(member=user, stopped=False, topic__isnull=False).values("topic")
    replies = Post.objects.filter(topic=OuterRef("target"), number__gte=OuterRef("place"), state=Post.State.SHOWN)
    return Q(_listed(user), Exists(replies.exclude(author=user)), target__in=followed)


def topic_condition(user):
    """Return notices of topics the user may read, on boards they follow."""
    followed = Follow.objects.filter(member=user, stopped=False, board__isnull=False).values("board")
    return Q(_listed(user), target__in=Topic.objects.filter(board__in=followed).values("pk"))


def _listed(user):
    return Q(target__in=Topic.objects.visible_to(user).filter(standing=Topic.Standing.LISTED).exclude(board__state="archived").values("pk"))


def reply_lines(user, notices):
    """Return {key: NoticeLine}. Two statements."""
    topics = _topics(notices)
    starts = {notice.target: notice.place for notice in notices if notice.read_at is None}
    shown = Post.objects.filter(topic__in=starts, state=Post.State.SHOWN).exclude(author=user)
    # One number for each topic would be a condition for each; the notices of one person begin at few places.
    since = Q(pk__in=[])
    for place in set(starts.values()):
        since |= Q(number__gte=place, topic__in=[topic for topic, start in starts.items() if start == place])
    counts = dict(shown.filter(since).order_by().values_list("topic").annotate(Count("pk"))) if starts else {}
    lines = {}
    for notice in notices:
        if (topic := topics.get(notice.target)) is None:
            continue
        count = counts.get(topic.pk, 0) if notice.read_at is None else notice.count
        if not count:
            continue
        what = plural(count, "new reply", "new replies") if count > 1 else "A new reply"
        lines[notice.pk] = _line(
            topic, f"{what} in “{topic.title}”", reverse("boards:post", args=[topic.pk, notice.place]), "New reply", what
        )
    return lines


def topic_lines(user, notices):
    """Return {key: NoticeLine}. One statement."""
    topics = _topics(notices)
    found = [(notice, topics[notice.target]) for notice in notices if notice.target in topics]
    return {
        notice.pk: _line(
            topic, f"New {topic.get_kind_display().lower()}: “{topic.title}”", topic.get_absolute_url(), "New topic", "New topic"
        )
        for notice, topic in found
    }


def _topics(notices):
    """Return {key: Topic} with `is_for_everyone`. The notices have been filtered by what their reader may read."""
    everyone = AudienceRule.objects.filter(board=OuterRef("board"), everyone=True)
    topics = Topic.objects.filter(pk__in=[notice.target for notice in notices]).select_related("board")
    return topics.annotate(is_for_everyone=Exists(everyone), board_level=F("board__level")).in_bulk()


def _line(topic, text, url, subject, about):
    """Others may see an email, so it names neither topic nor board unless everyone in the network can read them."""
    if topic.is_for_everyone and topic.board_level == Board.Level.OPEN:
        return NoticeLine(text, url, topic.board.name, topic.title, f"{topic.board.name}. {about}", f"{subject}: {topic.title}")
    return NoticeLine(text, url, topic.board.name, HIDDEN_TITLE, SIGN_IN, f"{subject} on a private board")


SOURCES = [
    NoticeSource(REPLY, reply_condition, reply_lines, "Topics you follow", 10),
    NoticeSource(TOPIC, topic_condition, topic_lines, "Boards you follow", 20),
]


def followed(user):
    """Return the boards and topics the user follows and may read, as Followed. Two statements."""
    follows = Follow.objects.filter(member=user, stopped=False).order_by("-pk")
    boards = Board.objects.visible_to(user).filter(pk__in=follows.values("board")).order_by("name")
    topics = Topic.objects.visible_to(user).filter(pk__in=follows.values("topic")).select_related("board").order_by("-last_post")
    rows = [
        Followed(board.name, board.get_absolute_url(), "A board: every new topic", reverse("boards:follow_board", args=[board.slug]))
        for board in boards
    ]
    return rows + [
        Followed(
            topic.title, topic.get_absolute_url(), f"A topic on {topic.board.name}: every reply", reverse("boards:follow", args=[topic.pk])
        )
        for topic in topics[:200]
    ]
