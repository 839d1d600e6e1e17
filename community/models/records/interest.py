"""What members do about events: plain rows."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q

# From this number on, a count no longer tells members of a small network who is interested.
MIN_SHOWN_COUNT = 5


class InterestQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's own rows, none for a user who is not signed in (as in a preview)."""
        return self.filter(member=user) if user.is_authenticated else self.none()

    def shown_count(self, event):
        """Return how many members are interested in the event, None while the number is too small to show.

        The smallest number shown is MIN_SHOWN_COUNT, or the highest `small_number` of the authorities whose members are counted.
        """
        is_current = Q(member__memberships__ended_on__isnull=True)
        small_number = Max("member__memberships__authority__small_number", filter=is_current)
        totals = self.filter(event=event).aggregate(count=Count("member", distinct=True), small_number=small_number)
        return totals["count"] if totals["count"] >= max(MIN_SHOWN_COUNT, totals["small_number"] or 0) else None


class Interest(models.Model):
    """One member is interested in one event. It does not book a place and is not evidence, so it is deleted with the event."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    event = models.ForeignKey("community.EventPage", on_delete=models.CASCADE, related_name="interests")
    made_at = models.DateTimeField()
    told_cancelled_at = models.DateTimeField(null=True, editable=False)  # when we wrote to them that it is cancelled

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "event"], name="community_one_interest_per_person_and_event")]

    def __str__(self):
        return f"{self.member}: {self.event}"
