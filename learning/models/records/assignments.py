"""Assignments: a member, a module, a cycle."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.people.models import Absence, Authority
from learning.clocks import days_held

from .items import Item

MAX_REASON = 200


class AssignmentQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's own assignments; none for an anonymous user, as in a preview."""
        return self.filter(member=user) if user.is_authenticated else self.none()

    def newest_cycle(self):
        """Return only the newest cycle of each module."""
        later = Assignment.objects.filter(
            member=models.OuterRef("member"), module=models.OuterRef("module"), cycle__gt=models.OuterRef("cycle")
        )
        return self.filter(~models.Exists(later))

    def open(self):
        """Return assignments that are not complete yet, without those that nobody asks for any more and that were not begun."""
        return self.filter(Q(state__isnull=True, lapsed_at__isnull=True) | Q(state__isnull=False, state__completed_at__isnull=True))

    def due_for_reminder(self, *, on):
        """Return open assignments to send a reminder about on the date `on`.

        The member's authority must have reminders switched on and sets how many days before the due date they are sent.
        Assignments already reminded about are left out.
        """
        soon = Q(pk__in=[])
        for days in Authority.objects.filter(reminders_on=True).values_list("reminder_days", flat=True).order_by().distinct():
            soon |= Q(member__memberships__authority__reminder_days=days, due_on__lte=on + timedelta(days=days))
        reminders_on = {"member__memberships__ended_on": None, "member__memberships__authority__reminders_on": True}
        not_reminded = {"due_on__gte": on, "reminded_at": None, "member__is_active": True, "module__retired_at": None}
        away = Absence.objects.on(on).filter(user=models.OuterRef("member"))
        return self.open().newest_cycle().filter(~models.Exists(away), soon, **reminders_on, **not_reminded)

    def overdue(self, *, on):
        """Return open assignments due on the date `on` or before, of members whose authority sends reminders."""
        reminders_on = {"member__memberships__ended_on": None, "member__memberships__authority__reminders_on": True}
        return self.open().newest_cycle().filter(due_on__lte=on, member__is_active=True, module__retired_at=None, **reminders_on)


class Assignment(models.Model):
    """A module one member takes in one cycle, because someone assigned it or because they started it themselves."""

    class Source(models.TextChoices):
        SELF = "self", "Started by the member"
        ASKED = "asked", "Assigned"
        RENEWAL = "renewal", "Renewal"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assignments")
    cycle = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=10, choices=Source.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    occasion = models.CharField(
        max_length=120,
        blank=True,
        help_text="Why it exists, as a key: the rule or pathway step that asked for it. Empty if a person did.",
    )
    due_on = models.DateField(null=True, blank=True)
    held_days = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many days of `due_on` were added because the person was away."
    )
    dated_on = models.DateField(null=True, editable=False, help_text="The day on which the due date was set, if it was changed later.")
    made_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(
        null=True, editable=False, help_text="When the rule that asked for it no longer applied. Empty while it is asked for."
    )
    reminded_at = models.DateTimeField(null=True, editable=False, help_text="When the reminder email was sent.")
    reason = models.CharField(
        max_length=MAX_REASON, blank=True, help_text="Why, in the words of the person who asked; the member reads it."
    )
    objection = models.CharField(max_length=MAX_REASON, blank=True, help_text="Why the member says that it is wrong for them.")
    answer = models.CharField(max_length=MAX_REASON, blank=True, help_text="What a manager answered. Empty while the objection is open.")
    waived_at = models.DateTimeField(null=True, editable=False, help_text="When a manager waived the whole module.")
    waiver = models.CharField(max_length=MAX_REASON, blank=True, help_text="Why it was waived. The events do not say, so it can be erased.")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "module", "cycle"], name="learning_one_assignment_per_cycle"),
            models.UniqueConstraint(
                fields=["member", "module", "occasion"], condition=~Q(occasion=""), name="learning_one_assignment_per_occasion"
            ),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="learning_cycles_count_from_one"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="learning_due")]

    def __str__(self):
        return f"{self.member}: {self.module} ({self.cycle})"

    @property
    def is_asked(self):
        """Return whether someone, or a rule, asked for it, also if the member had begun by themselves."""
        return self.lapsed_at is None and (self.source != self.Source.SELF or bool(self.occasion))

    @property
    def due_without_absences(self):
        """Return the due date as it was set, or None."""
        return self.due_on and self.due_on - timedelta(days=self.held_days)

    def hold(self, absences):
        """Move the due date by the days that the member is away: (first day, last day) of each absence. Does not save."""
        if self.due_on is None:
            self.held_days = 0
            return
        since = self.dated_on or timezone.localdate(self.made_at)
        due_on = self.due_without_absences
        self.held_days = days_held(due_on, since=since, absences=absences)
        self.due_on = due_on + timedelta(days=self.held_days)

    @property
    def has_open_objection(self):
        """Return whether the member says that it is wrong for them, and nobody has answered."""
        return bool(self.objection) and not self.answer

    @property
    def is_waived(self):
        """Return whether it is complete because a manager waived it. Reads the state."""
        state = getattr(self, "state", None)
        # A waiver that was voided leaves its date; whatever completes the module later has another one.
        return self.waived_at is not None and state is not None and state.completed_at == self.waived_at
