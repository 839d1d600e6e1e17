"""Pages of this app that site search covers."""

from casestudies.models import CaseStudyPage
from cms.search.registry import SearchableModel


def searchable_pages():
    """Return a SearchableModel for each type of page; see SEARCHABLE_MODELS in cms/hooks.py."""
    return [SearchableModel("case-study", "Case study", "Case studies", CaseStudyPage, CaseStudyPage.objects.visible_to, order=30)]
