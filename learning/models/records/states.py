"""The current state of lessons and modules, derived from the events and rebuildable from them at any time."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from .assignments import Assignment
from .events import LearningEvent
from .items import Item, ItemVersion, ModuleVersion, Requirement
from .notes import Place


class LessonStateQuerySet(models.QuerySet):
    def counting_in(self, assignment):
        """Return states that count in an assignment: its own, and completions in other modules (see replay.counts_elsewhere).

        `assignment` is an Assignment, or an OuterRef to its primary key.
        """
        target = "assignment__member__assignments"
        other_module = Q(assignment__module__lt=F(f"{target}__module")) | Q(assignment__module__gt=F(f"{target}__module"))
        not_renewed_since = Q(**{f"{target}__cycle": 1}) | Q(completed_at__gte=F(f"{target}__made_at"))
        counts = Q(assignment=F(target)) | (Q(waived=False, completed_at__isnull=False) & other_module & not_renewed_since)
        return self.filter(counts, **{target: assignment})

    def completed_by(self, member, lesson):
        """Return the member's states of the completed lesson, the one that counts first: in its module of today, else the earliest."""
        cycle_here = models.Case(models.When(assignment__module=lesson.module_id, then="assignment__cycle"), default=0)
        completed = self.filter(assignment__member=member, item=lesson, completed_at__isnull=False)
        return completed.order_by(cycle_here.desc(), "waived", "completed_at")


class LessonState(models.Model):
    """One member's state in one lesson of one assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="lesson_states")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="states")
    completed_at = models.DateTimeField(null=True, help_text="The earliest completion that has not been voided.")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="The version they completed.")
    read_number = models.PositiveIntegerField(default=0, help_text="The number of the newest version they have read.")
    waived = models.BooleanField(default=False, help_text="Counted as done without being read; the event gives the reason.")
    passed_at = models.DateTimeField(null=True, help_text="When they first passed its check, in this cycle.")
    reflections = models.PositiveSmallIntegerField(default=0, help_text="How many questions they reflected on, never what they wrote.")

    objects = LessonStateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "item"], name="learning_one_state_per_lesson")]

    def __str__(self):
        return f"{self.item}: {'completed' if self.completed_at else 'open'}"


class ModuleStateQuerySet(models.QuerySet):
    def inactive(self, *, since):
        """Return modules started but not complete, with no event and no saved place since the moment `since`."""
        same_assignment = {"assignment": models.OuterRef("assignment")}
        return self.filter(
            ~models.Exists(LearningEvent.objects.filter(**same_assignment, occurred_at__gte=since)),
            ~models.Exists(Place.objects.filter(**same_assignment, kept_at__gte=since)),
            completed_at__isnull=True,
        )

    def by_current_lesson(self, *, minimum):
        """Return {"lesson": item id, "people": count} for each member's current lesson, largest count first.

        The current lesson is the one their saved place is in, if it is still required and not done; otherwise the first one
        not done. Lessons with fewer than `minimum` people are left out.
        """
        done = LessonState.objects.counting_in(models.OuterRef(models.OuterRef("assignment"))).filter(
            item=models.OuterRef("item"), completed_at__isnull=False
        )
        left = Requirement.objects.filter(~models.Exists(done), structure=models.OuterRef("structure")).order_by("position")
        placed = left.filter(item=models.OuterRef("assignment__place__item"))
        return (
            self.annotate(lesson=Coalesce(models.Subquery(placed.values("item")[:1]), models.Subquery(left.values("item")[:1])))
            .filter(lesson__isnull=False)
            .values("lesson")
            .annotate(people=models.Count("assignment__member", distinct=True))
            .filter(people__gte=minimum)
            .order_by("-people", "lesson")
        )

    def complete(self):
        """Return modules that have been completed. Only a voided event can reopen one."""
        return self.filter(completed_at__isnull=False)


class ModuleState(models.Model):
    """One member's state in one module; always recounted from its lessons, never incremented."""

    class Status(models.TextChoices):
        STARTED = "started", "Started"
        COMPLETED = "completed", "Completed"

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="state")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(
        "people.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The member's authority at the last event that counted.",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STARTED)
    structure = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", help_text="The lessons it is counted against.")
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
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
                name="learning_never_complete_before_its_start",
            ),
            models.CheckConstraint(condition=Q(lessons_done__lte=F("lessons_asked")), name="learning_never_more_done_than_asked"),
        ]
        indexes = [models.Index(fields=["authority", "module", "status"], name="learning_state_by_authority")]

    def __str__(self):
        return f"{self.module}: {self.lessons_done} of {self.lessons_asked}"


def module_impact(item):
    """Return how many people it affects if the module `item` is retired: keys as in change_impact()."""
    completed = ModuleState.objects.filter(module=item, completed_at__isnull=False)
    return {
        **completed.aggregate(
            people=models.Count("assignment__member", distinct=True),
            authorities=models.Count("authority", distinct=True),
        ),
        "midway": ModuleState.objects.filter(module=item, completed_at__isnull=True).count(),
    }


def change_impact(item):
    """Return how many people a change to the lesson `item` affects.

    "people" have completed it, "authorities" is how many authorities they belong to, "midway" are in the middle of its module.
    """
    completed = LessonState.objects.filter(item=item, completed_at__isnull=False)
    return {
        **completed.aggregate(
            people=models.Count("assignment__member", distinct=True),
            authorities=models.Count("assignment__state__authority", distinct=True),
        ),
        "midway": ModuleState.objects.filter(module=item.module_id, completed_at__isnull=True).count(),
    }
