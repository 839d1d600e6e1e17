"""The tree: a stamped copy, in each process, of the few things every page asks the database for again and again.

Contract. `current_tree()` gives a Tree that is exactly as fresh as the database is for this transaction: each request reads
the stamp once (one tiny query) and uses the copy at hand only if it carries that very token; otherwise the copy is built
anew. What is copied, and the tables whose triggers move the stamp, are the same list (`WATCHED`, and what the houses add
through the socket IN_TREE with migrations of their own); a test compares pages served with and without the copy, and a
control shows the test fails when triggers are missing. Never in it: anything about a person, or drafts' words.

Pages as published, pictures and HTML that is the same for everyone are many: they are made when first asked for, and a thousand
of a kind are held (`Tree.cached`), about 27 kB for a lesson with its words.

Used for: routing, addresses, navigation, breadcrumbs, page restrictions, links in rich text, glossary, provocations,
figures, themes, where a page is used, the footer. Why: docs/decisions/0004-cache-the-page-tree.md.
"""

from collections import defaultdict
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection

from cms import hooks

WATCHED = [
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
MAX_CACHED = 1_000
# A site's home, and the root above it: members have a home of their own, whether the public one is published or not.
HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Node:
    """One page as the tree knows it. `url` is its path on the default site, None for a page outside it.

    `live`: it is published, and so is everything above it but the home. What stands below a draft is as closed as the draft.
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
    """The copy. Treat everything in it as read-only, but for `cached`."""

    nodes: dict[int, Node]
    by_address: dict[str, Node]
    by_path: dict[str, Node]
    # The ids of pages that are kept to a few, and of all below them.
    restricted: frozenset[int]
    has_one_site: bool
    footer: tuple[Node, ...]
    settings: object
    terms: tuple
    provocations: tuple
    figures: tuple = ()
    themes: tuple = ()
    # The ids of the themes of a page, by its id; the houses' tables of them move the stamp too.
    themes_of: dict[int, frozenset[int]] = field(default_factory=dict)
    by_kind: dict[str, list[Node]] = field(default_factory=dict)
    parts: dict[str, object] = field(default_factory=dict)
    _cached: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))

    def parent(self, node):
        """The page above, or None at the top."""
        return self.by_path.get(node.path[:-4])

    def ancestors(self, node):
        """The pages above, from the top of the site down, without the page itself and the root."""
        found = []
        while (node := self.parent(node)) is not None and node.depth > 1:
            found.append(node)
        return found[::-1]

    def url(self, page_id):
        """The address of a live page, or None."""
        node = self.nodes.get(page_id)
        return node.url if node and node.live else None

    def cached(self, kind, keys, read):
        """The things of a kind with these keys, {key: copy of the thing}, read once for as long as the tree is true.

        `read(keys)` gives {key: thing} for those that are missing, from watched tables only. Within a transaction nothing is
        kept: what it wrote may never come true. At most MAX_CACHED of a kind are held.
        """
        held = self._cached[kind]
        found = {key: thing for key in keys if (thing := held.get(key)) is not None}
        if missing := [key for key in keys if key not in found]:
            read_now = read(missing)
            found.update(read_now)
            if not _in_transaction():
                held.update(read_now)
                for key in list(held)[: max(0, len(held) - MAX_CACHED)]:  # those read longest ago
                    held.pop(key, None)
        return {key: copy(thing) for key, thing in found.items()}

    def is_open(self, page_id):
        """Say whether members may open the page: live, as all above it is, on the site, and nothing on the way to it kept to a few."""
        node = self.nodes.get(page_id)
        return node is not None and node.live and node.url is not None and page_id not in self.restricted

    def first_live(self, kind):
        """The first live page of a kind ("learning.learnindexpage"), or None."""
        return next((node for node in self.by_kind.get(kind, ()) if node.live), None)


_held: dict[str, tuple[int, Tree]] = {}
_of_this_request: ContextVar[dict | None] = ContextVar("tree_of_this_request", default=None)


def current_tree():
    """The tree for this request; outside a request, for this very moment."""
    box = _of_this_request.get()
    if box is not None and "tree" in box:
        return box["tree"]
    token = _read_stamp()
    key = connection.settings_dict["NAME"]
    held = _held.get(str(key))
    if token is not None and held is not None and held[0] == token:
        tree = held[1]
    else:
        tree, token = _build_from_one_moment(token)
        if token is not None:
            _held[str(key)] = (token, tree)
    if box is not None:
        box["tree"] = tree
    return tree


def per_request(get_response):
    """Middleware: within one request the tree is read once, so that a page agrees with itself."""

    def middleware(request):
        token = _of_this_request.set({})
        try:
            return get_response(request)
        finally:
            _of_this_request.reset(token)

    return middleware


def restrictions_of(page, *, otherwise):
    """The view restrictions of a page: none without a query when the tree knows of none, else as Wagtail finds them."""
    tree = current_tree()
    node = tree.nodes.get(page.pk)
    if node is None or node.path != page.path:
        return otherwise()
    line = [node, *tree.ancestors(node)]
    if any(one.alias_of or one.id in tree.restricted for one in line):
        return otherwise()
    return apps.get_model("wagtailcore.PageViewRestriction").objects.none()


def _in_transaction():
    return connection.in_atomic_block


def _read_stamp():
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM page_tree_stamp WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else None


def _build_from_one_moment(token):
    """A tree, and the token it may be held under: None when editors were faster than we, three times over."""
    for _ in range(3):
        tree, after = _build(), _read_stamp()
        if after == token:
            return tree, token
        token = after
    return tree, None


def _build():
    page = apps.get_model("wagtailcore.Page")
    sites = list(apps.get_model("wagtailcore.Site").objects.select_related("root_page"))
    root = next((site.root_page for site in sites if site.is_default_site), None)
    nodes: dict[int, Node] = {}
    by_address: dict[str, Node] = {}
    by_path: dict[str, Node] = {}
    by_kind = defaultdict(list)
    rows = page.objects.order_by("path").values_list(
        "id", "path", "depth", "slug", "title", "url_path", "live", "content_type__app_label", "content_type__model", "alias_of_id"
    )
    for pk, path, depth, slug, title, url_path, live, app, model, alias_of in rows:
        url = None
        if root is not None and path.startswith(root.path):
            url = "/" + url_path[len(root.url_path) :]
        above = by_path.get(path[:-4])
        is_open_above = above is None or above.depth <= HOME_DEPTH or above.live
        node = Node(pk, path, depth, slug, title, url_path, url, live and is_open_above, f"{app}.{model}", alias_of)
        nodes[pk] = by_path[path] = node
        by_kind[node.kind].append(node)
        if url is not None:
            by_address[url.strip("/")] = node
    footer_ids = (
        apps.get_model("pages.StandardPage")
        .objects.filter(live=True, menu="footer")
        .order_by("order", "title")
        .values_list("pk", flat=True)
    )
    settings_model = apps.get_model("pages.SiteSettings")
    return Tree(
        nodes=nodes,
        by_address=by_address,
        by_path=by_path,
        restricted=_restricted(by_path),
        has_one_site=len(sites) == 1 and root is not None,
        footer=tuple(nodes[pk] for pk in footer_ids if pk in nodes and nodes[pk].live),
        settings=settings_model.objects.first() or settings_model(),
        terms=tuple(apps.get_model("vocabulary.GlossaryTerm").objects.filter(live=True)),
        provocations=tuple(apps.get_model("vocabulary.Provocation").objects.filter(live=True)),
        figures=tuple(apps.get_model("vocabulary.Figure").objects.filter(live=True)),
        themes=tuple(apps.get_model("vocabulary.Theme").objects.filter(live=True)),
        themes_of=_themes_of_pages(),
        by_kind=dict(by_kind),
        parts=dict(hooks.collect(hooks.IN_TREE)),
    )


def _restricted(by_path):
    """The ids of pages that are kept to a few, and of all below them. `by_path` is in the order of paths."""
    named = set(apps.get_model("wagtailcore.PageViewRestriction").objects.values_list("page_id", flat=True))
    found: set[int] = set()
    for path, node in by_path.items() if named else ():
        above = by_path.get(path[:-4])
        if node.id in named or (above and above.id in found):
            found.add(node.id)
    return frozenset(found)


def _themes_of_pages():
    """{page id: ids of its themes}, from every table that hangs themes on pages, in one query."""
    through = [
        relation.related_model.objects.order_by().values_list("content_object_id", "tag_id")
        for relation in apps.get_model("vocabulary.Theme")._meta.related_objects
        if relation.field.name == "tag" and hasattr(relation.related_model, "content_object")
    ]
    found = defaultdict(set)
    if through:
        for page_id, theme_id in through[0].union(*through[1:], all=True):
            found[page_id].add(theme_id)
    return {page_id: frozenset(themes) for page_id, themes in found.items()}
