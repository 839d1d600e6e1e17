"""What Find covers: published pages, the glossary, the wording guide, provocations, authorities and help pages.

Pages that a member may not open are included, because members differ; `access.py` decides for each search.
"""

import html
import re
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.pages import help_files
from cms.people.models import Authority, JobRole
from cms.safeguarding.wording import entries_for

MAX_TEXT = 220
_HEADING_OR_BOLD = re.compile(r"^#+ .*$|\*\*[^*]+\*\*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found.

    `kind` is the name of its SearchableModel or of one of OTHER_KINDS. `pk` is set for pages, with `kind_model` as in "pages.standardpage".
    `text` is shown below the title; `other_titles`, `keywords` and `body` are only searched. `rank` is above 1 for what answers most
    questions about a subject, and below 1 for pages about the site itself.
    """

    kind: str
    title: str
    url: str
    text: str = ""
    detail: str = ""
    pk: int | None = None
    kind_model: str = ""
    other_titles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str = ""
    rank: float = 1.0
    themes: frozenset = frozenset()


# name: (label, plural label, order)
OTHER_KINDS = {
    "word": ("Words we use", "Words we use", 60),
    "wording": ("Words that care", "Words that care", 65),
    "provocation": ("Provocation", "Provocations", 70),
    "authority": ("Authority", "Authorities", 75),
    "help": ("Help page", "Help pages", 90),
}


def searchable_models():
    """Return the SearchableModel of every kind of page, in order."""
    return sorted((model for models in hooks.collect(hooks.SEARCHABLE_MODELS) for model in models), key=lambda model: model.order)


def labels():
    """Return {kind: (label, plural label)} in order, without search sources."""
    kinds = {model.name: (model.label, model.label_plural, model.order) for model in searchable_models()} | OTHER_KINDS
    return {name: names[:2] for name, names in sorted(kinds.items(), key=lambda kind: kind[1][2])}


@dataclass(frozen=True)
class Catalogue:
    """Every Document, and the authorities by id."""

    documents: list[Document]
    authorities: dict[int, "Place"]


def current_catalogue():
    """Return the Catalogue of the current page tree. Takes no query if cached, and two if not."""
    return current_tree().cached("search catalogue", ["all"], lambda keys: {"all": _read_catalogue()})["all"]


def _read_catalogue():
    authorities, authority_documents = _authorities()
    return Catalogue([*_pages(), *_terms(), *_wording(), *_provocations(), *authority_documents, *_help_pages()], authorities)


def _pages():
    """Return the published pages on the site, with the names of their themes as keywords. Takes one query."""
    tree, models = current_tree(), searchable_models()
    summaries = _summaries(models)
    theme_names = {theme.pk: theme.name for theme in tree.themes}
    documents = []
    for model in models:
        label = model.model._meta.label_lower
        for node in tree.by_kind.get(label, ()):
            if not node.live or node.url is None:
                continue
            parent = tree.parent(node) if model.names_parent else None
            themes = tree.themes_of.get(node.id) or (tree.themes_of.get(parent.id) if parent else None) or frozenset()
            documents.append(
                Document(
                    model.name,
                    node.title,
                    node.url,
                    summaries.get(node.id, ""),
                    f"{model.label} in {parent.title}" if parent and parent.live else "",
                    pk=node.id,
                    kind_model=label,
                    keywords=tuple(sorted(theme_names[theme] for theme in themes & theme_names.keys())),
                    rank=model.rank,
                    themes=themes,
                )
            )
    return documents


def _summaries(models):
    querysets = [model.model.objects.live().order_by().values_list("pk", "summary") for model in models]
    return dict(querysets[0].union(*querysets[1:], all=True)) if querysets else {}


def _plain(rich_text):
    return " ".join(html.unescape(strip_tags(rich_text.replace("<", " <"))).split())


def _terms():
    url = reverse("glossary")
    return [
        Document(
            "word",
            term.term,
            f"{url}#{term.slug}",
            Truncator(strip_tags(term.text)).chars(MAX_TEXT),
            other_titles=(*term.other_spellings, term.stands_for),
            body=_plain(term.text),
            rank=1.2,
        )
        for term in current_tree().terms
    ]


def _wording():
    """Return the guide as a whole, and each entry that every member may read."""
    url = reverse("wording")
    guide = Document(
        "wording",
        "Words that care",
        url,
        "Words we could say better, each with the reason and who suggested it.",
        keywords=("language", "wording", "words", "jargon", "labels"),
    )
    return [
        guide,
        *(
            Document(
                "wording",
                entry.term,
                f"{url}#{entry.slug}",
                f"Try: {', '.join(entry.alternatives)}. {entry.why}",
                other_titles=tuple(entry.forms[1:]),
                body=entry.why,
                rank=0.8,
            )
            for entry in entries_for(None)
        ),
    ]


def _provocations():
    return [
        Document("provocation", provocation.text, provocation.url, provocation.prompt, body=_plain(provocation.body), rank=0.9)
        for provocation in current_tree().provocations
    ]


def _authorities():
    """Return ({id: Place} of every authority by name, Documents of those that have not left Drumbeat). Takes one query."""
    fields = ("pk", "slug", "name", "safeguarding_phone", "safeguarding_who")
    more = ("closed_on", "local_name", "programme", "about", "milestones__what")
    places, documents, milestones = {}, {}, defaultdict(list)
    for pk, slug, name, phone, who, closed_on, local_name, programme, about, milestone in Authority.objects.order_by(
        "name", "milestones__when"
    ).values_list(*fields, *more):
        places[pk] = Place(pk, slug, name, phone, who)
        milestones[pk].append(milestone or "")
        if not closed_on:
            documents[pk] = Document(
                "authority",
                name,
                reverse("authority", args=[slug]),
                Truncator(_plain(about)).chars(MAX_TEXT),
                ", ".join(filter(None, ["Authority", local_name, programme])),
                other_titles=(local_name,),
                keywords=(programme,),
                body=" ".join([_plain(about), *milestones[pk]]),
                rank=0.85,
            )
    return places, list(documents.values())


def _help_pages():
    """Return the help pages with their headings and words in bold. With all their text they would be found for nearly everything."""
    return [
        Document(
            "help",
            page.title,
            page.url,
            page.summary,
            other_titles=(slug.replace("-", " "),),
            keywords=tuple(_HEADING_OR_BOLD.findall(page.source)),
            rank=0.8,
        )
        for slug, page in help_files.pages().items()
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """An authority's name and safeguarding contact, or a job role's name."""

    pk: int
    slug: str
    name: str
    phone: str = ""
    who: str = ""


def read_job_roles():
    """Return a Place for each job role, in order. Takes one query."""
    return [Place(*row) for row in JobRole.objects.values_list("pk", "slug", "title")]
