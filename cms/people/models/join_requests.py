"""Requests to join: a code sent to a work address, then a request that a lead answers."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.people.identity import AddressField
from cms.people.models.authorities import Authority, Hub, JobRole

CODE_LIFETIME = timedelta(minutes=15)
MAX_CODE_TRIES = 5
# How long a confirmed address stays valid for completing the request.
CONFIRMED_ADDRESS_LIFETIME = timedelta(hours=1)
# Older checks are deleted when the next person asks, and every night.
ADDRESS_CHECK_RETENTION = timedelta(days=1)


class AddressCheck(models.Model):
    """A code sent to a work address, and whether it was entered. Deleted after a day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Stored in the session of the browser that asked.")
    email = AddressField(blank=True, help_text="Empty if no code was sent, because no authority approves the domain.")
    code_hash = models.CharField(max_length=64, help_text="The code itself is only in the email.")
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"A code of {self.sent_at:%Y-%m-%d %H:%M}"


class JoinRequestQuerySet(models.QuerySet):
    def open(self):
        """Return requests that are neither answered nor cancelled."""
        return self.filter(ended_at__isnull=True)

    def ended(self, how):
        """Return requests with this outcome."""
        return self.filter(outcome=how)

    def newest_of(self, user):
        """Return the newest request of someone without a membership, or None if they have been a member since."""
        newest = self.filter(user=user).select_related("authority").last()
        if newest and user.memberships.filter(started_on__gte=timezone.localdate(newest.made_at)).exists():
            return None
        return newest


class JoinRequest(models.Model):
    """A request of someone with an account to join one authority. Each person has at most one open."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Cancelled"
        OVERTAKEN = "overtaken", "No longer needed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="join_requests")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was declined. The person is told.")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="people_one_open_request"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="people_a_request_ends_somehow",
            ),
        ]

    def __str__(self):
        return f"Request to join {self.authority}"
