"""Our extension points, registered with Wagtail's `hooks.register` in an app's wagtail_hooks.py.

Each constant is the name of a hook; the comment above it says what a registered function takes and returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail import hooks

# f(request) -> laces.Component with `slot` ("next", "banner", "main" or "side") and `order` (lowest first), or None.
# A panel of the signed-in home page. Until the member has completed a lesson, which the panel in the slot "next" says by `is_first_day`,
# only panels with `on_first_day` are shown, so that a new person sees one obvious step.
MEMBER_PANEL = "drumbeat_member_panel"

# f(request) -> {"title", "url", "order"}, or None. An entry of the member navigation; it is current for all pages below `url`. `unread`,
# if there is one, is how many new things it leads to, in words.
NAVIGATION = "drumbeat_navigation"

# f() -> (name, value). Data to cache with the page tree, read as `current_tree().extras[name]`. It must contain nothing about a person,
# and must not be changed. The app's own migration makes its tables invalidate the cache (cms/page_tree/stamp.py).
IN_TREE = "drumbeat_in_tree"

# f() -> list of StarterTypes: content to load from and export to files; see cms/starter_content/content_types.py.
STARTER_CONTENT = "drumbeat_starter_content"

# f() -> page below which trainers may edit, or None if it does not exist yet.
TRAINERS_EDIT = "drumbeat_trainers_edit"

# f() -> list of SearchableModels: kinds of page that Find covers; see cms/search/registry.py.
SEARCHABLE_MODELS = "drumbeat_searchable_models"

# f() -> SearchSource: records besides pages that Find covers; see cms/search/registry.py.
SEARCH_SOURCE = "drumbeat_search_source"

# f(page) -> list of sentences, or None for pages of other apps. Suggestions shown in the editor under Checks, for the latest revision of
# `page`. They never block publishing.
BEFORE_PUBLISHING = "drumbeat_before_publishing"

# f(at) -> None. Create invented history for the demo people; called once, after they are created. `at` is an aware datetime.
DEMO_HISTORY = "drumbeat_demo_history"

# f(person) -> list of ExportSections: every row of the app that is about the person, for their data export.
EXPORT_MEMBER = "drumbeat_export_member"

# f(person, at) -> None. Delete or anonymise every row of the app that identifies the person or is private to them. What stays refers to
# their primary key. Called inside the transaction that erases the person, before their name and email address are removed.
FORGET_MEMBER = "drumbeat_forget_member"

# f(person) -> list of VisibilityEntries: who can see which of the app's rows about the person. Ask the functions that decide it.
WHO_SEES = "drumbeat_who_sees"


def collect(hook, *args):
    """Call every function registered for a hook and return the results that are not None."""
    results = [function(*args) for function in hooks.get_hooks(hook)]
    return [result for result in results if result is not None]


# Values of the export whose label ends so are only in the file: they are too long to read on a page.
BASE64 = "base64"


@dataclass(frozen=True)
class ExportSection:
    """One section of a person's data export. Each row is {label: value} with text, numbers, dates or None as values.

    `name` is the section's key in the JSON file. Do not change it or the labels: people have programs that read them.
    """

    name: str
    title: str
    rows: list[dict]


@dataclass(frozen=True)
class VisibilityEntry:
    """Who can see one kind of data about a person.

    `people` are all who can, besides the person; `who` describes them if there are too many to name. `url` is the page on which they see
    it and `page_text` what they read there, so that a test can check it; both are "" if no page shows it to anyone else.
    """

    title: str
    text: str
    people: Iterable = ()
    who: str = ""
    url: str = ""
    page_text: str = ""
