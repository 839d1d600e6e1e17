"""Saved pages on the member's home; export and erasure of what members do with pages."""

from django.urls import reverse
from laces.components import Component
from wagtail import hooks

from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, MEMBER_PANEL, WHO_SEES
from cms.members import personal_data
from cms.members.models import Saved
from cms.members.views import open_ones

MOST_KEPT_SHOWN = 5


class KeptPanel(Component):
    """What the person keeps for later."""

    template_name = "cms/panels/kept.html"
    slot, order = "side", 5

    def __init__(self, kept):
        self.kept = kept

    def get_context_data(self, parent_context=None):
        return {"kept": self.kept, "all_url": reverse("kept")}


@hooks.register(MEMBER_PANEL)
def kept_for_later(request):
    kept = open_ones(Saved.objects.of(request.user)[: 4 * MOST_KEPT_SHOWN])[:MOST_KEPT_SHOWN]
    return KeptPanel(kept) if kept else None


hooks.register(EXPORT_MEMBER, personal_data.chapters)
hooks.register(FORGET_MEMBER, personal_data.forget)
hooks.register(WHO_SEES, personal_data.sights)
