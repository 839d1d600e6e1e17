"""The row that decides whether a case study may be live. Written by triggers only: casestudies/publication_gate.py."""

from django.db import models
from django.db.models import F, Q


class Gate(models.Model):
    """Whether a page is live, and whether the words it now has are those that were approved: one row for each case study.

    The triggers count up `edition` whenever the words or the readers change, in whichever of the two tables, and copy the edition that
    was published with an approval to `approved_edition`. A live page must be in that edition. Pages of other kinds that were created
    live have no edition.
    """

    page_id = models.BigIntegerField(primary_key=True)
    is_live = models.BooleanField()
    edition = models.PositiveIntegerField(null=True)
    approved_edition = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(edition__isnull=True) | Q(approved_edition__isnull=False, approved_edition=F("edition")),
                name="casestudies_only_approved_words_are_live",
            )
        ]

    def __str__(self):
        return f"Page {self.page_id}"
