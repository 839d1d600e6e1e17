"""What there can be notices about. The app that owns a thing registers it in its wagtail_hooks.py."""

from collections.abc import Callable
from dataclasses import dataclass

from wagtail.hooks import search_for_hooks


@dataclass(frozen=True)
class NoticeLine:
    """One notice for its reader.

    `text` and `detail` are for the page, `url` is where it leads. `title` and `about` are for an email, which others may see: they never
    have words of a post, and of a board that is not for everyone they have no title either. `subject` is that of an email about it alone.
    """

    text: str
    url: str
    detail: str
    title: str
    about: str
    subject: str


@dataclass(frozen=True)
class NoticeSource:
    """One kind of notice.

    `condition` is f(user) -> Q on Notice: which notices of this kind are about something the user may read now. It is the only rule, for
    page, count and email. `lines` is f(user, notices) -> {key of the notice: NoticeLine}, with the same number of statements however many
    notices. `heading` is what an email calls them, and `order` their place in it, lowest first.
    """

    kind: str
    condition: Callable
    lines: Callable
    heading: str
    order: int


@dataclass(frozen=True)
class Followed:
    """Something that a person follows, for the page of preferences. A POST to `stop_url` ends it."""

    title: str
    url: str
    about: str
    stop_url: str


_sources: dict[str, NoticeSource] = {}
_followed: list[Callable] = []


def register_notice_source(source):
    """Register a NoticeSource."""
    _sources[source.kind] = source


def register_followed(function):
    """Register f(user) -> list of Followed."""
    if function not in _followed:
        _followed.append(function)


def all_sources():
    """Return every NoticeSource, in the order of an email."""
    search_for_hooks()
    return sorted(_sources.values(), key=lambda source: source.order)


def followed_by(user):
    """Return everything the user follows."""
    search_for_hooks()
    return [followed for function in _followed for followed in function(user)]
