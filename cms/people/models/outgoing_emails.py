"""The outbox: emails that are waiting to be sent, and for a month a line about each that was."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.people.models.invitations import Invitation

# With the growing pauses between attempts, a mail server may be away for seven hours before an email is given up.
MAX_ATTEMPTS = 12


class OutgoingEmailQuerySet(models.QuerySet):
    def waiting(self):
        """Return emails that have not been sent, given up or discarded."""
        return self.filter(state=OutgoingEmail.State.WAITING)

    def ready(self, at):
        """Return waiting emails whose time has come and that no worker has, oldest first."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.waiting().filter(free, not_before__lte=at).order_by("not_before", "pk")

    def parked(self):
        """Return emails that failed too often, oldest first, for an administrator to decide."""
        return self.filter(state=OutgoingEmail.State.PARKED).order_by("made_at", "pk")


class OutgoingEmail(models.Model):
    """One email to one person, written in the transaction of what caused it.

    The row has no words of the email and no address that can be read: they are sealed with the secret key, or made when it is sent by the
    function registered as `composer`. Once it has ended nothing of them is left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "No longer needed when its turn came"
        REFUSED = "refused", "The mail server does not accept the address"
        PARKED = "parked", "Given up"
        DISCARDED = "discarded", "Discarded by an administrator"

    ENDED = (State.SENT, State.DROPPED, State.REFUSED, State.DISCARDED)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="Whom it is to. Empty if they have no account, or none any more.",
    )
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=100, editable=False, help_text="The template, or the composer.")
    composer = models.CharField(max_length=40, editable=False, blank=True)
    arguments = models.JSONField(default=dict, editable=False, help_text="For the composer: keys of rows, and no words.")
    sealed = models.TextField(editable=False, blank=True, help_text="Address, subject and text, encrypted. Emptied when it has ended.")
    effect = models.CharField(max_length=100, editable=False, blank=True, help_text="What must be sent once only; empty for none.")
    message_id = models.CharField(max_length=120, editable=False, help_text="The same at each attempt, so that a mailbox can tell.")
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, editable=False, blank=True, help_text="The worker's batch that has it.")
    leased_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    failure = models.CharField(max_length=60, editable=False, blank=True, help_text="What went wrong last, as a kind of error.")
    ended_at = models.DateTimeField(null=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="people_outbox_waiting"),
            models.Index(fields=["made_at", "id"], condition=Q(state="parked"), name="people_outbox_parked"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["effect"], condition=~Q(effect=""), name="people_an_effect_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "parked"]) | Q(sealed=""), name="people_ended_emails_are_empty"),
        ]

    def __str__(self):
        return f"Email {self.pk}: {self.kind}"
