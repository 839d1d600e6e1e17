"""What cms itself makes searchable: standard pages, start lists, glossary terms and provocations."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from cms.page_tree.snapshot import current_tree
from cms.pages.models import StandardPage, StartPage
from cms.search.permissions import may_search
from cms.search.registry import SearchableModel
from cms.vocabulary.models import GlossaryTerm, Provocation


def _standard_pages(user):
    return StandardPage.objects.live() if may_search(user) else StandardPage.objects.none()


def _start_pages(user):
    return StartPage.objects.live() if may_search(user) else StartPage.objects.none()


def _start_pages_for_role(pages, slug):
    """Return the lists for the job role and those for every new member."""
    return pages.filter(Q(roles__slug=slug) | Q(roles__isnull=True))


def _describe_term(pk):
    return current_tree().cached("search: glossary terms", [pk], _term_descriptions).get(pk)


def _term_descriptions(pks):
    return {
        term.pk: (term.term, f"{reverse('glossary')}#{term.slug}", Truncator(strip_tags(term.text)).chars(220))
        for term in current_tree().terms
        if term.pk in pks
    }


def _describe_provocation(pk):
    provocation = next((provocation for provocation in current_tree().provocations if provocation.pk == pk), None)
    return (provocation.text, provocation.url, provocation.prompt) if provocation else None


def searchable_models():
    """Return the SearchableModels of cms."""
    return [
        SearchableModel("start", "Start here", "Lists to start with", StartPage, _start_pages, order=5, by_role=_start_pages_for_role),
        SearchableModel("word", "Words we use", "Words we use", GlossaryTerm, order=60, describe=_describe_term),
        SearchableModel("provocation", "Provocation", "Provocations", Provocation, order=70, describe=_describe_provocation),
        SearchableModel("page", "Page", "Pages", StandardPage, _standard_pages, order=80),
    ]
