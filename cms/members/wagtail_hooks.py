"""Saved pages on the member's home page, and the personal data of this app."""

from django.urls import reverse
from laces.components import Component
from wagtail import hooks

from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, MEMBER_PANEL, WHO_SEES
from cms.members import personal_data
from cms.members.models import Saved
from cms.members.views import open_saved_pages

MAX_PAGES = 5


class SavedPagesPanel(Component):
    """The member's latest saved pages."""

    template_name = "members/panels/saved_pages.html"
    slot, order = "side", 5

    def __init__(self, pages):
        self.pages = pages

    def get_context_data(self, parent_context=None):
        return {"pages": self.pages, "all_url": reverse("saved_pages")}


@hooks.register(MEMBER_PANEL)
def saved_pages_panel(request):
    # Some saved pages may no longer be open, so more are read than shown.
    pages = open_saved_pages(Saved.objects.of(request.user)[: 4 * MAX_PAGES])[:MAX_PAGES]
    return SavedPagesPanel(pages) if pages else None


hooks.register(EXPORT_MEMBER, personal_data.export_sections)
hooks.register(FORGET_MEMBER, personal_data.erase)
hooks.register(WHO_SEES, personal_data.visibility)
