"""Practice that a named colleague saw: what, when, and in their own words."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .events import LearningEvent
from .items import Item


class SignOffQuerySet(models.QuerySet):
    def counting(self):
        """Return sign-offs that say "ready" and were not withdrawn."""
        return self.filter(is_ready=True, withdrawn_at__isnull=True)

    def counting_on(self, on):
        """Return sign-offs that counted at the end of the date `on`: those withdrawn since are among them, later ones are not."""
        return self.filter(is_ready=True, made_at__date__lte=on).exclude(withdrawn_at__date__lte=on)


class SignOff(models.Model):
    """What someone saw of a colleague's practice. "Not yet" has words and no event: nothing goes on the record.

    The words are here and not in the event, so that they can be erased.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs")
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    module = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", help_text="The module that was put into practice.")
    step_key = models.CharField(max_length=40, blank=True, editable=False, help_text="The step of the pathway it is for, if any.")
    title = models.CharField(max_length=160)
    seen_on = models.DateField()
    points = models.JSONField(default=list, help_text="What was seen, of the list.")
    words = models.CharField(max_length=600, blank=True)
    is_ready = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    event = models.OneToOneField(LearningEvent, on_delete=models.PROTECT, null=True, related_name="sign_off")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_ready=True, event__isnull=False) | Q(is_ready=False), name="learning_ready_is_an_event"),
        ]

    def __str__(self):
        return f"{self.title}, {self.seen_on}"
