"""Evidence of how a case study came to be published or withdrawn. Append-only: triggers reject changes.

No row has a word of a story, a title or a name, so all of them can stay when a case study is withdrawn. An override's reason is checked.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casestudies.choices import Attempt, Audience, Basis
from casestudies.models.records.submissions import Submission


class ConsentBasis(models.Model):
    """Why the authors may share the story. The newest of a submission applies.

    References of earlier ones still work: a family may hold one for the words that are published. Only a lost one is replaced.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="bases")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    agreed_on = models.DateField(null=True)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    told = models.JSONField(default=list, help_text="What they were told, as keys of casestudies.choices.Told.")
    reference_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Keyed hash of the reference that was shown once; empty for a composite."
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", help_text="The row whose reference this one ends."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["reference_hash"], name="casestudies_by_reference")]

    def __str__(self):
        return f"{self.get_basis_display()}, {self.at:%Y-%m-%d}"


class Review(models.Model):
    """A reviewer's decision on words with this hash, and the attempt to work out who it is about."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approve it as it is"
        SEND_BACK = "send_back", "Send it back with what needs to change"
        REFUSE = "refuse", "Refuse it: it cannot be made safe"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    minutes = models.PositiveSmallIntegerField()
    sources = models.JSONField(default=list, help_text="Where the reviewer looked, as keys of casestudies.choices.Source.")
    result = models.CharField(max_length=10, choices=Attempt.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_decision_display()}, {self.at:%Y-%m-%d}"


class Approval(models.Model):
    """These words may be published on this page. `content_hash` is that of casestudies/content_hash.py."""

    class Kind(models.TextChoices):
        REVIEW = "review", "Reviewed"
        STARTER = "starter", "Starter content, a composite"
        OVERRIDE = "override", "Published without a review"
        EARLIER = "earlier", "Published before reviews existed"

    page_id = models.BigIntegerField(db_index=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False, help_text="Empty if published before reviews existed.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, null=True, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True, help_text="Why a superuser published it without a review.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["page_id", "content_hash"], name="casestudies_approved_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="override") | ~Q(reason=""), name="casestudies_override_has_a_reason"),
            models.CheckConstraint(condition=~Q(kind="review") | Q(review__isnull=False), name="casestudies_approval_has_its_review"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, page {self.page_id}"


class Publication(models.Model):
    """The approved words are in the page’s tables as this edition. The gate lets only such an edition be live."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="publications")
    page_id = models.BigIntegerField()
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["page_id", "edition"], name="casestudies_published_edition")]

    def __str__(self):
        return f"Page {self.page_id}, edition {self.edition}"


class Rereading(models.Model):
    """A reviewer read a published case study again when that was due. `content_hash` is that of the words they read."""

    class Outcome(models.TextChoices):
        STAYS = "stays", "It can stay for another year"
        CHANGES = "changes", "Something has to change, so take it off the site for now"

    page_id = models.BigIntegerField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    content_hash = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_outcome_display()}, page {self.page_id}"


class Withdrawal(models.Model):
    """A case study was taken down, by its reference or by someone who may. `path_hash` recognises its address without its words."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="withdrawals")
    page_id = models.BigIntegerField(null=True)
    path_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    readers_authority = models.ForeignKey("people.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    readers_hub = models.ForeignKey("people.Hub", on_delete=models.PROTECT, null=True, related_name="+")
    is_by_reference = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Withdrawn {self.at:%Y-%m-%d}"
