"""Checks: the questions of a lesson as they were published, and members' answers to them. Only the member ever sees the answers."""

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from learning import marking
from learning.record_hashes import attempt_hash, check_fingerprint, record_keys

from .assignments import Assignment
from .events import LearningEvent
from .items import Item, ItemVersion


class CheckVersion(models.Model):
    """A lesson's questions as they were published, with their keys, feedback and pass mark. Answers are marked by the version asked."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="check_versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    questions = models.JSONField(help_text="As learning/marking.py describes. Never leaves the server before the answers are in.")
    pass_mark = models.PositiveSmallIntegerField(help_text="How many of the marked questions must be right.")
    minutes = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, editable=False, help_text="Covers all of the above except the author.")

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="learning_one_check_version_of_a_number")]

    def __str__(self):
        return f"{self.item}, questions {self.number}"

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.fingerprint = check_fingerprint(self, record_keys()[0])
        super().save(*args, **kwargs)


class OpenAttempt(models.Model):
    """The answers a member has given so far in a check they have not finished. There is one per member and lesson."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="The id of the attempt it becomes.")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_attempts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", help_text="The lesson.")
    check_version = models.ForeignKey(CheckVersion, on_delete=models.PROTECT, related_name="+", help_text="The questions as asked.")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+", help_text="The text they had read.")
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "item"], name="learning_one_open_attempt")]

    def __str__(self):
        return f"Open since {self.begun_at:%Y-%m-%d %H:%M}"


class AttemptQuerySet(models.QuerySet):
    def of(self, user):
        """Return the user's own attempts, newest first."""
        return self.filter(subject=user.subject).order_by("-submitted_at", "-pk")


class Attempt(models.Model):
    """A finished check, as it was asked and answered. Append-only. What was written in words is a private note and is not here.

    `subject` is the person's pseudonymous key, as in LearningEvent. The event of a pass has the attempt's id.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    subject = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", help_text="The lesson.")
    check_version = models.ForeignKey(CheckVersion, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+", help_text="The text they had read.")
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField(help_text="How many marked questions were right, by the key as it was asked.")
    passed = models.BooleanField(help_text="By the key as it was asked.")
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["item", "subject"], name="learning_attempt_by_item"),
            models.Index(fields=["subject"], name="learning_attempt_by_person"),
        ]

    def __str__(self):
        return f"{'Passed' if self.passed else 'Not passed'}, {self.submitted_at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.hash = attempt_hash(self, self.check_version.fingerprint, record_keys()[0])
        super().save(*args, **kwargs)


def newly_passed(item, questions):
    """Return [(member, attempt)] for people who have not passed the check of `item` and would have by the keys of `questions`, in order.

    Each attempt is marked as it was asked, except for the keys of questions that are asked in the same words in `questions`.
    """
    failed = (
        Attempt.objects.filter(item=item, passed=False).select_related("check_version", "item__module", "version").order_by("submitted_at")
    )
    cycles = Assignment.objects.newest_cycle().filter(module=item.module, cycle__gt=1)
    since = dict(cycles.values_list("member__subject", "made_at"))

    def is_of_newest_cycle(subject, at):
        return at >= since.get(subject, at)

    passed = Attempt.objects.filter(item=item, passed=True).values_list("subject", "submitted_at")
    already = {subject for subject, at in [*passed, *_passed_by_event(item)] if is_of_newest_cycle(subject, at)}
    found: dict = {}
    for attempt in failed.defer("version__snapshot"):
        if not is_of_newest_cycle(attempt.subject, attempt.submitted_at):
            continue
        if attempt.subject not in already and attempt.subject not in found and passes_with(attempt, attempt.check_version, questions):
            found[attempt.subject] = attempt
    members = {user.subject: user for user in get_user_model().objects.filter(subject__in=found, is_active=True).order_by("pk")}
    return [(member, found[subject]) for subject, member in members.items()]


def passes_with(attempt, check, questions):
    """Return whether the attempt at the CheckVersion `check` passes by the keys of `questions`, where they were asked in the same words."""
    asked = marking.with_corrected_keys(check.questions, questions)
    return marking.is_passed(asked, check.pass_mark, attempt.answers)


def _passed_by_event(item):
    events = LearningEvent.objects.filter(item=item, verb=LearningEvent.Verb.PASSED)
    return events.filter(voided_by__isnull=True).values_list("subject", "occurred_at")


def correction_impact(item, questions):
    """Return what new keys would do: {"not_passed", "would_pass", "would_fail"}, numbers of people, or None if no key is corrected.

    "would_fail" are people who have passed and would not by the new keys. They keep their pass.
    """
    newest = item.check_versions.last()
    if newest is None or not marking.key_differs(newest.questions, questions):
        return None
    passed = {subject for subject, _ in _passed_by_event(item)}
    everyone = set(Attempt.objects.filter(item=item).values_list("subject", flat=True))
    still: set = set()
    for attempt in Attempt.objects.filter(item=item, subject__in=passed).select_related("check_version"):
        if passes_with(attempt, attempt.check_version, questions):
            still.add(attempt.subject)
    would_pass = len(newly_passed(item, questions))
    return {"not_passed": len(everyone - passed), "would_pass": would_pass, "would_fail": len((passed & everyone) - still)}
