"""Running a search: matches from the index that the user may open, and hits from the search sources."""

from collections import Counter, defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Value

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.search import index_sql
from cms.search.query import contains_all
from cms.search.registry import SearchHit, SearchResults

# How many matches of each model to fetch: more if filters will remove some of them, fewer if they are not exact.
MAX_PER_KIND = 60
MAX_PER_KIND_FILTERED = 500
MAX_PER_KIND_INEXACT = 20


def searchable_models():
    """Return every registered SearchableModel in order."""
    return sorted((model for models in hooks.collect(hooks.SEARCHABLE_MODELS) for model in models), key=lambda model: model.order)


def search_sources():
    """Return every registered SearchSource in order."""
    return sorted(hooks.collect(hooks.SEARCH_SOURCE), key=lambda source: source.order)


def search(user, query):
    """Return the SearchResults for a SearchQuery.

    If nothing contains every word, the results contain similar words (on PostgreSQL), or else some of the words.

    Takes two queries if something contains every word and seven at most, besides those of the search sources.
    """
    if not query.words:
        return SearchResults()
    models = {ContentType.objects.get_for_model(model.model).pk: model for model in searchable_models()}
    source_hits = [hit for source in search_sources() for hit in source.search(user, query)]
    limit = MAX_PER_KIND_FILTERED if query.is_filtered else MAX_PER_KIND
    hits, match, truncated = [], "all", set()
    for matches, match in _widening_matches(query.words, list(models), limit=limit, exact_only=bool(source_hits)):  # noqa: B007 - used below
        rows, truncated = _truncate(matches, limit)
        hits = _hits(user, query, models, rows)
        if hits:
            break
    hits += source_hits
    labels = {registered.name: registered.label_plural for registered in (*searchable_models(), *search_sources())}
    counts = {name: (labels[name], number) for name, number in Counter(hit.kind for hit in hits).items()}
    return SearchResults(
        hits,
        counts,
        is_partial=bool(hits) and match == "some",
        is_fuzzy=bool(hits) and match == "similar",
        truncated_kinds=frozenset(models[content_type].name for content_type in truncated),
    )


def group_by_kind(hits, query):
    """Return the hits as {kind: hits}.

    Kinds whose best hit has every word in its title come first; otherwise the order of the hits is unchanged.
    """
    groups = defaultdict(list)
    for hit in hits:
        groups[hit.kind].append(hit)
    return dict(sorted(groups.items(), key=lambda group: not contains_all(group[1][0].title, query.words)))


def _widening_matches(words, content_types, *, limit, exact_only):
    """Yield (index rows, what they contain): all words, then similar words, then some of the words."""
    yield index_sql.match_words(words, content_types, limit=limit + 1), "all"
    if not exact_only:
        yield index_sql.match_similar_words(words, content_types, limit=MAX_PER_KIND_INEXACT), "similar"
        if len(words) > 1:
            yield index_sql.match_words(words, content_types, limit=MAX_PER_KIND_INEXACT, match_all=False), "some"


def _truncate(rows, limit):
    """Return at most `limit` rows of each content type, and the content types that had more."""
    counts: Counter = Counter()
    first_rows = []
    for row in rows:
        counts[row[0]] += 1
        if counts[row[0]] <= limit:
            first_rows.append(row)
    return first_rows, {content_type for content_type, count in counts.items() if count > limit}


def _hits(user, query, models, rows):
    """Return the rows as SearchHits in the same order, without those the user may not open or the filters exclude."""
    summaries = _summaries(user, query, models, rows)
    hits = []
    for content_type, object_id in rows:
        model, pk = models[content_type], int(object_id)
        if model.describe is None:
            if (model.name, pk) in summaries:
                hits.append(_page_hit(model, pk, summaries[model.name, pk]))
        elif not query.is_filtered and (description := model.describe(pk)):
            hits.append(SearchHit(model.name, *description))
    return hits


def _page_hit(model, pk, summary):
    tree = current_tree()
    node = tree.nodes[pk]
    parent = tree.parent(node) if model.names_parent else None
    detail = f"{model.label} in {parent.title}" if parent and tree.is_open(parent.id) else ""
    return SearchHit(model.name, node.title, node.url, summary, detail)


def visible_page_ids(user, page_ids):
    """Return those of the page ids that the user may open, as a set. Takes one query, or none for an empty list."""
    tree = current_tree()
    ids_by_model = defaultdict(list)
    for pk in page_ids:
        if tree.is_open(pk):
            ids_by_model[tree.nodes[pk].kind].append(pk)
    querysets = [
        model.visible_to(user).filter(pk__in=ids_by_model[label]).order_by().values_list("pk", flat=True)
        for model in searchable_models()
        if model.describe is None and ids_by_model.get(label := model.model._meta.label_lower)
    ]
    return set(querysets[0].union(*querysets[1:], all=True)) if querysets else set()


def _summaries(user, query, models, rows):
    """Return {(kind, page id): summary} of the pages that the user may open and the filters include. Takes one query."""
    tree = current_tree()
    theme = next((theme.pk for theme in tree.themes if theme.slug == query.theme), 0) if query.theme else None
    page_ids = defaultdict(list)
    for content_type, object_id in rows:
        model, pk = models[content_type], int(object_id)
        if model.describe is None and tree.is_open(pk) and (theme is None or theme in _theme_ids(model, pk)):
            page_ids[content_type].append(pk)
    querysets = [
        pages for content_type, pks in page_ids.items() if (pages := _filtered_pages(user, query, models[content_type], pks)) is not None
    ]
    if not querysets:
        return {}
    return {(name, pk): summary for name, pk, summary in querysets[0].union(*querysets[1:], all=True)}


def _theme_ids(model, pk):
    """Return the ids of a page's themes; a page that names its parent and has no themes has the parent's."""
    tree = current_tree()
    if (own := tree.themes_of.get(pk)) or not model.names_parent:
        return own or frozenset()
    parent = tree.parent(tree.nodes[pk])
    return tree.themes_of.get(parent.id, frozenset()) if parent else frozenset()


def _filtered_pages(user, query, model, pks):
    """Return the pages with these ids as rows of (kind, id, summary), or None if the model does not support a filter that is set."""
    pages = model.visible_to(user).filter(pk__in=pks).order_by()
    for slug, narrow in ((query.role, model.by_role), (query.authority, model.by_authority)):
        if slug and narrow is None:
            return None
        if slug:
            pages = narrow(pages, slug).distinct()
    name = Value(model.name, output_field=CharField())
    return pages.annotate(search_kind=name).values_list("search_kind", "pk", "summary")
