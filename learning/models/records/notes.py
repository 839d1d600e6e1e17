"""What a member leaves in a lesson that is not evidence: private notes, and where they stopped reading."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .assignments import Assignment
from .items import Item


class Place(models.Model):
    """Where a member stopped in a module: the lesson, and how far down. Not evidence."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="place")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=120, blank=True, help_text="The id of the heading or block they had reached.")
    percent = models.PositiveSmallIntegerField(default=0, help_text="How far down the lesson that is.")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="learning_place_is_on_the_page")]

    def __str__(self):
        return f"{self.item}, {self.percent} %"


class Note(models.Model):
    """What a member wrote in answer to a reflection question. Private: only the member can read it, and it is not evidence."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    prompt = models.CharField(max_length=40, help_text="The question's block id.")
    question = models.CharField(max_length=300, help_text="The question as it was asked.")
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "item", "prompt"], name="learning_one_note_per_question")]

    def __str__(self):
        return f"A private note, {self.saved_at:%Y-%m-%d}"
