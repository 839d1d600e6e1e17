"""The provocation of the week on the member's home page, and the wording guide in the page tree."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from laces.components import Component
from wagtail import hooks

from cms.hooks import IN_TREE, MEMBER_PANEL
from cms.page_tree.snapshot import current_tree
from cms.safeguarding.wording import IN_TREE_NAME
from cms.vocabulary.models import AuthorityWording, Provocation, WordingEntry


class ProvocationPanel(Component):
    template_name = "vocabulary/panels/provocation.html"
    slot, order = "banner", 0

    def __init__(self, provocation):
        self.provocation = provocation

    def get_context_data(self, parent_context=None):
        card = {
            "text": self.provocation.text,
            "prompt": self.provocation.prompt,
            "url": self.provocation.url,
            "kicker": "This week’s provocation",
        }
        return {"provocation": card, "all_url": reverse("provocation_list")}


@hooks.register(MEMBER_PANEL)
def provocation_panel(request):
    provocation = Provocation.of_the_week(current_tree().provocations, timezone.localdate())
    return ProvocationPanel(provocation) if provocation else None


@hooks.register(IN_TREE)
def wording_in_page_tree():
    """Add {"entries": the published entries, "own": {authority id: its own words}}. Two queries each time the tree is built."""
    own = defaultdict(list)
    for entry in AuthorityWording.objects.all():
        own[entry.authority_id].append(entry)
    return IN_TREE_NAME, {"entries": tuple(WordingEntry.objects.filter(live=True)), "own": dict(own)}
