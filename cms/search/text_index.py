"""The search index in memory: which documents contain which stems, and how much each stem says about the document.

Wagtail keeps the text of each page in its own index table as pages are published. We read it once after each change of the page tree and
cache the result with the tree. Searching it takes no query, gives the same results on both databases, and has no query language in which
anything typed could be an error. Decision 0073 has the reasons and the costs.
"""

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from cms.page_tree.snapshot import current_tree
from cms.search.documents import Document, Place, current_catalogue, read_job_roles
from cms.search.expansion import read_synonyms
from cms.search.promotions import read_promotions
from cms.search.query import stems

# What a stem adds for being in the title, in another name or the summary, and at most in the body.
IN_TITLE = 3.0
IN_SHORT_TITLE = 4.0  # divided by the number of stems in the title
OF_OTHER_TITLE = 0.8  # of that, for another spelling or a local name
IN_SUMMARY = 1.5
# BM25: how quickly repetitions count less, and how much long texts count less. See Robertson and Zaragoza, 2009.
K1 = 1.2
B = 0.5
_ENTRIES = f"SELECT content_type_id, object_id, body{{cast}} FROM {IndexEntry._meta.db_table}"  # noqa: S608 - the table name is Wagtail's
_LEXEME = re.compile(r"'((?:[^']|'')+)':([\dA-D,]+)")


@dataclass(frozen=True)
class TextIndex:
    """`postings` is {stem: (numbers of the documents that contain it, its weight in each)}. The rest is what Find needs beside it."""

    documents: list[Document]
    postings: dict[str, tuple[array, array]] = field(repr=False)
    authorities: dict[int, Place]
    job_roles: list[Place]
    synonyms: dict[tuple, tuple]
    promotions: dict[str, list]

    def weights(self, stem):
        """Return {document number: weight} of a stem."""
        numbers, weights = self.postings.get(stem, ((), ()))
        return dict(zip(numbers, weights, strict=True))

    def idf(self, count):
        """Return how much a term says that `count` documents contain: less if more do."""
        return log(1 + (len(self.documents) - count + 0.5) / (count + 0.5))


def current_index():
    """Return the TextIndex of the current page tree. Takes no query if cached, and six if not."""
    return current_tree().cached("search index", ["all"], lambda keys: {"all": build()})["all"]


def build():
    """Return a TextIndex of all documents."""
    catalogue = current_catalogue()
    documents = catalogue.documents
    bodies = _page_bodies({document.kind_model for document in documents if document.kind_model})
    counts = [bodies.get((document.kind_model, document.pk)) or _counts(document.body) for document in documents]
    average = sum(total for _, _, total in counts) / max(1, len(counts)) or 1.0
    postings: dict[str, tuple[array, array]] = defaultdict(lambda: (array("I"), array("f")))
    for number, (document, (body_stems, numbers_of_times, total)) in enumerate(zip(documents, counts, strict=True)):
        weights: dict[str, float] = {}
        length = K1 * (1 - B + B * total / average)
        for stem, times in zip(body_stems, numbers_of_times, strict=True):
            weights[stem] = times * (K1 + 1) / (times + length)
        for stem in set(stems(document.text)) | set(stems(" ".join(document.keywords))):
            weights[stem] = weights.get(stem, 0) + IN_SUMMARY
        in_titles: dict[str, float] = {}
        for title in (document.title, *document.other_titles):
            title_stems = set(stems(title))
            for stem in title_stems:
                weight = (IN_TITLE + IN_SHORT_TITLE / len(title_stems)) * (1 if title == document.title else OF_OTHER_TITLE)
                in_titles[stem] = max(in_titles.get(stem, 0), weight)
        for stem, weight in in_titles.items():
            weights[stem] = weights.get(stem, 0) + weight
        for stem, weight in weights.items():
            numbers, document_weights = postings[stem]
            numbers.append(number)
            document_weights.append(weight * document.rank)
    return TextIndex(documents, dict(postings), catalogue.authorities, read_job_roles(), read_synonyms(), read_promotions())


def _page_bodies(labels):
    """Return {(model label, page id): (stems, how often each occurs, total)} from Wagtail's index. Takes one query."""
    types = {ContentType.objects.get_by_natural_key(*label.split(".")).pk: label for label in labels}
    is_postgresql = connection.vendor == "postgresql"
    read = _counts_of_vector if is_postgresql else _counts
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES.format(cast="::text" if is_postgresql else ""))
        return {(types[type_id], int(pk)): read(body) for type_id, pk, body in cursor if type_id in types and body}


# The next two are remembered by the text itself, so that one edit does not mean reading every text again.
@lru_cache(maxsize=4_000)
def _counts(text):
    """Return the different stems of a text, how often each occurs, and how many there are in all."""
    return _packed(Counter(stems(unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=4_000)
def _counts_of_vector(vector):
    """Return the same for PostgreSQL's tsvector as text: 'risk':3,17 'home':5."""
    return _packed({lexeme.replace("''", "'"): places.count(",") + 1 for lexeme, places in _LEXEME.findall(vector)})


def _packed(counts):
    return tuple(counts), array("H", (min(times, 1_000) for times in counts.values())), sum(counts.values())
