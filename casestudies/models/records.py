"""Plain rows of this app."""

from django.db import models
from django.db.models import Q


class Gate(models.Model):
    """Whether a page is live, and whether it may be: one row for each case study, written by triggers only.

    `live` is a column of Wagtail's table and `is_composite` one of ours, so neither table's constraints can compare them. The
    triggers in casestudies/publication_gate.py copy both here. `is_fit` is None for a page of another kind that was created live.
    """

    page_id = models.BigIntegerField(primary_key=True)
    is_live = models.BooleanField()
    is_fit = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(is_fit=True) | Q(is_fit__isnull=True), name="casestudies_only_composites_are_live"
            )
        ]

    def __str__(self):
        return f"Page {self.page_id}"
