"""What members do about events: plain rows."""

from django.conf import settings
from django.db import models


class InterestQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own; nobody's for somebody who is not signed in (a preview)."""
        return self.filter(member=user) if user.is_authenticated else self.none()


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
