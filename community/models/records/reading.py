"""What each member has read, and what they said about a post without words. No row is written for others when someone posts."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from community.models.records.boards import Board
from community.models.records.topics import Post, Topic

MAX_UNREAD = 99
UNREAD_FOR = timedelta(days=60)


class Count(Subquery):
    """Counts the rows of a subquery. Limit the subquery to cap the count: then a thousand new posts cost no more than a hundred."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class TopicReader(models.Model):
    """How far a member has read a topic."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readers")
    last_read_number = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="community_one_reader_per_topic")]

    def __str__(self):
        return f"{self.member}: {self.topic} up to {self.last_read_number}"


class BoardReader(models.Model):
    """Up to which post a member has marked a whole board as read."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="readers")
    read_up_to = models.BigIntegerField(default=0, help_text="Key of a post. Posts up to it count as read.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "board"], name="community_one_reader_per_board")]

    def __str__(self):
        return f"{self.member}: {self.board} up to {self.read_up_to}"


def with_read_marks(topics, user):
    """Annotate topics with the user's `last_read` number, `read_at`, and `read_up_to` of the board."""
    reader = TopicReader.objects.filter(member=user, topic=OuterRef("pk"))
    board_reader = BoardReader.objects.filter(member=user, board=OuterRef("board"))
    return topics.annotate(
        last_read=Coalesce(Subquery(reader.values("last_read_number")[:1]), 0),
        read_at=Subquery(reader.values("read_at")[:1]),
        read_up_to=Coalesce(Subquery(board_reader.values("read_up_to")[:1]), 0, output_field=BigIntegerField()),
    )


def unread(topics, user, now):
    """Return those of the topics that have something new for the user."""
    return with_read_marks(topics, user).filter(
        highest_number__gt=F("last_read"), last_post__gt=F("read_up_to"), last_post_at__gt=now - UNREAD_FOR
    )


def with_new_posts(topics, user, now):
    """Annotate topics with read marks and `new_posts`: how many posts the user has not read, at most MAX_UNREAD + 1."""
    new = Post.objects.filter(
        Q(state=Post.State.SHOWN) | Q(author=user, state__in=[Post.State.WAITING, Post.State.HIDDEN]),
        topic=OuterRef("pk"),
        number__gt=OuterRef("last_read"),
        pk__gt=OuterRef("read_up_to"),
        made_at__gt=now - UNREAD_FOR,
    ).exclude(author=user)
    return with_read_marks(topics, user).annotate(new_posts=Count(new.values("pk")[: MAX_UNREAD + 1]))


def with_new_topics(boards, user, now):
    """Annotate boards with `new_topics`: how many of their topics have something new for the user, at most MAX_UNREAD + 1."""
    new = unread(Topic.objects.filter(board=OuterRef("pk"), standing=Topic.Standing.LISTED), user, now).order_by()
    return boards.annotate(new_topics=Count(new.values("pk")[: MAX_UNREAD + 1]))


class Reaction(models.Model):
    """A few words about a post. Only its author sees who said them; nobody sees totals."""

    class Kind(models.TextChoices):
        THANKS = "thanks", "Thank you"
        HELPED = "helped", "This helped"
        TRIED = "tried", "We have tried this too"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "kind"], name="community_reaction_once")]

    def __str__(self):
        return f"{self.member}: {self.get_kind_display()}"
