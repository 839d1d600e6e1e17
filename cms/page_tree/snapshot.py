"""A read-only snapshot, in each process, of the small tables that every page reads.

`current_tree()` returns a Tree that is as fresh as the database. Each request reads the stamp (one small query) and uses the process's
snapshot if it has the same token; otherwise the snapshot is rebuilt. Every table that is copied must be watched by the stamp:
WATCHED_TABLES here, and in their own migrations the tables that apps add through the hook IN_TREE. A test compares pages served with
and without the snapshot, and its control removes the triggers to show that the test can fail.

The snapshot never contains anything about a person, or the text of drafts.

Some pages are only for one authority or one hub (cms/page_tree/readers.py). `current_tree()` leaves out those that are closed to the
reader of the request, so that a title cannot be shown by a caller who forgot to ask; outside a request it leaves out all of them.
`whole_tree()` has every page: it is for exports and for working out who may read what (decision 0083).

It is used for routing, URLs, navigation, breadcrumbs, page restrictions, links in rich text, glossary terms, provocations, figures,
themes, where a page is used, and the footer. Published pages, pictures and HTML that is the same for everyone are too many to copy up
front: see `Tree.cached`. The reasons are in docs/decisions/0004-cache-the-page-tree.md.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.apps import apps
from django.db import connection

from cms import hooks
from cms.page_tree.readers import PageWithReaders

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
MAX_READERS = 100  # trees of the same snapshot for different readers; with 10,000 pages one takes about 1 MB
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


class Readers(NamedTuple):
    """The only people a page is for: those in an authority, or in one hub of it."""

    authority_id: int
    hub_id: int | None

    def include(self, membership):
        """Return whether someone with this membership is one of them. No one without a membership is, not even an administrator."""
        if membership is None or membership.authority_id != self.authority_id:
            return False
        return self.hub_id is None or membership.hub_id == self.hub_id


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
    # {page id: the readers it is for, and those that its ancestors are for} of pages that not every member may read.
    readers: dict[int, tuple[Readers, ...]] = field(default_factory=dict)
    # Ids of the pages that were left out for this reader.
    left_out: frozenset[int] = frozenset()
    _cached: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))
    # The same snapshot for other readers: by what is closed to them, and by authority and hub.
    _by_left_out: dict[frozenset, "Tree"] = field(default_factory=dict)
    _by_membership: dict[tuple, "Tree"] = field(default_factory=dict)

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

        Readers to whom different pages are closed do not share values.

        `read(keys)` must return {key: value}, from watched tables only; keys that it leaves out are left out of the result.

        There is one lifetime: values belong to this snapshot and go with it when the stamp changes. Nothing else invalidates them.
        Beyond MAX_CACHED values of a kind, those read first are dropped. Nothing is cached inside a transaction, because it could
        still be rolled back.
        """
        cache, left_out = self._cached[kind], self.left_out
        values = {key: value for key in keys if (value := cache.get((left_out, key))) is not None}
        if missing := [key for key in keys if key not in values]:
            new_values = read(missing)
            values.update(new_values)
            if not _in_transaction():
                cache.update({(left_out, key): value for key, value in new_values.items()})
                for cache_key in list(cache)[: max(0, len(cache) - MAX_CACHED)]:
                    cache.pop(cache_key, None)
        return {key: copy(value) for key, value in values.items()}

    def closed_to(self, user):
        """Return the ids of pages that the user may not read because they are only for others. Ask the whole tree."""
        membership = getattr(user, "membership", None)
        return frozenset(
            page_id for page_id, all_readers in self.readers.items() if not all(readers.include(membership) for readers in all_readers)
        )

    def as_read_by(self, user):
        """Return the tree without the pages that are closed to the user, which may be None. Ask the whole tree."""
        if not self.readers:
            return self
        membership = getattr(user, "membership", None)
        key = (membership.authority_id, membership.hub_id) if membership else ()
        if (tree := self._by_membership.get(key)) is None:
            left_out = self.closed_to(user)
            tree = self._by_left_out.get(left_out) or self._without(left_out)
            if len(self._by_left_out) >= MAX_READERS:
                self._by_left_out.clear()
                self._by_membership.clear()
            self._by_left_out[left_out] = self._by_membership[key] = tree
        return tree

    def _without(self, left_out):
        """Return this tree without some pages. It shares everything else."""

        def kept(nodes):
            return {key: node for key, node in nodes.items() if node.id not in left_out}

        return replace(
            self,
            nodes=kept(self.nodes),
            by_url=kept(self.by_url),
            by_path=kept(self.by_path),
            footer=tuple(node for node in self.footer if node.id not in left_out),
            themes_of={page_id: themes for page_id, themes in self.themes_of.items() if page_id not in left_out},
            by_kind={kind: [node for node in nodes if node.id not in left_out] for kind, nodes in self.by_kind.items()},
            left_out=left_out,
        )

    def is_open(self, page_id):
        """Return whether this reader may open the page, if they are a member: it and its ancestors are live and unrestricted."""
        node = self.nodes.get(page_id)
        return node is not None and node.live and node.url is not None and page_id not in self.restricted

    def first_live(self, kind):
        """Return the first live page of a kind ("pages.startindexpage"), or None."""
        return next((node for node in self.by_kind.get(kind, ()) if node.live), None)


# (token, snapshot) by database name.
_snapshots: dict[str, tuple[int, Tree]] = {}
_pinned: ContextVar[dict | None] = ContextVar("pinned_tree", default=None)


@contextmanager
def pinned_tree(request=None):
    """Use the same snapshot until the block ends, for the reader of the request. The stamp is read on first use."""
    token = _pinned.set({"request": request})
    try:
        yield
    finally:
        _pinned.reset(token)


def current_tree():
    """Return the snapshot as the reader of this request may see it or, outside a request, as every member may see it at this moment."""
    tree = whole_tree()
    return tree.as_read_by(current_reader()) if tree.readers else tree


def current_reader():
    """Return the user of this request, or None outside a request."""
    return getattr((_pinned.get() or {}).get("request"), "user", None)


def whole_tree():
    """Return the snapshot with every page, no matter who reads: for this request or, outside a request, for this moment."""
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
        readers=_readers_by_page(by_path),
    )


def _readers_by_page(by_path):
    """Return {page id: readers} of pages that are for some members only, and of their descendants. One query for each such model."""
    own = {}
    for model in apps.get_models():
        if issubclass(model, PageWithReaders):
            rows = model.objects.exclude(readers_authority=None).order_by()
            own.update({pk: Readers(*ids) for pk, *ids in rows.values_list("pk", "readers_authority", "readers_hub")})
    readers: dict[int, tuple] = {}
    for path, node in by_path.items() if own else ():
        parent = by_path.get(path[:-4])
        inherited = readers.get(parent.id, ()) if parent else ()
        if inherited or node.id in own:
            readers[node.id] = (*inherited, *([own[node.id]] if node.id in own else []))
    return readers


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
