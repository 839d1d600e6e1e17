"""SQL queries on Wagtail's search index that cover all models at once.

Wagtail's own `.search()` covers one model per query, and a page of results here mixes seven. The index, and updating it on publish, are
Wagtail's. Search words contain only letters and digits (query.py) and are always passed as parameters.
"""

from django.db import connection
from wagtail.search.models import IndexEntry

from cms.page_tree.snapshot import current_tree
from cms.search.spelling import similar_stems

TABLE = IndexEntry._meta.db_table
# Ranked within each content type first, so that no content type crowds out the others.
_BEST_OF_EACH_TYPE = """
    WITH scored AS ({scored}),
    placed AS (SELECT *, row_number() OVER (PARTITION BY content_type_id ORDER BY score DESC, id) AS place FROM scored)
    SELECT content_type_id, object_id FROM placed WHERE place <= %s ORDER BY score DESC, id
"""
# bm25() takes a weight for each column: autocomplete, body, title.
_SQLITE = f"""
    SELECT e.content_type_id, e.object_id, e.id, -bm25({TABLE}_fts, 0.0, 1.0, 6.0) AS score
    FROM {TABLE}_fts JOIN {TABLE} e ON e.id = {TABLE}_fts.rowid
    WHERE {TABLE}_fts MATCH %s AND e.content_type_id IN (SELECT value FROM json_each(%s))
"""  # noqa: S608 - the table name is Wagtail's
_POSTGRESQL = f"""
    SELECT e.content_type_id, e.object_id, e.id, ts_rank(e.title, q) * 4 + ts_rank(e.body, q) AS score
    FROM {TABLE} e, (SELECT {{tsquery}} AS q) search
    WHERE e.content_type_id = ANY(%s) AND (e.title || e.body) @@ q
"""  # noqa: S608 - as above
_TSQUERY = "to_tsquery('english', %s)"
_STEMS = f"SELECT word FROM ts_stat('SELECT title || body FROM {TABLE}')"  # noqa: S608 - as above


def match_words(words, content_types, *, limit, match_all=True):
    """Return (content type id, object id as text) of the entries that contain all the words, or any if not `match_all`.

    The best match comes first, with at most `limit` of each content type. Takes one query.
    """
    if not words or not content_types:
        return []
    if connection.vendor == "postgresql":
        tsquery = (" & " if match_all else " | ").join(map(_quote, words))
        return _fetch(_POSTGRESQL.format(tsquery=_TSQUERY), [tsquery, list(content_types), limit])
    fts_query = (" AND " if match_all else " OR ").join(f'"{word}"' for word in words)
    return _fetch(_SQLITE, [f"{{title body}} : ({fts_query})", str(list(content_types)), limit])


def match_similar_words(words, content_types, *, limit):
    """Return what `match_words` returns, for entries that contain each word or one spelt like it.

    Only on PostgreSQL, which can list the words in its index; [] elsewhere. Takes one query, and one more to list those words after each
    publish.
    """
    if connection.vendor != "postgresql" or not words or not content_types:
        return []
    stems = current_tree().cached("index stems", ["all"], lambda keys: {"all": _stems()})["all"]
    alternatives = [similar_stems(word, stems) for word in words]
    if None in alternatives or not any(alternatives):
        return []
    tsquery = " && ".join(f"({_TSQUERY} || %s::tsquery)" if similar else _TSQUERY for similar in alternatives)
    params = []
    for word, similar in zip(words, alternatives, strict=True):
        params.append(_quote(word))
        if similar:
            params.append(" | ".join(map(_quote, similar)))
    return _fetch(_POSTGRESQL.format(tsquery=tsquery), [*params, list(content_types), limit])


def _stems():
    """Return the stems in PostgreSQL's index that consist of letters only."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS)
        return frozenset(stem for (stem,) in cursor if stem.isalpha())


def _quote(word):
    """Quote a word for PostgreSQL's tsquery syntax."""
    escaped = word.replace("'", "''")
    return f"'{escaped}'"


def _fetch(scored, params):
    with connection.cursor() as cursor:
        cursor.execute(_BEST_OF_EACH_TYPE.format(scored=scored), params)
        return cursor.fetchall()
