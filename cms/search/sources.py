"""What the ground itself lets be found: ordinary pages, the words we use, provocations."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from cms.page_tree.snapshot import current_tree
from cms.pages.models import StandardPage, StartPage
from cms.search.permissions import may_find
from cms.search.registry import Findable
from cms.vocabulary.models import GlossaryTerm, Provocation


def _pages(user):
    return StandardPage.objects.live() if may_find(user) else StandardPage.objects.none()


def _lists(user):
    return StartPage.objects.live() if may_find(user) else StartPage.objects.none()


def _lists_for(pages, slug):
    """The lists for the job, and those for whoever is new."""
    return pages.filter(Q(roles__slug=slug) | Q(roles__isnull=True))


def _term(pk):
    return current_tree().cached("words found", [pk], _read_terms).get(pk)


def _read_terms(keys):
    found = {term.pk: term for term in current_tree().terms if term.pk in keys}
    return {
        pk: (term.term, f"{reverse('glossary')}#{term.slug}", Truncator(strip_tags(term.text)).chars(220)) for pk, term in found.items()
    }


def _provocation(pk):
    one = next((one for one in current_tree().provocations if one.pk == pk), None)
    return (one.text, one.url, one.prompt) if one else None


def kinds():
    """The ground's kinds."""
    return [
        Findable("start", "Start here", "Lists to start with", StartPage, _lists, order=5, by_role=_lists_for),
        Findable("word", "Words we use", "Words we use", GlossaryTerm, order=60, shown=_term),
        Findable("provocation", "Provocation", "Provocations", Provocation, order=70, shown=_provocation),
        Findable("page", "Page", "Pages", StandardPage, _pages, order=80),
    ]
