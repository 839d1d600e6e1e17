"""What a member has written and not posted yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from community.models.records.boards import Board
from community.models.records.topics import Topic


class Draft(models.Model):
    """One person's unsent topic for a board, or unsent reply to a topic. Nobody else reads it; it outlives their access to the place."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each save, so that a second window notices.")
    fields = models.JSONField(default=dict, help_text="The form’s fields as typed.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(board__isnull=False, topic=None) | Q(board=None, topic__isnull=False), name="community_draft_is_for_one_place"
            ),
            models.UniqueConstraint(fields=["member", "board"], condition=Q(topic=None), name="community_one_draft_per_board"),
            models.UniqueConstraint(fields=["member", "topic"], condition=Q(board=None), name="community_one_draft_per_topic"),
        ]

    def __str__(self):
        return f"Draft {self.pk}"
