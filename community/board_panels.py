"""The panel of boards on the signed-in home page."""

from django.urls import reverse
from django.utils import timezone
from laces.components import Component

from community.models.records import Topic
from community.models.records.reading import unread

MAX_TOPICS = 3


class NewTopicsPanel(Component):
    """The newest topics with something new for the member."""

    template_name = "community/boards/panels/new_topics.html"
    slot, order = "main", 60

    def __init__(self, topics):
        self.topics = topics

    def get_context_data(self, parent_context=None):
        return {"topics": self.topics, "all_url": reverse("boards:index")}


def new_topics_panel(request):
    """Return the panel, or None if nothing is new. One query."""
    listed = Topic.objects.visible_to(request.user).listed().exclude(author=request.user)
    topics = list(unread(listed, request.user, timezone.now()).select_related("board")[:MAX_TOPICS])
    return NewTopicsPanel(topics) if topics else None
