"""What members do with any page: save it for later, report a problem with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own, newest first; nobody's for somebody who is not signed in (a preview)."""
        return self.filter(member=user).order_by("-saved_at", "-pk") if user.is_authenticated else self.none()


class Saved(models.Model):
    """A page one member keeps for later. Nobody else sees it, and it goes when the page goes."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    objects = SavedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "page"], name="members_saved_once_per_person_and_page")]

    def __str__(self):
        return f"Kept page {self.page_id}"


class ProblemReportQuerySet(models.QuerySet):
    def of(self, user):
        """What the person reported, newest first."""
        return self.filter(by=user).order_by("-made_at", "-pk") if user.is_authenticated else self.none()

    def open(self):
        """Reports nobody has dealt with."""
        return self.filter(state=ProblemReport.State.OPEN)


class ProblemReport(models.Model):
    """What a member said is wrong with a page. It outlives the page, and keeps its title."""

    class Kind(models.TextChoices):
        UNTRUE = "untrue", "Something is not true, or out of date"
        UNCLEAR = "unclear", "Something is hard to understand"
        BROKEN = "broken", "Something does not work"
        PERSON = "person", "It could tell who somebody is"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Dealt with"

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    page_title = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(
        "what you answer",
        max_length=2000,
        blank=True,
        help_text="In plain words, to whoever reported it. They see it on “What you reported”.",
    )
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "reported problem"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | Q(state="done", answered_at__isnull=False),
                name="members_problem_is_dealt_with_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.page_title}"
