"""Invitations, sent one at a time or from a list."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from cms.people.identity import AddressField
from cms.people.models.authorities import Authority, Hub, JobRole
from cms.people.name_search import NamedModel, NameSearchQuerySet

INVITATION_LIFETIME = timedelta(days=14)
# An uploaded list that is not confirmed within this time is cleared of names and addresses.
UNCONFIRMED_LIST_RETENTION = timedelta(days=1)


class InvitationQuerySet(NameSearchQuerySet):
    def open(self):
        """Return invitations that are neither accepted nor withdrawn. They may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def unsent(self):
        """Return open invitations that have not been emailed yet, without those to addresses that the mail server refuses."""
        return self.open().filter(sent_at__isnull=True, refused_at__isnull=True)

    def refused(self):
        """Return open invitations to addresses that the mail server refuses."""
        return self.open().filter(refused_at__isnull=False)


class Invitation(NamedModel):
    """An invitation of one person to one authority. Its link works once, within two weeks of the last email."""

    email = AddressField("work email address")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="invitations")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="+")
    employed_since = models.DateField(null=True, blank=True)
    in_care_role_since = models.DateField(null=True, blank=True)
    key_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the key in the link. The key itself is only in the email.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    from_list = models.ForeignKey("InvitationList", on_delete=models.SET_NULL, null=True, related_name="invitations")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="When the mail server last refused the address. Empty once an email was sent.")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "authority",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="people_one_open_invitation_per_place",
            ),
            models.UniqueConstraint(fields=["key_hash"], condition=~Q(key_hash=""), name="people_an_invitation_key_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True), name="people_accepted_or_withdrawn"
            ),
        ]

    def __str__(self):
        return f"Invitation to {self.authority}"

    @property
    def last_day(self):
        """Return the last day (a date) on which the link works, to its end, or None if it has not been emailed yet."""
        return timezone.localdate(self.sent_at) + INVITATION_LIFETIME if self.sent_at else None

    def has_expired(self, at):
        """Return whether the link has expired at `at`."""
        return self.sent_at is not None and timezone.localdate(at) > self.last_day


class InvitationList(models.Model):
    """An uploaded list of people to invite. Nothing is sent until it is confirmed."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    filename = models.CharField(max_length=200)
    lines = models.JSONField(help_text="The lines and their problems. Emptied when the list is confirmed, or after a day.")
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return self.filename
