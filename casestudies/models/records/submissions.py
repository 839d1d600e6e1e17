"""A case study on its way to publication: the draft, what its authors answered, and what they and the reviewer say to each other.

Everything here can be deleted, because it is about the story. What must stay is in evidence.py and has no words of the story.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from casestudies.choices import Audience


class SubmissionQuerySet(models.QuerySet):
    def written_by(self, user):
        """Return those of which the user is an author."""
        return self.filter(Q(author=user) | Q(second_author=user))

    def with_reviewers(self):
        """Return those that wait for a reviewer or are with one, the longest waiting first."""
        return self.filter(state=Submission.State.SUBMITTED).exclude(is_from_desk=True, page=None).order_by("submitted_at", "pk")


class Submission(models.Model):
    """One case study from its first draft on. Only its authors read a draft, and only its reviewer what was submitted."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With the reviewers"
        SENT_BACK = "sent_back", "Sent back"
        DECLINED = "declined", "Not to be published"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    EDITABLE = (State.DRAFT, State.SENT_BACK)

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="submissions")
    second_author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="submissions_shared")
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", help_text="Everyone who has been an author of it.")
    authority = models.ForeignKey(
        "people.Authority", on_delete=models.PROTECT, null=True, related_name="+", help_text="Where its author worked when it was begun."
    )
    hub = models.ForeignKey("people.Hub", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    fields = models.JSONField(default=dict, help_text="The form as typed. Empty once the words are withdrawn.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each save, so that a second window notices.")
    stopped_in = models.CharField(max_length=20, blank=True, editable=False, help_text="The field that was changed last.")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    page = models.ForeignKey(
        "casestudies.CaseStudyPage", on_delete=models.SET_NULL, null=True, related_name="+", help_text="The page, once it is approved."
    )
    is_from_desk = models.BooleanField(default=False, help_text="The words are the page’s latest revision, written in Wagtail’s admin.")
    changed = models.JSONField(default=list, help_text="What the authors changed, as keys of casestudies.choices.Changed.")
    changed_else = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, blank=True, help_text="Who the authors ask for.")
    submitted_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False, help_text="Of the words as submitted.")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    attempt = models.JSONField(default=dict, help_text="What the reviewer has filled in so far.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False), name="casestudies_submitted_has_its_time"
            ),
        ]

    def __str__(self):
        return f"Submission {self.uid}"

    @property
    def title(self):
        """Return the title of the draft or, for a page written at the desk, of its draft there."""
        return self.fields.get("title") or (self.page.draft_title if self.page else "")

    @property
    def is_editable(self):
        return self.state in self.EDITABLE


class Answer(models.Model):
    """An author's answer to something the check found. Not the words: the key is a keyed hash of them and their sentence."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=24, editable=False)
    kind = models.CharField(max_length=12, editable=False)
    severity = models.CharField(max_length=5, editable=False)
    field = models.CharField(max_length=20, editable=False)
    answer = models.CharField(max_length=6, editable=False)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="casestudies_one_answer_per_finding")]

    def __str__(self):
        return f"{self.kind} in {self.field}"

    @property
    def is_disputed(self):
        """Return whether it disputes a stop, which a reviewer has to confirm."""
        return self.severity == "stop" and self.answer == "not"


class Message(models.Model):
    """What the reviewer and the authors say to each other, without names. Readers never see it."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        ANSWER = "answer", "Answer"
        DECISION = "decision", "Note with the decision"
        ATTEMPT = "attempt", "How the reviewer tried"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"


class ReviewerPass(models.Model):
    """A reviewer's “Not me”. No reason is asked, and the authors are not told."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="passes")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "reviewer"], name="casestudies_one_pass_per_reviewer")]

    def __str__(self):
        return f"Pass {self.pk}"


class ReviewerPause(models.Model):
    """A reviewer has no time for a while: nothing is asked of them before the day they named. They can still review."""

    reviewer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateField(help_text="The first day on which they may be asked again.")

    def __str__(self):
        return f"Until {self.until}"
