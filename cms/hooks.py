"""Our sockets: places where a house plugs something in, through Wagtail's own `hooks.register` in its wagtail_hooks.py.

Each constant is the name to register under; its comment is the contract.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail import hooks

# f(request) -> laces.Component with `slot` ("next", "door", "main" or "side") and `order` (small first), or None for nothing.
MEMBER_PANEL = "drumbeat_member_panel"

# f(request) -> {"title", "url", "order"} for the navigation of a signed-in member, or None. `url` also covers what is below it.
NAVIGATION = "drumbeat_navigation"

# f() -> (name, copy): what a house keeps with the tree and reads as `current_tree().parts[name]`; its tables move the stamp by its own
# migration (cms/page_tree/stamp.py). Built right after the stamp was read; nothing in it about a person, and nobody writes to it.
IN_TREE = "drumbeat_in_tree"

# f() -> list of Kinds: content to load from files and to export again; see cms/starter_content/content_types.py.
STARTER_CONTENT = "drumbeat_starter_content"

# f() -> the page below which trainers write, or None while it does not exist.
TRAINERS_EDIT = "drumbeat_trainers_edit"

# f() -> list of Findables: kinds of page that Find looks through; see cms/search/registry.py.
FINDABLE = "drumbeat_findable"

# f() -> a Source: records that Find looks through, only those the person may see; see cms/search/registry.py.
SEARCH_SOURCE = "drumbeat_search_source"

# f(page) -> list of sentences worth a look before the page is published, shown in the editor under Checks; or None for other pages.
# `page` is the newest words, saved. Nothing in it keeps the page from being published.
BEFORE_PUBLISHING = "drumbeat_before_publishing"

# f(on) -> None: invented history for the demo people, loaded once after them. `on` is an aware datetime, "now".
DEMO_HISTORY = "drumbeat_demo_history"

# f(person) -> list of Chapters (below): every row of the house that is about the person, for them to take along.
EXPORT_MEMBER = "drumbeat_export_member"

# f(person, at) -> None: take away whatever of the house's rows says who the person is, or is theirs alone. Facts that stay hang on
# their key. Within the transaction of the one deed that forgets somebody, before their name and address go.
FORGET_MEMBER = "drumbeat_forget_member"

# f(person) -> list of Sights (below): who can see what of the house's rows about the person, asked of the very rules that decide.
WHO_SEES = "drumbeat_who_sees"


def gathered(socket, *args):
    """Ask every house that is plugged in, and leave out those that have nothing."""
    return [answer for answer in (ask(*args) for ask in hooks.get_hooks(socket)) if answer is not None]


# Values of the export whose label ends so are only in the file: they are too long to read on a page.
BASE64 = "base64"


@dataclass(frozen=True)
class Chapter:
    """Some of what is held about one person: `rows` of one kind, each {words: value}; values are text, numbers, dates or None.

    `name` is its key in the JSON file; it and the words of the rows are kept as they are, because people's programs read them.
    """

    name: str
    title: str
    rows: list[dict]


@dataclass(frozen=True)
class Sight:
    """Who can see one kind of thing about a person. `people` are all who can, besides the person.

    `door` is the address where they see it and `shows` what they read there, so that a test can knock; both "" if no page shows it
    to anybody else. `who` says it in words where names would be too many.
    """

    title: str
    text: str
    people: Iterable = ()
    who: str = ""
    door: str = ""
    shows: str = ""
