"""What members do: plain rows. Pages hold words, rows hold facts.

Nothing here points at a page or a revision so that deleting one could destroy or block evidence: an Item holds its page by
SET_NULL and keeps a copy of the words. LearningEvent is append-only, enforced by the database itself (cms/append_only.py).
"""

import hashlib
import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cms.people.models import Authority


class ItemQuerySet(models.QuerySet):
    def in_use(self):
        """Items that have not been retired."""
        return self.filter(retired_at__isnull=True)

    def of_page(self, page_id):
        """The item that stands for a page."""
        return self.filter(page_id=page_id)


class Item(models.Model):
    """A module or a lesson, whatever becomes of its page. Progress points here."""

    class Kind(models.TextChoices):
        MODULE = "module", "Module"
        LESSON = "lesson", "Lesson"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="learning_item")
    title = models.CharField(max_length=255, help_text="A copy, so that the record can be read without the page.")
    module = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="lessons", help_text="Of a lesson: where it stands now."
    )
    current = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Of a lesson: as published now."
    )
    structure = models.ForeignKey(
        "ModuleVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Of a module: what it asks now."
    )
    last_material = models.PositiveIntegerField(default=1, help_text="The number of the newest version with a material change.")
    last_told = models.PositiveIntegerField(default=1, help_text="The number of the newest version readers are told of: not editorial.")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["module", "lesson"]), name="learning_item_kind_is_known")]

    def __str__(self):
        return self.title

    def touched(self):
        """Whom a change of this lesson touches: counts of those who completed it, those midway in its module, authorities."""
        holders = LessonState.objects.filter(item=self, completed_at__isnull=False)
        return {
            **holders.aggregate(
                people=models.Count("assignment__member", distinct=True),
                authorities=models.Count("assignment__state__authority", distinct=True),
            ),
            "midway": ModuleState.objects.filter(module=self.module_id, completed_at__isnull=True).count(),
        }


class ItemVersion(models.Model):
    """A lesson as it was published once: the words people read when they completed it."""

    class Change(models.TextChoices):
        FIRST = "first", "First published"
        EDITORIAL = "editorial", "Editorial: spelling, layout, a link"
        CLARIFIED = "clarified", "Clarified: the same said better"
        MATERIAL = "material", "Material: something people must know is different"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    change = models.CharField(max_length=10, choices=Change.choices)
    what_changed = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255)
    minutes = models.PositiveSmallIntegerField(default=1)
    content_note = models.TextField(blank=True)
    snapshot = models.JSONField(help_text="The words as published; ours, because Wagtail may delete old revisions.")
    revision_id = models.BigIntegerField(null=True, help_text="Wagtail's revision, if it still exists. A number, not a link.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="learning_one_version_of_a_number")]

    def __str__(self):
        return f"{self.title}, version {self.number}"


class ModuleVersion(models.Model):
    """What a module asked for from a moment on: its lessons in order, frozen. All of them must be completed."""

    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="structures")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    lessons = models.ManyToManyField(Item, through="Requirement", related_name="+")

    class Meta:
        ordering = ["module", "number"]
        constraints = [models.UniqueConstraint(fields=["module", "number"], name="learning_one_structure_of_a_number")]

    def __str__(self):
        return f"{self.module}, structure {self.number}"


class Requirement(models.Model):
    """One lesson a module version asks for, and its place in the order (from 1)."""

    structure = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="requirements")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["structure", "item"], name="learning_a_lesson_once_per_structure")]

    def __str__(self):
        return f"{self.position}. {self.item}"


class AssignmentQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own; nobody's for somebody who is not signed in (a preview)."""
        return self.filter(member=user) if user.is_authenticated else self.none()

    def newest_cycle(self):
        """Of each module only the newest cycle."""
        later = Assignment.objects.filter(
            member=models.OuterRef("member"), module=models.OuterRef("module"), cycle__gt=models.OuterRef("cycle")
        )
        return self.filter(~models.Exists(later))

    def open(self):
        """Not yet complete."""
        return self.filter(Q(state__isnull=True) | Q(state__completed_at__isnull=True))

    def overdue(self, *, on):
        """Open, and due before the date `on`."""
        return self.open().filter(due_on__lt=on)

    def to_remind_of(self, *, on):
        """Open and due soon on the date `on`, as the member's authority counts soon and if it reminds at all; not said before."""
        soon = Q(pk__in=[])
        for days in Authority.objects.filter(reminders_on=True).values_list("reminder_days", flat=True).order_by().distinct():
            soon |= Q(member__memberships__authority__reminder_days=days, due_on__lte=on + timedelta(days=days))
        reminds = {"member__memberships__ended_on": None, "member__memberships__authority__reminders_on": True}
        wanted = {"due_on__gte": on, "reminded_at": None, "member__is_active": True, "module__retired_at": None}
        return self.open().newest_cycle().filter(soon, **reminds, **wanted)


class Assignment(models.Model):
    """One member's way through one module, for one cycle: because somebody asked for it, or because they began."""

    class Source(models.TextChoices):
        SELF = "self", "Begun by the member"
        ASKED = "asked", "Asked for"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assignments")
    cycle = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=10, choices=Source.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, editable=False, help_text="When a letter said that it is due soon.")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "module", "cycle"], name="learning_one_assignment_per_cycle"),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="learning_cycles_count_from_one"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="learning_due")]

    def __str__(self):
        return f"{self.member}: {self.module} ({self.cycle})"


class LearningEventQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own, by their key."""
        return self.filter(subject=user.subject)

    def in_order(self):
        """As they happened, person by person."""
        return self.order_by("subject", "position")


class LearningEvent(models.Model):
    """Something that happened, for ever. Corrected only by a `voided` event; never updated, never deleted.

    `subject` is the person's key, not the person: erasure removes what the key leads to. `previous_hash` is the hash of the
    event before in that person's chain ("" for the first), so that tampering is seen and can be named.
    """

    class Verb(models.TextChoices):
        STARTED = "started", "Started"
        COMPLETED = "completed", "Completed"
        REREAD = "reread", "Read what changed"
        REFLECTED = "reflected", "Reflected"
        WAIVED = "waived", "Waived"
        VOIDED = "voided", "Voided"

    id = models.UUIDField(primary_key=True, editable=False, help_text="Made by the form, so that a repeat is the same event.")
    subject = models.UUIDField()
    position = models.PositiveIntegerField(help_text="Its place in the person's chain, from 1.")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="events")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", help_text="The lesson, or the module.")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="The words it is about.")
    structure = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", help_text="What the module asked then.")
    authority = models.ForeignKey("people.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    actor = models.UUIDField(help_text="The key of whoever did it; the subject's own, but for waived and voided.")
    reason = models.CharField(max_length=200, blank=True)
    voids = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="voided_by")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        constraints = [
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

    def computed_hash(self):
        """SHA-256 (hex) over everything this event says, and over the hash of the event before."""
        said = [
            str(self.id),
            str(self.subject),
            self.position,
            self.verb,
            self.assignment_id,
            self.item_id,
            self.version_id,
            self.structure_id,
            self.authority_id,
            self.occurred_at.timestamp(),
            self.received_at.timestamp(),
            str(self.actor),
            self.reason,
            str(self.voids_id or ""),
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


class LessonState(models.Model):
    """Where one member stands with one lesson in one assignment; rebuilt from the events at any time."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="lesson_states")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="states")
    completed_at = models.DateTimeField(null=True, help_text="The earliest completion that has not been voided.")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="What it rests on.")
    read_number = models.PositiveIntegerField(default=0, help_text="The newest version of the lesson they have read.")
    waived = models.BooleanField(default=False, help_text="Counted as done without being read; the event says why.")
    reflections = models.PositiveSmallIntegerField(default=0, help_text="How many questions they reflected on; never the words.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "item"], name="learning_one_state_per_lesson")]

    def __str__(self):
        return f"{self.item}: {'completed' if self.completed_at else 'open'}"


class ModuleStateQuerySet(models.QuerySet):
    def stopped(self, *, since):
        """Begun, not complete, and nothing done nor any place kept from the moment `since` on."""
        mine = {"assignment": models.OuterRef("assignment")}
        return self.filter(
            ~models.Exists(LearningEvent.objects.filter(**mine, occurred_at__gte=since)),
            ~models.Exists(Place.objects.filter(**mine, kept_at__gte=since)),
            completed_at__isnull=True,
        )

    def at_lessons(self, *, least):
        """The lessons these people stand at, {"lesson": its item's id, "people": how many}, most first; none with fewer than `least`.

        One stands at the lesson where one's place is kept, if it is still asked for and not done; else at the first not done.
        """
        done = LessonState.objects.filter(
            assignment=models.OuterRef(models.OuterRef("assignment")), item=models.OuterRef("item"), completed_at__isnull=False
        )
        left = Requirement.objects.filter(~models.Exists(done), structure=models.OuterRef("structure")).order_by("position")
        placed = left.filter(item=models.OuterRef("assignment__place__item"))
        return (
            self.annotate(lesson=Coalesce(models.Subquery(placed.values("item")[:1]), models.Subquery(left.values("item")[:1])))
            .filter(lesson__isnull=False)
            .values("lesson")
            .annotate(people=models.Count("assignment__member", distinct=True))
            .filter(people__gte=least)
            .order_by("-people", "lesson")
        )

    def complete(self):
        """Modules that were completed; this never changes back by itself."""
        return self.filter(completed_at__isnull=False)


class ModuleState(models.Model):
    """Where one member stands with one module; recounted from its few lesson rows, never `done + 1`."""

    class Status(models.TextChoices):
        STARTED = "started", "Started"
        COMPLETED = "completed", "Completed"

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="state")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(
        "people.Authority", on_delete=models.PROTECT, null=True, related_name="+", help_text="As it was at the last event that counted."
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STARTED)
    structure = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", help_text="What was asked for.")
    lessons_done = models.PositiveSmallIntegerField(default=0)
    lessons_asked = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    objects = ModuleStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False) | Q(status="started", completed_at__isnull=True),
                name="learning_completed_has_its_date",
            ),
            models.CheckConstraint(condition=Q(lessons_done__lte=F("lessons_asked")), name="learning_never_more_done_than_asked"),
        ]
        indexes = [models.Index(fields=["authority", "module", "status"], name="learning_state_by_authority")]

    def __str__(self):
        return f"{self.module}: {self.lessons_done} of {self.lessons_asked}"


class Place(models.Model):
    """Where a member stopped in a module: the lesson, and how far down. Not evidence."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="place")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=120, blank=True, help_text="The id of the heading or block they had reached.")
    percent = models.PositiveSmallIntegerField(default=0, help_text="How far down the lesson that is.")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="learning_place_is_on_the_page")]

    def __str__(self):
        return f"{self.item}, {self.percent} %"


class Note(models.Model):
    """What a member wrote to a reflection question. Private: nobody else reads it, and it is no evidence."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    prompt = models.CharField(max_length=40, help_text="The question's block id.")
    question = models.CharField(max_length=300, help_text="The question as it was asked.")
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "item", "prompt"], name="learning_one_note_per_question")]

    def __str__(self):
        return f"A private note, {self.saved_at:%Y-%m-%d}"
