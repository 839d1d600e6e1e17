"""What the database itself knows of a case study's way to publication."""

from django.db import models
from django.db.models import Q


class Gate(models.Model):
    """One row a case study, written by triggers alone (casestudies/publication_gate.py): no page is live that is not fit to be.

    `live` stands in Wagtail's table and the composite in ours, so no constraint of either can say it; of this one it can.
    `is_fit` is None for a page of another kind that was made live at once. The gate to come will have more to ask of it.
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
