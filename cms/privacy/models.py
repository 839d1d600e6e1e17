"""Requests to be forgotten, and when they are due."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.people.dates import add_months

SATURDAY = 5


def due_on(asked_on):
    """Return the day one month later, or the last day of a shorter month; the next Monday if that is a weekend.

    Source: article 12(3) of the UK GDPR, as the Information Commissioner's Office counts it. Bank holidays are ignored.
    """
    due = add_months(asked_on, 1)
    return due + timedelta(days=max(0, 7 - due.weekday())) if due.weekday() >= SATURDAY else due


class ForgetRequestQuerySet(models.QuerySet):
    def open(self):
        """Return requests that are neither done nor cancelled."""
        return self.filter(ForgetRequest.OPEN)


class ForgetRequest(models.Model):
    """Someone asked to be forgotten, or the retention rule of the authority they left asks for it. Each person has at most one open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forget_requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The person themselves, or the administrator who recorded it.",
    )
    by_rule = models.BooleanField(default=False, help_text="They did not ask: their authority’s retention period has ended.")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    mentions = models.JSONField(
        default=list, help_text="Where texts of others still mentioned the person when they were forgotten: {model, field, pk}, no text."
    )

    OPEN = Q(done_at__isnull=True, taken_back_at__isnull=True)
    objects = ForgetRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at__isnull=True, taken_back_at__isnull=True),
                name="privacy_one_open_forget_request",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_back_at__isnull=True), name="privacy_forgotten_or_taken_back"
            ),
        ]

    def __str__(self):
        return f"Asked on {self.asked_at:%Y-%m-%d}, due {self.due_on:%Y-%m-%d}"
