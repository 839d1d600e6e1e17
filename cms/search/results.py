"""Putting an answer together: what the index names, as far as the person may open it, and records beside it."""

from collections import Counter, defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Value

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.search import index_sql
from cms.search.query import hold_all
from cms.search.registry import Answer, Hit

# Of each kind: what is looked through, more when it is narrowed down afterwards.
MOST_FOUND = 60
MOST_NARROWED = 500
MOST_NEARLY = 20


def findables():
    """Every kind that can be found in the index, in order."""
    return sorted((one for named in hooks.gathered(hooks.FINDABLE) for one in named), key=lambda one: one.order)


def sources():
    """Every kind of record that can be found, in order."""
    return sorted(hooks.gathered(hooks.SEARCH_SOURCE), key=lambda one: one.order)


def find(user, wanted):
    """The Answer for what is wanted: two queries where something holds every word, seven at most, and those of the sources.

    When nothing holds every word: on PostgreSQL what holds each of them nearly so, then what holds some. The answer says which.
    """
    if not wanted.words:
        return Answer()
    kinds = {ContentType.objects.get_for_model(one.model).pk: one for one in findables()}
    people = [hit for source in sources() for hit in source.ask(user, wanted)]
    most = MOST_NARROWED if wanted.theme or wanted.role or wanted.authority else MOST_FOUND
    hits, how, cut = [], "all", set()
    for rows, how in _ever_wider(wanted.words, list(kinds), most=most, stop=bool(people)):  # noqa: B007 - said in the answer
        some, cut = _the_first(most, rows)
        hits = _shown(user, wanted, kinds, some)
        if hits:
            break
    hits += people
    many = {one.name: one.many for one in (*findables(), *sources())}
    counts = {name: (many[name], number) for name, number in Counter(hit.kind for hit in hits).items()}
    return Answer(
        hits,
        counts,
        some_only=bool(hits) and how == "some",
        close_only=bool(hits) and how == "close",
        cut=frozenset(kinds[one].name for one in cut),
    )


def by_kind(hits, typed):
    """The hits in order, {kind: hits}: the kinds one names first (every word stands in the closest title), then the closest first."""
    groups = defaultdict(list)
    for hit in hits:
        groups[hit.kind].append(hit)
    return dict(sorted(groups.items(), key=lambda group: not hold_all(group[1][0].title, typed.words)))


def _ever_wider(words, content_types, *, most, stop):
    """Rows of the index: with all the words, then with all or what is written nearly so, then with some."""
    yield index_sql.matching(words, content_types, most=most + 1), "all"
    if not stop:
        yield index_sql.close_to(words, content_types, most=MOST_NEARLY), "close"
        if len(words) > 1:
            yield index_sql.matching(words, content_types, most=MOST_NEARLY, every=False), "some"


def _the_first(most, rows):
    """So many rows of each content type, and the content types of which there were more."""
    numbers: Counter = Counter()
    kept = []
    for row in rows:
        numbers[row[0]] += 1
        if numbers[row[0]] <= most:
            kept.append(row)
    return kept, {content_type for content_type, number in numbers.items() if number > most}


def _shown(user, wanted, kinds, rows):
    """The rows as Hits, in their order, without what the person may not open or the filters leave out."""
    texts = _texts(user, wanted, kinds, rows)
    hits = []
    for content_type, object_id in rows:
        one, pk = kinds[content_type], int(object_id)
        if one.shown is None:
            if (one.name, pk) in texts:
                hits.append(_page_hit(one, pk, texts[one.name, pk]))
        elif not (wanted.theme or wanted.role or wanted.authority) and (shown := one.shown(pk)):
            hits.append(Hit(one.name, *shown))
    return hits


def _page_hit(one, pk, text):
    tree = current_tree()
    node = tree.nodes[pk]
    above = tree.parent(node) if one.names_parent else None
    return Hit(one.name, node.title, node.url, text, f"{one.one} in {above.title}" if above and tree.is_open(above.id) else "")


def of_those_open(user, page_ids):
    """The page ids the person may open, of these. One query, none for none."""
    tree = current_tree()
    by_kind = defaultdict(list)
    for pk in page_ids:
        if tree.is_open(pk):
            by_kind[tree.nodes[pk].kind].append(pk)
    asked = [
        one.visible(user).filter(pk__in=by_kind[label]).order_by().values_list("pk", flat=True)
        for one in findables()
        if one.shown is None and by_kind.get(label := one.model._meta.label_lower)
    ]
    return set(asked[0].union(*asked[1:], all=True)) if asked else set()


def _texts(user, wanted, kinds, rows):
    """{(kind, page id): summary} of the pages among the rows that the person may open and that fit the filters. One query."""
    tree = current_tree()
    theme = next((one.pk for one in tree.themes if one.slug == wanted.theme), 0) if wanted.theme else None
    ids = defaultdict(list)
    for content_type, object_id in rows:
        one, pk = kinds[content_type], int(object_id)
        if one.shown is None and tree.is_open(pk) and (theme is None or theme in _themes(one, pk)):
            ids[content_type].append(pk)
    asked = [pages for content_type, pks in ids.items() if (pages := _pages(user, wanted, kinds[content_type], pks)) is not None]
    if not asked:
        return {}
    return {(name, pk): text for name, pk, text in asked[0].union(*asked[1:], all=True)}


def _themes(one, pk):
    """The ids of a page's themes; a page that is named with the one above it has that one's."""
    tree = current_tree()
    if (own := tree.themes_of.get(pk)) or not one.names_parent:
        return own or frozenset()
    above = tree.parent(tree.nodes[pk])
    return tree.themes_of.get(above.id, frozenset()) if above else frozenset()


def _pages(user, wanted, one, pks):
    """The pages of one kind with these ids, as (kind, id, summary); None when a filter leaves the kind out."""
    pages = one.visible(user).filter(pk__in=pks).order_by()
    for slug, narrow in ((wanted.role, one.by_role), (wanted.authority, one.by_authority)):
        if slug and narrow is None:
            return None
        if slug:
            pages = narrow(pages, slug).distinct()
    named = Value(one.name, output_field=CharField())
    return pages.annotate(found_as=named).values_list("found_as", "pk", "summary")
