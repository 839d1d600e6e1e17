"""What Find looks through here: case studies."""

from casestudies.models import CaseStudyPage
from cms.search.kinds import Findable


def kinds():
    """Our kinds."""
    return [Findable("case-study", "Case study", "Case studies", CaseStudyPage, CaseStudyPage.objects.visible_to, order=30)]
