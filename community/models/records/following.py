"""Who wants to hear of a board or a topic. Nobody but the person themselves ever sees these rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from community.models.records.boards import Board
from community.models.records.topics import Topic


class Follow(models.Model):
    """A member follows a board, for its new topics, or a topic, for its replies. People follow the topics they write in."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, related_name="follows")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="follows")
    stopped = models.BooleanField(default=False, help_text="They stopped. Writing there again does not make them follow it again.")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(board__isnull=False, topic__isnull=True) | Q(board__isnull=True, topic__isnull=False),
                name="community_follow_one_thing",
            ),
            models.UniqueConstraint(fields=["board", "member"], condition=Q(board__isnull=False), name="community_follow_board_once"),
            models.UniqueConstraint(fields=["topic", "member"], condition=Q(topic__isnull=False), name="community_follow_topic_once"),
        ]

    def __str__(self):
        return f"{self.member}: {self.topic or self.board}"
