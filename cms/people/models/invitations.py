"""Invitations, sent one at a time or from a list."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cms.people.models.authorities import Authority, Hub, JobRole
from cms.people.name_search import NameSearchQuerySet

INVITATION_LIFETIME = timedelta(days=14)
# An uploaded list that is not confirmed within this time is cleared of names and addresses.
UNCONFIRMED_LIST_RETENTION = timedelta(days=1)


class InvitationQuerySet(NameSearchQuerySet):
    def open(self):
        """Return invitations that are neither accepted nor withdrawn. They may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def unsent(self):
        """Return open invitations that have not been emailed yet."""
        return self.open().filter(sent_at__isnull=True)


class Invitation(models.Model):
    """An invitation of one person to one authority. Its link works once, within two weeks of the last email."""

    email = models.EmailField("work email address")
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="invitations")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="+")
    key_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the key in the link. The key itself is only in the email.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    from_list = models.ForeignKey("InvitationList", on_delete=models.SET_NULL, null=True, related_name="invitations")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
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
    def expires_at(self):
        """Return when the link expires, or None if it has not been emailed yet."""
        return self.sent_at + INVITATION_LIFETIME if self.sent_at else None

    def has_expired(self, at):
        """Return whether the link has expired at `at`."""
        return self.sent_at is not None and at >= self.expires_at


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
