"""Reports of posts, requests to join a board, and what facilitators decide about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from community.models.records.boards import Board
from community.models.records.topics import Post


class FlagQuerySet(models.QuerySet):
    def open(self):
        """Return reports that no facilitator has decided on."""
        return self.filter(decided_at=None)

    def on_boards_of(self, user):
        """Return the reports that the user decides on as a facilitator. Nobody decides on a report of their own post."""
        return self.filter(post__board__in=Board.objects.looked_after_by(user).values("pk")).exclude(post__author=user)


class Flag(models.Model):
    """A member reports a post to the board's facilitators. Its writer is not told who did."""

    class Reason(models.TextChoices):
        CHILD = "child", "It could identify a child or a family"
        STAFF = "staff", "It names a colleague, or someone outside the network"
        UNKIND = "unkind", "It is unkind"
        FIRST = "first", "It is the writer’s first post on this board"
        REFERRAL = "referral", "It is a worry about a child that belongs with a duty team"
        OTHER = "other", "Something else"

    class Decision(models.TextChoices):
        LEAVE = "leave", "It can stay"
        HIDE = "hide", "It stays hidden until its writer has changed it"
        PURGE = "purge", "It was removed for good"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    hid_post = models.BooleanField(default=False, help_text="Whether the report hid the post at once.")
    decision = models.CharField(max_length=5, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"], condition=Q(decided_at=None), name="community_one_open_flag_per_person_and_post"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="community_flag_is_decided_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.post}"


class SlowMode(models.Model):
    """For a while, each member may post on the board only every so often. Its members read why."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, primary_key=True, related_name="slow_mode")
    minutes = models.PositiveSmallIntegerField(help_text="Between two posts by one person.")
    until = models.DateTimeField()
    reason = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self):
        return f"{self.board}: one post every {self.minutes} minutes"


class SanctionQuerySet(models.QuerySet):
    def in_force(self, at):
        """Return time-outs that have not ended at the time."""
        return self.filter(kind=Sanction.Kind.TIME_OUT, ends_at__gt=at, lifted_at=None)

    def to_show(self, member, at):
        """Return the member's own that they have not read yet, or that have not ended at the time."""
        unread = Q(seen_at=None, ends_at=None)
        in_force = Q(kind=Sanction.Kind.TIME_OUT, ends_at__gt=at, lifted_at=None)
        return self.filter(unread | in_force, member=member)


class Sanction(models.Model):
    """A warning, or a time-out: until it ends, the member reads the board and does not write on it. Only they and facilitators see it."""

    class Kind(models.TextChoices):
        WARNING = "warning", "Warning"
        TIME_OUT = "time_out", "Time-out"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="sanctions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=300, help_text="The member reads it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="When the member said that they had read it.")
    lifted_at = models.DateTimeField(null=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="warning", ends_at=None) | Q(kind="time_out", ends_at__gt=F("made_at")),
                name="community_time_out_ends",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} for {self.member} on {self.board}"


class BoardRequestQuerySet(models.QuerySet):
    def open(self):
        """Return requests that have not been answered or cancelled."""
        return self.filter(ended_at=None)


class BoardRequest(models.Model):
    """A member asks to join a restricted board."""

    class Outcome(models.TextChoices):
        ADDED = "added", "Added"
        DECLINED = "declined", "Declined"
        CANCELLED = "cancelled", "Cancelled"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BoardRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "user"], condition=Q(ended_at=None), name="community_one_open_request_per_board"),
        ]

    def __str__(self):
        return f"{self.user} asks to join {self.board}"
