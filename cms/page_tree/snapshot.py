"""A read-only snapshot, in each process, of the small tables that every page reads.

`current_tree()` returns a Tree that is as fresh as the database. Each request reads the stamp (one small query) and uses the process's
snapshot if it has the same token; otherwise the snapshot is rebuilt. Every table that is copied must be watched by the stamp:
WATCHED_TABLES here, and in their own migrations the tables that apps add through the hook IN_TREE. A test compares pages served with
and without the snapshot, and its control removes the triggers to show that the test can fail.

The snapshot never contains anything about a person, or the text of drafts.

It is used for routing, URLs, navigation, breadcrumbs, page restrictions, links in rich text, glossary terms, provocations, figures,
themes, where a page is used, and the footer. Published pages, pictures and HTML that is the same for everyone are too many to copy up
front: see `Tree.cached`. The reasons are in docs/decisions/0004-cache-the-page-tree.md.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection

from cms import hooks

WATCHED_TABLES = [
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_pageviewrestriction",
    "pages_homepage",
    "pages_standardpage",
    "pages_sitesettings",
    "vocabulary_glossaryterm",
    "vocabulary_provocation",
    "vocabulary_figure",
    "vocabulary_theme",
    "wagtailcore_referenceindex",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtaildocs_document",
    "library_recording",
]
MAX_CACHED = 1_000  # of each kind; a lesson takes about 27 kB
HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A page in the snapshot. `url` is its path on the default site, or None if it is not on that site.

    `live` is true if the page and all its ancestors below the home page are published. The home page itself does not count: members
    have their own home, whether or not the public one is published. `kind` is the model, as in "pages.standardpage".
    """

    id: int
    path: str
    depth: int
    slug: str
    title: str
    url_path: str
    url: str | None
    live: bool
    kind: str
    alias_of: int | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The snapshot. Nothing in it may be changed, except through `cached`."""

    nodes: dict[int, Node]
    by_url: dict[str, Node]  # keys without the slashes at either end
    by_path: dict[str, Node]
    # Ids of pages with a view restriction, and of their descendants.
    restricted: frozenset[int]
    has_one_site: bool
    footer: tuple[Node, ...]
    settings: object
    terms: tuple
    provocations: tuple
    figures: tuple = ()
    themes: tuple = ()
    # Ids of themes by page id. The apps that have such tables watch them in their migrations.
    themes_of: dict[int, frozenset[int]] = field(default_factory=dict)
    by_kind: dict[str, list[Node]] = field(default_factory=dict)
    # What apps add through the hook IN_TREE, by name.
    extras: dict[str, object] = field(default_factory=dict)
    _cached: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))

    def parent(self, node):
        """Return the node's parent, or None for the root."""
        return self.by_path.get(node.path[:-4])

    def ancestors(self, node):
        """Return the node's ancestors from the home page down, without the root and the node itself."""
        ancestors = []
        while (node := self.parent(node)) is not None and node.depth > 1:
            ancestors.append(node)
        return ancestors[::-1]

    def url(self, page_id):
        """Return the URL of a live page, or None."""
        node = self.nodes.get(page_id)
        return node.url if node and node.live else None

    def cached(self, kind, keys, read):
        """Return {key: shallow copy of the cached value} for `keys`, calling `read` for those that are not cached.

        `read(keys)` must return {key: value}, from watched tables only; keys that it leaves out are left out of the result.

        There is one lifetime: values belong to this snapshot and go with it when the stamp changes. Nothing else invalidates them.
        Beyond MAX_CACHED values of a kind, those read first are dropped. Nothing is cached inside a transaction, because it could
        still be rolled back.
        """
        cache = self._cached[kind]
        values = {key: value for key in keys if (value := cache.get(key)) is not None}
        if missing := [key for key in keys if key not in values]:
            new_values = read(missing)
            values.update(new_values)
            if not _in_transaction():
                cache.update(new_values)
                for key in list(cache)[: max(0, len(cache) - MAX_CACHED)]:
                    cache.pop(key, None)
        return {key: copy(value) for key, value in values.items()}

    def is_open(self, page_id):
        """Return whether members may open the page: it is on the site, and it and its ancestors are live and unrestricted."""
        node = self.nodes.get(page_id)
        return node is not None and node.live and node.url is not None and page_id not in self.restricted

    def first_live(self, kind):
        """Return the first live page of a kind ("pages.startindexpage"), or None."""
        return next((node for node in self.by_kind.get(kind, ()) if node.live), None)


# (token, snapshot) by database name.
_snapshots: dict[str, tuple[int, Tree]] = {}
_pinned: ContextVar[dict | None] = ContextVar("pinned_tree", default=None)


@contextmanager
def pinned_tree():
    """Make `current_tree()` return the same snapshot until the block ends. The stamp is read on first use."""
    token = _pinned.set({})
    try:
        yield
    finally:
        _pinned.reset(token)


def current_tree():
    """Return the snapshot for this request or, outside a request, for this moment."""
    pinned = _pinned.get()
    if pinned is not None and "tree" in pinned:
        return pinned["tree"]
    token = _read_stamp()
    database = str(connection.settings_dict["NAME"])
    cached_token, tree = _snapshots.get(database, (None, None))
    if token is None or cached_token != token:
        tree, token = _build_consistently(token)
        if token is not None:
            _snapshots[database] = (token, tree)
    if pinned is not None:
        pinned["tree"] = tree
    return tree


def view_restrictions(page, *, fallback):
    """Return the page's view restrictions: an empty queryset if the snapshot shows that it has none, else `fallback()`.

    An alias has the restrictions of its original, which the snapshot does not resolve.
    """
    tree = current_tree()
    node = tree.nodes.get(page.pk)
    if node is None or node.path != page.path:
        return fallback()
    if any(step.alias_of or step.id in tree.restricted for step in [node, *tree.ancestors(node)]):
        return fallback()
    return apps.get_model("wagtailcore.PageViewRestriction").objects.none()


def _in_transaction():
    return connection.in_atomic_block


def _read_stamp():
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM page_tree_stamp WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else None


def _build_consistently(token):
    """Return a new snapshot and its token, or None for the token if edits were made during each of three attempts to build it."""
    for _ in range(3):
        tree, token_after = _build(), _read_stamp()
        if token_after == token:
            return tree, token
        token = token_after
    return tree, None


def _build():
    page_model = apps.get_model("wagtailcore.Page")
    sites = list(apps.get_model("wagtailcore.Site").objects.select_related("root_page"))
    root = next((site.root_page for site in sites if site.is_default_site), None)
    nodes: dict[int, Node] = {}
    by_url: dict[str, Node] = {}
    by_path: dict[str, Node] = {}
    by_kind = defaultdict(list)
    rows = page_model.objects.order_by("path").values_list(
        "id", "path", "depth", "slug", "title", "url_path", "live", "content_type__app_label", "content_type__model", "alias_of_id"
    )
    for pk, path, depth, slug, title, url_path, live, app, model, alias_of in rows:
        url = None
        if root is not None and path.startswith(root.path):
            url = "/" + url_path[len(root.url_path) :]
        parent = by_path.get(path[:-4])
        has_live_ancestors = parent is None or parent.depth <= HOME_DEPTH or parent.live
        node = Node(pk, path, depth, slug, title, url_path, url, live and has_live_ancestors, f"{app}.{model}", alias_of)
        nodes[pk] = by_path[path] = node
        by_kind[node.kind].append(node)
        if url is not None:
            by_url[url.strip("/")] = node
    footer_ids = (
        apps.get_model("pages.StandardPage")
        .objects.filter(live=True, menu="footer")
        .order_by("order", "title")
        .values_list("pk", flat=True)
    )
    settings_model = apps.get_model("pages.SiteSettings")
    return Tree(
        nodes=nodes,
        by_url=by_url,
        by_path=by_path,
        restricted=_restricted_page_ids(by_path),
        has_one_site=len(sites) == 1 and root is not None,
        footer=tuple(nodes[pk] for pk in footer_ids if pk in nodes and nodes[pk].live),
        settings=settings_model.objects.first() or settings_model(),
        terms=tuple(apps.get_model("vocabulary.GlossaryTerm").objects.filter(live=True)),
        provocations=tuple(apps.get_model("vocabulary.Provocation").objects.filter(live=True)),
        figures=tuple(apps.get_model("vocabulary.Figure").objects.filter(live=True)),
        themes=tuple(apps.get_model("vocabulary.Theme").objects.filter(live=True)),
        themes_of=_theme_ids_by_page(),
        by_kind=dict(by_kind),
        extras=dict(hooks.collect(hooks.IN_TREE)),
    )


def _restricted_page_ids(by_path):
    """Return the ids of pages with a view restriction and of their descendants. `by_path` must be sorted by path."""
    with_restriction = set(apps.get_model("wagtailcore.PageViewRestriction").objects.values_list("page_id", flat=True))
    restricted: set[int] = set()
    for path, node in by_path.items() if with_restriction else ():
        parent = by_path.get(path[:-4])
        if node.id in with_restriction or (parent and parent.id in restricted):
            restricted.add(node.id)
    return frozenset(restricted)


def _theme_ids_by_page():
    """Return {page id: frozenset of theme ids} from every through table between themes and pages, using one query."""
    querysets = [
        relation.related_model.objects.order_by().values_list("content_object_id", "tag_id")
        for relation in apps.get_model("vocabulary.Theme")._meta.related_objects
        if relation.field.name == "tag" and hasattr(relation.related_model, "content_object")
    ]
    themes = defaultdict(set)
    if querysets:
        for page_id, theme_id in querysets[0].union(*querysets[1:], all=True):
            themes[page_id].add(theme_id)
    return {page_id: frozenset(theme_ids) for page_id, theme_ids in themes.items()}
