"""Learning events: the append-only record everything else is derived from."""

from django.db import models
from django.db.models import Q

from learning.record_hashes import FIRST_FORMAT, NEWEST_FORMAT, RestsOn, event_hash, record_keys

from .assignments import Assignment
from .items import Item, ItemVersion, ModuleVersion


class LearningEventQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's own events."""
        return self.filter(subject=user.subject)

    def in_order(self):
        """Return events in the order they were recorded, grouped by person."""
        return self.order_by("subject", "position")


class LearningEvent(models.Model):
    """Something that happened. Never updated or deleted; a mistake is corrected by a `voided` event.

    `subject` is the person's pseudonymous key rather than a foreign key, so erasing a person removes what the key refers to.
    `previous_hash` is the hash of the event before it in that person's chain ("" for the first), so that tampering can be
    detected and located.
    """

    class Verb(models.TextChoices):
        STARTED = "started", "Started"
        COMPLETED = "completed", "Completed"
        REREAD = "reread", "Read what changed"
        PASSED = "passed", "Passed the check"
        REFLECTED = "reflected", "Reflected"
        WAIVED = "waived", "Waived"
        OBSERVED = "observed", "Seen in practice"
        VOIDED = "voided", "Voided"

    id = models.UUIDField(primary_key=True, editable=False, help_text="Generated with the form, so that a resubmission is the same event.")
    subject = models.UUIDField()
    position = models.PositiveIntegerField(help_text="Position in the person's chain, from 1.")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="events")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", help_text="The lesson, or the module.")
    version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="The version of the lesson it is about."
    )
    structure = models.ForeignKey(
        ModuleVersion, on_delete=models.PROTECT, related_name="+", help_text="What the module required at the time."
    )
    authority = models.ForeignKey("people.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    actor = models.UUIDField(help_text="The key of the person who did it: the subject, except for waived, observed and voided.")
    reason = models.CharField(max_length=200, blank=True)
    voids = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="voided_by")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    hash_format = models.PositiveSmallIntegerField(default=FIRST_FORMAT, help_text="How the hash was made: learning/record_hashes.py.")

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hash_format__range=(FIRST_FORMAT, NEWEST_FORMAT)), name="learning_hash_format_is_known"),
            models.UniqueConstraint(fields=["subject", "position"], name="learning_one_event_per_place_in_the_chain"),
            models.CheckConstraint(
                condition=Q(verb="voided", voids__isnull=False) | (~Q(verb="voided") & Q(voids__isnull=True)),
                name="learning_voided_names_what_it_voids",
            ),
            models.CheckConstraint(condition=~Q(verb__in=["voided", "waived"]) | ~Q(reason=""), name="learning_correction_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(verb__in=["completed", "reread"]) | Q(version__isnull=False), name="learning_completion_rests_on_a_version"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "occurred_at"], name="learning_event_by_person"),
            models.Index(fields=["assignment", "item"], name="learning_event_by_item"),
        ]

    def __str__(self):
        return f"{self.verb} {self.item_id} at {self.occurred_at:%Y-%m-%d %H:%M}"

    def computed_hash(self, required=None):
        """Return the hash (hex) of this event and what it rests on, in its own format; see learning/record_hashes.py.

        `required` are the ids of the lessons its structure requires, in order. They are read from the database if not given.
        """
        if required is None:
            required = self.structure.requirements.order_by("position").values_list("item_id", flat=True)
        rests_on = RestsOn(
            module_id=self.assignment.module_id,
            cycle=self.assignment.cycle,
            fingerprint=self.version.fingerprint if self.version else "",
            required=tuple(required),
        )
        return event_hash(self, rests_on, record_keys()[0])
