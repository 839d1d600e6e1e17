"""Classes with which apps declare what Find covers, and the queries and results passed between them and Find."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SearchableModel:
    """A model of pages that Find covers, registered with the hook SEARCHABLE_MODELS.

    Which of them a user may open is decided by the page tree (access.py). `visible_to(user)` is what `by_role(pages, slug)` and
    `by_authority(pages, slug)` filter; if one is None, the model is left out when members filter by it. With `names_parent`, hits show
    the title of the parent page and have its themes. A `rank` below 1 is for pages that are seldom the answer.
    """

    name: str
    label: str
    label_plural: str
    model: type
    visible_to: Callable[[Any], Any]
    order: int = 0
    by_role: Callable | None = None
    by_authority: Callable | None = None
    names_parent: bool = False
    rank: float = 1.0


@dataclass(frozen=True)
class SearchQuery:
    """The words to search for and the filters, as slugs ("" for any)."""

    words: tuple[str, ...]
    theme: str = ""
    role: str = ""
    authority: str = ""

    @property
    def is_filtered(self):
        return bool(self.theme or self.role or self.authority)


@dataclass(frozen=True)
class SearchHit:
    """One result. `detail` is a line such as "Lesson in Shared risk" or a person's job and hub; `label` says what kind of thing it is."""

    kind: str
    title: str
    url: str
    text: str = ""
    detail: str = ""
    label: str = ""


@dataclass(frozen=True)
class SearchSource:
    """Records outside the index, registered with the hook SEARCH_SOURCE.

    `search(user, query)` takes a SearchQuery and returns SearchHits, best first, of records the user may see. With `all_url(query)`, the
    URL of a search of the source's own, its hits are shown apart from the others, and nothing that Find counts, suggests or logs depends
    on them.
    """

    name: str
    label: str
    label_plural: str
    search: Callable[[Any, SearchQuery], list]
    order: int = 50
    all_url: Callable[[SearchQuery], str] | None = None


@dataclass
class SearchResults:
    """The results of one search.

    `counts` is {kind: (plural label, number of hits)}. `is_partial` means that the hits contain only some of the words, and `is_fuzzy` that
    they contain similar words. `truncated_kinds` has the kinds with more matches than are shown. `words` and `stems` are what was looked
    for, with synonyms and corrected spelling.
    """

    hits: list[SearchHit] = field(default_factory=list)
    counts: dict[str, tuple[str, int]] = field(default_factory=dict)
    is_partial: bool = False
    is_fuzzy: bool = False
    truncated_kinds: frozenset = frozenset()
    words: tuple[str, ...] = ()
    stems: frozenset = frozenset()

    @property
    def is_exact(self):
        """Return whether there are hits that contain every word."""
        return bool(self.hits) and not (self.is_partial or self.is_fuzzy)
