"""Pathways as the record sees them: published versions, an authority's own changes, who is on one, and the rules that put them there."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.people.models import Authority, Hub, JobRole
from learning.clocks import DAY, UNITS, date_within

from .assignments import MAX_REASON
from .items import Item


class StepKind(models.TextChoices):
    MODULE = "module", "Module"
    CHOICE = "choice", "Some of several modules"
    SESSION = "session", "Live session"
    PRACTICE = "practice", "Seen in practice"


class PathwayVersion(models.Model):
    """A pathway as it was published. Never changed once saved. `steps` is a list of the fields of a Step."""

    pathway = models.ForeignKey("learning.Pathway", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    needs_sign_off = models.BooleanField(default=False)
    what_changed = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pathway", "number"]
        constraints = [models.UniqueConstraint(fields=["pathway", "number"], name="learning_one_pathway_version_of_a_number")]

    def __str__(self):
        return f"{self.pathway}, version {self.number}"


class Step(models.Model):
    """What a step of a pathway asks for, and by when, counted from the start."""

    key = models.CharField(max_length=40, help_text="Stays the same however the pathway is changed.")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    title = models.CharField(max_length=255)
    modules = models.JSONField(default=list, help_text="Keys of the module's Item, or of those to choose from.")
    needed = models.PositiveSmallIntegerField(default=1, help_text="How many of the modules are enough.")
    page_id = models.BigIntegerField(null=True, help_text="The page of a live session. A number, so that pages can be deleted.")
    points = models.JSONField(default=list, help_text="What to look for in practice.")
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=5, choices=UNITS, default=DAY)
    is_optional = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def when_words(self):
        """Return when it is due, such as "week 2"."""
        return f"{self.unit} {self.number}"

    def due_from(self, start):
        """Return the date by which it is due for someone whose pathway began on `start`."""
        return date_within(start, self.number, self.unit)


class LocalStep(Step):
    """A step that one authority has added to a pathway for its own people."""

    pathway = models.ForeignKey("learning.Pathway", on_delete=models.CASCADE, related_name="local_steps")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["key"], name="learning_one_local_step_of_a_key")]


class HiddenStep(models.Model):
    """An optional step of the network's pathway that one authority does not show to its own people."""

    pathway = models.ForeignKey("learning.Pathway", on_delete=models.CASCADE, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pathway", "authority", "key"], name="learning_a_step_is_hidden_once")]

    def __str__(self):
        return f"{self.key} in {self.authority}"


class SeenVersion(models.Model):
    """The newest version of a pathway that an authority's lead has looked at."""

    pathway = models.ForeignKey("learning.Pathway", on_delete=models.CASCADE, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pathway", "authority"], name="learning_one_seen_version")]

    def __str__(self):
        return f"{self.authority}, version {self.number}"


class Rule(models.Model):
    """Whom an authority asks for a pathway or a module: everyone in it, a hub, a job role, or one person. What is empty counts as any."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    pathway = models.ForeignKey("learning.Pathway", on_delete=models.PROTECT, null=True, blank=True, related_name="rules")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=4, help_text="For a module: within how many days, weeks or months.")
    unit = models.CharField(max_length=5, choices=UNITS, default="week")
    reason = models.CharField(max_length=MAX_REASON, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pathway__isnull=False, module__isnull=True) | Q(pathway__isnull=True, module__isnull=False),
                name="learning_a_rule_asks_for_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.whom}: {self.what}"

    @property
    def occasion(self):
        return f"rule {self.pk}"

    @property
    def what(self):
        """Return the pathway or module it asks for, as text."""
        return str(self.pathway or self.module)

    @property
    def whom(self):
        """Return who is asked, such as "Hub workers in Mill Lane hub"."""
        if self.member:
            return str(self.member)
        who = f"Everyone who is a {self.job_role}" if self.job_role else "Everyone"
        return f"{who} in {self.hub or self.authority}"


class EnrolmentQuerySet(models.QuerySet):
    def current(self):
        """Return the enrolments of people who are on their pathway now."""
        return self.filter(ended_on__isnull=True)


class Enrolment(models.Model):
    """Someone on a pathway: once for each person and pathway, however often they leave and come back."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    pathway = models.ForeignKey("learning.Pathway", on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.SET_NULL, null=True, related_name="+", help_text="The rule that asks for it now.")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, related_name="+", help_text="The authority whose steps they were given."
    )
    started_on = models.DateField(help_text="The day from which the steps are dated.")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, help_text="When the rules no longer asked for it. The record stays.")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "pathway"], name="learning_once_on_each_pathway")]

    def __str__(self):
        return f"{self.member}: {self.pathway}"


class EnrolmentStep(Step):
    """A step as it was when the person got it, with its date. Later changes of the pathway do not move it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(help_text="Without days away.")
    added_by = models.ForeignKey(Authority, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Empty: the network.")
    done_on = models.DateField(null=True, help_text="Live sessions only: when they took part.")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "key"], name="learning_a_step_once_per_person")]

    @property
    def occasion(self):
        return f"pathway {self.enrolment.pathway_id}, step {self.key}"


def new_step_key():
    return str(uuid.uuid4())
