"""What can be found: a house names its kinds of page, and brings records of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Findable:
    """One kind of page that can be found; registered at the socket FINDABLE.

    `visible(user)` is the QuerySet of those the person may open. `by_role(pages, slug)` and `by_authority(pages, slug)` narrow it; None
    means that the kind says nothing of roles or authorities, and is left out when somebody filters by them. What `names_parent` is
    shown with the title of the page above it, and has its themes. For what is no page `shown(pk)` gives (title, address, text), or None
    when it is not there to be read; it has no themes, roles or authorities.
    """

    name: str
    one: str
    many: str
    model: type
    visible: Callable[[Any], Any] | None = None
    order: int = 0
    shown: Callable[[int], tuple | None] | None = None
    by_role: Callable | None = None
    by_authority: Callable | None = None
    names_parent: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the words, and the filters (slugs, "" for any)."""

    words: tuple[str, ...]
    theme: str = ""
    role: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `line` says where it stands, or whose it is."""

    kind: str
    title: str
    url: str
    text: str = ""
    line: str = ""


@dataclass(frozen=True)
class Source:
    """Records that can be found; registered at the socket SEARCH_SOURCE. `ask(user, wanted)` gives Hits of this kind, closest first."""

    name: str
    one: str
    many: str
    ask: Callable[[Any, Wanted], list]
    order: int = 50


@dataclass
class Answer:
    """What was found: hits in order, how many of each kind, {name: (words, count)}, and the kinds of which there is more than that."""

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, tuple[str, int]] = field(default_factory=dict)
    some_only: bool = False
    close_only: bool = False
    cut: frozenset = frozenset()
