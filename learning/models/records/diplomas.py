"""The Level 3 diploma that staff of children's homes need within two years of starting in a care role (regulation 32)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Diploma(models.Model):
    """What is known of someone's diploma besides when they began in a care role, which is on their membership."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="diploma")
    achieved_on = models.DateField(null=True, blank=True)
    deferred_to = models.DateField(null=True, blank=True, help_text="The later date, if the time was extended.")
    deferral_reason = models.CharField(max_length=300, blank=True)
    deferred_on = models.DateField(null=True, editable=False)
    deferred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    warned_due = models.DateField(null=True, editable=False, help_text="The due date that the last warning was about.")
    warned_months = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="How many months before it that warning was sent."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deferred_to__isnull=True) | ~Q(deferral_reason=""), name="learning_deferral_has_a_reason"),
        ]

    @property
    def version(self):
        """Return what managers enter as text. A form carries it, so that an entry made meanwhile is noticed."""
        return f"{self.achieved_on or ''} {self.deferred_to or ''} {self.deferral_reason}".strip()

    def __str__(self):
        return f"Level 3 diploma of {self.member}"
