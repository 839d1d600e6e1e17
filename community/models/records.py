"""What members do about events: plain rows."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q

MIN_SHOWN_COUNT = 5


class InterestQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own; nobody's for somebody who is not signed in (a preview)."""
        return self.filter(member=user) if user.is_authenticated else self.none()

    def told(self, event):
        """How many are interested in the event, or None where that is not told: from five on, and from the smallest number that each
        authority chose whose people are among them. Fewer could be worked out by name in a small network.
        """
        here = Q(member__memberships__ended_on__isnull=True)
        least = Max("member__memberships__authority__small_number", filter=here)
        found = self.filter(event=event).aggregate(many=Count("member", distinct=True), least=least)
        return found["many"] if found["many"] >= max(MIN_SHOWN_COUNT, found["least"] or 0) else None


class Interest(models.Model):
    """One member's word that they think of coming to one event. No booking, and no evidence: it goes when the event goes."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    event = models.ForeignKey("community.EventPage", on_delete=models.CASCADE, related_name="interests")
    made_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "event"], name="community_one_interest_per_person_and_event")]

    def __str__(self):
        return f"{self.member}: {self.event}"
