"""Modules and lessons as the learning record sees them: items, their published versions, and what a module requires."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.people.dates import add_months
from learning.record_hashes import record_keys, version_fingerprint


class ItemQuerySet(models.QuerySet):
    def in_use(self):
        """Return items that have not been retired."""
        return self.filter(retired_at__isnull=True)

    def of_page(self, page_id):
        """Return the item of the page, as a queryset of at most one row."""
        return self.filter(page_id=page_id)


class Item(models.Model):
    """A module or a lesson, independent of its page. Progress points here."""

    class Kind(models.TextChoices):
        MODULE = "module", "Module"
        LESSON = "lesson", "Lesson"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="learning_item")
    title = models.CharField(max_length=255, help_text="A copy, so that the record can be read without the page.")
    module = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lessons",
        help_text="Lessons only: the module it belongs to now.",
    )
    current = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Lessons only: the published version."
    )
    structure = models.ForeignKey(
        "ModuleVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Modules only: what it requires now."
    )
    current_check = models.ForeignKey(
        "CheckVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Lessons only: the questions asked now.",
    )
    last_material = models.PositiveIntegerField(default=1, help_text="The number of the newest version with a material change.")
    last_told = models.PositiveIntegerField(
        default=1, help_text="The number of the newest version readers are told about, that is, the newest that is not editorial."
    )
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Modules only: for how many months it counts.")
    renew_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Modules only: how many days before its end people are asked again; empty for RENEW_DAYS."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["module", "lesson"]), name="learning_item_kind_is_known")]

    def __str__(self):
        return self.title

    def valid_until(self, completed_on):
        """Return the last day on which a completion of the date `completed_on` counts, or None if it counts for good."""
        return add_months(completed_on, self.valid_months) if self.valid_months else None


class ItemVersion(models.Model):
    """A lesson as it was published: the text people read when they completed it."""

    class Change(models.TextChoices):
        FIRST = "first", "First published"
        EDITORIAL = "editorial", "Editorial: spelling, layout, a link"
        CLARIFIED = "clarified", "Clarified: the same message, better explained"
        MATERIAL = "material", "Material: something people must know is different"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    change = models.CharField(max_length=10, choices=Change.choices)
    what_changed = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255)
    minutes = models.PositiveSmallIntegerField(default=1)
    content_note = models.TextField(blank=True)
    snapshot = models.JSONField(help_text="The text as published. Our own copy, because Wagtail may delete old revisions.")
    revision_id = models.BigIntegerField(null=True, help_text="Wagtail's revision, if it still exists. A number, not a foreign key.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Covers all of the above; events on this version hash it."
    )

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="learning_one_version_of_a_number")]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.fingerprint = version_fingerprint(self, record_keys()[0])
        super().save(*args, **kwargs)


class ModuleVersion(models.Model):
    """The lessons a module required from a given moment, in order. All of them must be completed. Never changed once saved."""

    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="structures")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["module", "number"]
        constraints = [models.UniqueConstraint(fields=["module", "number"], name="learning_one_structure_of_a_number")]

    def __str__(self):
        return f"{self.module}, structure {self.number}"


class Requirement(models.Model):
    """A lesson that a module version requires, and its position (from 1)."""

    structure = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="requirements")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["structure", "item"], name="learning_a_lesson_once_per_structure")]

    def __str__(self):
        return f"{self.position}. {self.item}"
