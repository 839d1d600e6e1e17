"""That somebody is to be forgotten: since when, whether they asked or a rule says so, by when it is due, and when it was done."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.people.dates import add_months

SATURDAY = 5


def due_on(asked_on):
    """A month later to the day, or that month's last day; a Saturday or Sunday counts for the Monday after it.

    Article 12(3) of the UK GDPR, as the Information Commissioner's Office counts it. Bank holidays are not known here.
    """
    due = add_months(asked_on, 1)
    return due + timedelta(days=max(0, 7 - due.weekday())) if due.weekday() >= SATURDAY else due


class ForgetRequestQuerySet(models.QuerySet):
    def open(self):
        """Neither done nor taken back."""
        return self.filter(ForgetRequest.OPEN)


class ForgetRequest(models.Model):
    """One person asked to be forgotten, or is to be by the rule of the authority they left. At most one such wish is open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forget_requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Themselves, or who wrote it down."
    )
    by_rule = models.BooleanField(
        default=False, help_text="They did not ask: the time is over that their authority keeps the record of a leaver."
    )
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    OPEN = Q(done_at__isnull=True, taken_back_at__isnull=True)
    objects = ForgetRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at__isnull=True, taken_back_at__isnull=True),
                name="privacy_one_open_wish_to_be_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_back_at__isnull=True), name="privacy_forgotten_or_taken_back"
            ),
        ]

    def __str__(self):
        return f"Asked on {self.asked_at:%Y-%m-%d}, due {self.due_on:%Y-%m-%d}"
