"""What cms itself makes searchable among pages: standard pages and start lists."""

from django.db.models import Q

from cms.pages.models import StandardPage, StartPage
from cms.search.permissions import may_search
from cms.search.registry import SearchableModel


def _standard_pages(user):
    return StandardPage.objects.live() if may_search(user) else StandardPage.objects.none()


def _start_pages(user):
    return StartPage.objects.live() if may_search(user) else StartPage.objects.none()


def _start_pages_for_role(pages, slug):
    """Return the lists for the job role and those for every new member."""
    return pages.filter(Q(roles__slug=slug) | Q(roles__isnull=True))


def searchable_models():
    """Return the SearchableModels of cms."""
    return [
        SearchableModel("start", "Start here", "Lists to start with", StartPage, _start_pages, order=5, by_role=_start_pages_for_role),
        SearchableModel("page", "Page", "Pages", StandardPage, _standard_pages, order=80, rank=0.9),
    ]
