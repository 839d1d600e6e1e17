"""Saved pages, private answers to provocations, and reported problems."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's saved pages, newest first; none if they are not signed in, as in a preview."""
        return self.filter(member=user).order_by("-saved_at", "-pk") if user.is_authenticated else self.none()


class Saved(models.Model):
    """A page that a member has saved for later. Only that member sees it. It is deleted with the page."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    objects = SavedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "page"], name="members_saved_once_per_person_and_page")]

    def __str__(self):
        return f"Saved page {self.page_id}"


class ProvocationAnswerQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's own answers, newest first; none if they are not signed in, as in a preview."""
        return self.filter(member=user).order_by("-saved_at", "-pk") if user.is_authenticated else self.none()


class ProvocationAnswer(models.Model):
    """What a member answered to a provocation, for themselves. Private: only that member can read it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provocation_answers")
    provocation = models.ForeignKey("vocabulary.Provocation", on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.CharField(max_length=200, help_text="The question as it was asked.")
    text = models.TextField(max_length=5000, blank=True)
    saved_at = models.DateTimeField()

    objects = ProvocationAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "provocation"], name="members_one_answer_per_person_and_provocation")]

    def __str__(self):
        return f"Answer to provocation {self.provocation_id}"


class ProblemReportQuerySet(models.QuerySet):
    def of(self, user):
        """Return the problems the user reported, newest first."""
        return self.filter(by=user).order_by("-made_at", "-pk") if user.is_authenticated else self.none()

    def open(self):
        """Return reports that have not been answered."""
        return self.filter(state=ProblemReport.State.OPEN)


class ProblemReport(models.Model):
    """A problem with a page, reported by a member. It outlives the page, so it has its own copy of the title."""

    class Kind(models.TextChoices):
        UNTRUE = "untrue", "Something is wrong or out of date"
        UNCLEAR = "unclear", "Something is hard to understand"
        BROKEN = "broken", "Something does not work"
        PERSON = "person", "Someone could be identified"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Answered"

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    page_title = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(
        "your answer",
        max_length=2000,
        blank=True,
        help_text="In plain words, to the person who reported it. They see it under “What you reported”.",
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
