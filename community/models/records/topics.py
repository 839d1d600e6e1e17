"""Topics and posts, their history, and how a challenge went on."""

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from community.models.records.boards import Board

PAGE_SIZE = 20


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the topics the user may read: those that appear on boards they may read.

        A topic that is waiting for a facilitator, or hidden by a report, is there for its author and the board's facilitators only.
        """
        own = Q(author=user) if user.is_authenticated else Q(pk=None)
        looked_after = Q(board__in=Board.objects.looked_after_by(user).values("pk"))
        withheld = Q(standing__in=[Topic.Standing.WAITING, Topic.Standing.HIDDEN]) & (own | looked_after)
        return self.filter(Q(standing=Topic.Standing.LISTED) | withheld, board__in=Board.objects.visible_to(user).values("pk"))

    def listed(self):
        """Return topics that appear in lists, latest activity first."""
        return self.filter(standing=Topic.Standing.LISTED).order_by("-last_post")

    def unanswered(self):
        """Return questions and challenges to which no one but their author has a reply that people can read."""
        is_others = Q(author=None) | ~Q(author=Coalesce(OuterRef("author"), 0))
        replies = Post.objects.filter(is_others, topic=OuterRef("pk"), number__gt=1, state=Post.State.SHOWN)
        return self.listed().filter(~Exists(replies), kind__in=Topic.NEEDS_ANSWER)


class Topic(models.Model):
    """A conversation. `highest_number` numbers its posts; it moves only in actions/posts.py, in the transaction that adds the post."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", "Discussion"
        QUESTION = "question", "Question"
        CHALLENGE = "challenge", "Challenge"
        SUCCESS = "success", "Success"

    NEEDS_ANSWER = (Kind.QUESTION, Kind.CHALLENGE)

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed to new replies"

    class Standing(models.TextChoices):
        """Whether the topic appears. It follows the state of its first post."""

        LISTED = "listed", "Listed"
        WAITING = "waiting", "Waiting for a facilitator"
        HIDDEN = "hidden", "Hidden"
        GONE = "gone", "Gone"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="topics")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DISCUSSION)
    title = models.CharField(max_length=150)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="topics")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    standing = models.CharField(max_length=7, choices=Standing.choices, default=Standing.LISTED)
    pinned = models.BooleanField(default=False)
    by_site = models.BooleanField(default=False, help_text="Whether it came with the site, and no member wrote it.")
    highest_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    last_post = models.BigIntegerField(default=0, help_text="Key of the newest post. It only grows.")
    last_post_at = models.DateTimeField()
    helped_by = models.ForeignKey("community.Post", on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="The page that it is about."
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            # Not a partial index: SQLite uses those only for conditions without parameters, and then sorts every topic of the board.
            models.Index(fields=["board", "standing", "-last_post"], name="community_topic_list"),
            models.Index(fields=["author"], name="community_topic_by_author"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("boards:topic", args=[self.pk])

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def version(self):
        """Return what facilitators change of a topic as text. A form carries it, so that a decision made meanwhile is noticed."""
        return f"{self.board_id}-{self.state}-{self.standing}-{int(self.pinned)}"


def page_of(number):
    """Return the page that a post is on. It never changes: page N has the numbers from (N - 1) * PAGE_SIZE + 1 on."""
    return (max(number, 1) - 1) // PAGE_SIZE + 1


def numbers_on(page):
    """Return the first and last number on a page."""
    return (page - 1) * PAGE_SIZE + 1, page * PAGE_SIZE


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the posts whose text the user may read."""
        return self.filter(_readable(user), topic__in=Topic.objects.visible_to(user).values("pk"))

    def with_readable(self, user):
        """Annotate `is_readable`: whether the user, who may read the topic, may also read the text of the post."""
        return self.annotate(is_readable=Case(When(_readable(user), then=Value(True)), default=Value(False), output_field=BooleanField()))

    def of(self, user):
        """Return the user's own posts, newest first."""
        return self.filter(author=user).order_by("-pk")


def _readable(user):
    withheld = Q(state__in=[Post.State.WAITING, Post.State.HIDDEN])
    looked_after = Q(board__in=Board.objects.looked_after_by(user).values("pk"))
    return Q(state=Post.State.SHOWN) | (withheld & (Q(author=user) | looked_after))


class Post(models.Model):
    """One post. Number 1 is what the topic began with; its answers to the topic's further prompts are in `answers`."""

    class State(models.TextChoices):
        SHOWN = "shown", "Shown"
        WAITING = "waiting", "Waiting for a facilitator"
        HIDDEN = "hidden", "Hidden"
        DELETED = "deleted", "Deleted by its writer"
        PURGED = "purged", "Removed for good"
        UNDONE = "undone", "Undone by its writer"

    # States in which the row has no text any more.
    EMPTY = (State.DELETED, State.PURGED, State.UNDONE)

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    uid = models.UUIDField(help_text="Made with the form, so that the same form sent twice is one post.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="posts")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.SHOWN)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=150, blank=True, help_text="The topic’s title on its first post, so that search finds it there.")
    text = models.TextField(max_length=20_000, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    quoted = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    quoted_version = models.PositiveIntegerField(null=True)
    quoted_text = models.CharField(max_length=400, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="community_post_number_once"),
            models.UniqueConstraint(fields=["author", "uid"], name="community_post_form_sent_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["deleted", "purged", "undone"]) | Q(title="", text="", quoted_text=""),
                name="community_removed_post_has_no_text",
            ),
        ]
        indexes = [models.Index(fields=["board", "-id"], name="community_post_by_board")]

    def __str__(self):
        return f"{self.topic_id}, {self.number}"

    def get_absolute_url(self):
        return reverse("boards:post", args=[self.topic_id, self.number])

    @property
    def is_first(self):
        return self.number == 1

    @property
    def is_removed(self):
        return self.state in self.EMPTY


class PostVersion(models.Model):
    """What a post said before an edit. Facilitators and its author may read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    answers = models.JSONField(default=dict)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="community_post_version_once")]

    def __str__(self):
        return f"{self.post_id}, version {self.number}"


class MovedPost(models.Model):
    """Where a post was before its topic was merged into another or split, so that links to it still lead there."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="community_post_moved_once_from_a_number")]

    def __str__(self):
        return f"{self.topic_id}, {self.number}, now {self.post_id}"


class FollowUp(models.Model):
    """What happened next, told by the author of a challenge some weeks later."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follow_ups")
    uid = models.UUIDField(unique=True)
    text = models.TextField(max_length=20_000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"What happened next in {self.topic_id}"
