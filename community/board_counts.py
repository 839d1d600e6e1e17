"""Compare the counters of boards and topics with their rows."""

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from community.models.records import BoardCounts, MovedPost, Post, Topic


def drift():
    """Yield (what, key, {counter: (stored, counted)}) for each board and topic whose counters differ from its rows."""
    yield from _differences("board", BoardCounts.objects.annotate(**_of_boards()), ("topics", "posts", "last_post"))
    yield from _differences("topic", Topic.objects.annotate(**_of_topics()), ("highest_number", "reply_count", "last_post"))


def repair():
    """Set every counter that differs to what its rows say. Run it while nobody posts."""
    for what, key, counters in list(drift()):
        values = {name: counted for name, (_, counted) in counters.items()}
        model = BoardCounts if what == "board" else Topic
        model.objects.filter(pk=key).update(**values)


def _differences(what, rows, names):
    differs = Q()
    for name in names:
        differs |= ~Q(**{name: F(f"counted_{name}")})
    for row in rows.filter(differs).order_by("pk").iterator():
        pairs = {name: (getattr(row, name), getattr(row, f"counted_{name}")) for name in names}
        yield what, row.pk, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _aggregate(rows, group, expression):
    grouped = rows.order_by().values(group).annotate(value=expression).values("value")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def _of_boards():
    topics = Topic.objects.filter(board=OuterRef("board")).exclude(standing=Topic.Standing.GONE)
    posts = Post.objects.filter(board=OuterRef("board"))
    return {
        "counted_topics": _aggregate(topics, "board", Count("pk")),
        "counted_posts": _aggregate(posts, "board", Count("pk")),
        "counted_last_post": _aggregate(posts, "board", Max("pk")),
    }


def _moved_away():
    """Return where posts were in topics that still have others: a number is never given twice. A topic that was merged has none left."""
    return MovedPost.objects.filter(topic=OuterRef("pk")).exclude(topic__standing=Topic.Standing.GONE)


def _of_topics():
    posts = Post.objects.filter(topic=OuterRef("pk"))
    return {
        "counted_highest_number": Greatest(_aggregate(posts, "topic", Max("number")), _aggregate(_moved_away(), "topic", Max("number"))),
        "counted_reply_count": _aggregate(posts.filter(number__gt=1).exclude(state=Post.State.UNDONE), "topic", Count("pk")),
        # A reply that was undone leaves no trace in lists. A topic that was undone keeps its only post's key.
        "counted_last_post": _aggregate(posts.exclude(number__gt=1, state=Post.State.UNDONE), "topic", Max("pk")),
    }
