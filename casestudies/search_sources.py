"""Pages of this app that site search covers."""

from casestudies.models import CaseStudyPage
from cms.search.registry import Findable


def searchable_pages():
    """Return one Findable for each kind of page; see FINDABLE in cms/hooks.py."""
    return [Findable("case-study", "Case study", "Case studies", CaseStudyPage, CaseStudyPage.objects.visible_to, order=30)]
