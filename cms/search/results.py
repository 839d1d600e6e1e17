"""Running a search: documents that the user may open, best first, and hits from the search sources."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from cms import hooks
from cms.page_tree.snapshot import current_tree
from cms.search.access import Access
from cms.search.documents import labels, searchable_models
from cms.search.expansion import expand
from cms.search.query import contains_all
from cms.search.registry import SearchHit, SearchQuery, SearchResults

__all__ = ["group_by_kind", "known_stems", "search", "search_apart", "search_sources", "searchable_models"]

MAX_PER_KIND = 60
MAX_PER_KIND_INEXACT = 20
# A long question seldom has all its words on the page that answers it.
LONG_QUESTION = 3
MIN_COVERAGE = 0.5


def search_sources():
    """Return every registered SearchSource in order."""
    return sorted(hooks.collect(hooks.SEARCH_SOURCE), key=lambda source: source.order)


def search_apart(user, text, filters=None):
    """Return (SearchSource, SearchHits, URL of all) for each source that is shown apart from the others and has hits."""
    query = SearchQuery(text.words, **(filters or {}))
    if not text.words:
        return []
    found = [(source, source.search(user, query), source.all_url(query)) for source in search_sources() if source.all_url]
    return [(source, hits, url) for source, hits, url in found if hits]


@dataclass(frozen=True)
class Match:
    """A document that matched: its score, and the share of what was asked that it contains, from 0 to 1."""

    number: int
    score: float
    coverage: float


def search(user, text, index, filters=None):
    """Return the SearchResults for a ParsedText in a TextIndex, with a dict of filters.

    Takes no query besides those of the search sources and, if they are set, the filters.
    """
    query = SearchQuery(text.words, **(filters or {}))
    if not text.words:
        return SearchResults()
    is_open = _open_numbers(index, Access(user))
    terms = [term for term in expand(text, _Known(index, is_open), index.synonyms) if term.words]
    matches, has_all = _matches(index, terms, is_open, _filter(user, query))
    source_hits = [hit for source in search_sources() if not source.all_url for hit in source.search(user, query)]
    page_hits, truncated = _page_hits(index, matches, MAX_PER_KIND if has_all else MAX_PER_KIND_INEXACT)
    if source_hits and not has_all:
        page_hits = []
    hits = _in_order(page_hits, source_hits, text, has_all)
    names = {name: plural for name, (_, plural) in labels().items()} | {source.name: source.label_plural for source in search_sources()}
    counts = {name: (names[name], number) for name, number in Counter(hit.kind for hit in hits).items()}
    is_fuzzy = any(term.is_fuzzy for term in terms)
    return SearchResults(
        hits,
        counts,
        is_partial=bool(page_hits) and not has_all,
        is_fuzzy=bool(page_hits) and has_all and is_fuzzy,
        truncated_kinds=frozenset(truncated),
        words=tuple(dict.fromkeys(_words(text, terms))),
        stems=frozenset(stem for term in terms for alternative in term.alternatives for stem in alternative.stems),
    )


def known_stems(user, index):
    """Return a container of the stems in documents of a TextIndex that the user may open."""
    return _Known(index, _open_numbers(index, Access(user)))


def group_by_kind(hits):
    """Return the hits as {kind: hits}, in the order of each kind's best hit."""
    groups = defaultdict(list)
    for hit in hits:
        groups[hit.kind].append(hit)
    return dict(groups)


def _open_numbers(index, access):
    """Return whether the user may open each document, as a list."""
    return [access.may_open(document) for document in index.documents]


class _Known:
    """The stems in documents that the user may open, for `in`. Iteration is over the stems of all documents."""

    def __init__(self, index, is_open):
        self.index = index
        self.is_open = is_open

    def __contains__(self, stem):
        return any(self.is_open[number] for number in self.index.postings.get(stem, ((),))[0])

    def __iter__(self):
        return iter(self.index.postings)


def _matches(index, terms, is_open, is_included):
    """Return the Matches, best first, and whether the best contains everything that was asked."""
    scores: dict[int, float] = defaultdict(float)
    found: dict[int, float] = defaultdict(float)
    weights_of_terms = [_term_weights(index, term, is_open) for term in terms]
    # How much each term says, and as much again for each being asked at all, so that one rare word does not decide alone.
    idfs = [index.idf(len(weights)) for weights in weights_of_terms]
    mean = sum(idfs) / max(1, len(idfs))
    total = 2 * sum(idfs)
    for idf, weights in zip(idfs, weights_of_terms, strict=True):
        for number, weight in weights.items():
            scores[number] += idf * weight
            found[number] += (idf + mean) / total
    matches = [
        Match(number, score * found[number], found[number]) for number, score in scores.items() if is_included(index.documents[number])
    ]
    matches.sort(key=lambda match: (-match.score, match.number))
    complete = [match for match in matches if match.coverage > 0.999]
    if complete and len(terms) < LONG_QUESTION:
        return complete, True
    if complete:
        return [match for match in matches if match.coverage >= MIN_COVERAGE], True
    return matches, False


def _term_weights(index, term, is_open):
    """Return {document number: weight} for a Term, in documents that are open."""
    best: dict[int, float] = {}
    for alternative in term.alternatives:
        by_stem = [index.weights(stem) for stem in alternative.stems]
        if not by_stem:
            continue
        for number in set(by_stem[0]).intersection(*by_stem[1:]):
            if is_open[number]:
                weight = alternative.factor * sum(weights[number] for weights in by_stem) / len(by_stem)
                best[number] = max(best.get(number, 0.0), weight)
    return best


def _filter(user, query):
    """Return a function that says whether the filters include a Document. Takes one query if a job role or authority is chosen."""
    if not query.is_filtered:
        return lambda document: True
    theme = next((theme.pk for theme in current_tree().themes if theme.slug == query.theme), 0) if query.theme else None
    page_ids = _filtered_page_ids(user, query) if query.role or query.authority else None
    return lambda document: (
        document.pk is not None and (theme is None or theme in document.themes) and (page_ids is None or document.pk in page_ids)
    )


def _filtered_page_ids(user, query):
    """Return the ids of the pages that the filters by job role and authority include. Models that cannot be filtered so have none."""
    querysets = []
    for model in searchable_models():
        filters = [(slug, narrow) for slug, narrow in ((query.role, model.by_role), (query.authority, model.by_authority)) if slug]
        if any(narrow is None for _, narrow in filters):
            continue
        pages = model.visible_to(user).order_by()
        for slug, narrow in filters:
            pages = narrow(pages, slug).distinct()
        querysets.append(pages.values_list("pk", flat=True))
    return set(querysets[0].union(*querysets[1:], all=True)) if querysets else set()


def _page_hits(index, matches, limit):
    """Return the first `limit` matches of each kind as SearchHits, and the kinds that had more."""
    hits: list[SearchHit] = []
    counts: Counter[str] = Counter()
    kind_labels = labels()
    for match in matches:
        document = index.documents[match.number]
        counts[document.kind] += 1
        if counts[document.kind] <= limit:
            hits.append(
                SearchHit(document.kind, document.title, document.url, document.text, document.detail, label=kind_labels[document.kind][0])
            )
    return hits, {kind for kind, count in counts.items() if count > limit}


def _in_order(page_hits, source_hits, text, has_all):
    """Return all hits, best first. People come first if their name was typed, or if the question asks who."""
    named = [hit for hit in source_hits if contains_all(hit.title, text.words)]
    others = [hit for hit in source_hits if hit not in named]
    if text.asks_for_person or not has_all:
        return [*named, *others, *page_hits]
    return [*named, *page_hits, *others]


def _words(text, terms):
    """Yield the words to highlight: those typed, and the stems that were looked for instead."""
    yield from text.words
    for term in terms:
        for alternative in term.alternatives:
            yield from alternative.stems
