"""Wagtail's search index, asked in one statement for all kinds at once.

Wagtail's own `.search()` asks one kind of model at a time; one page of results here holds seven kinds. The index itself, and keeping it
true at every publish, are Wagtail's. The words are letters and digits only (words.py), and travel as parameters.
"""

from django.db import connection
from wagtail.search.models import IndexEntry

TABLE = IndexEntry._meta.db_table
_seen: list[tuple] = []
# Title, body: how much more a word in the title says.
_SQLITE = f"""
    SELECT e.content_type_id, e.object_id FROM {TABLE}_fts JOIN {TABLE} e ON e.id = {TABLE}_fts.rowid
    WHERE {TABLE}_fts MATCH %s AND e.content_type_id IN (SELECT value FROM json_each(%s))
    ORDER BY bm25({TABLE}_fts, 0.0, 1.0, 6.0), e.id LIMIT %s
"""  # noqa: S608 - the table's name is Wagtail's own
_POSTGRESQL = f"""
    SELECT e.content_type_id, e.object_id FROM {TABLE} e, to_tsquery('english', %s) q
    WHERE e.content_type_id = ANY(%s) AND (e.title || e.body) @@ q
    ORDER BY ts_rank(e.title, q) * 4 + ts_rank(e.body, q) DESC, e.id LIMIT %s
"""  # noqa: S608 - as above
# For each word: it stands there in some form, or one written nearly so does. Then how near, a word in the title first.
_CLOSE = f"""
    SELECT e.content_type_id, e.object_id FROM {TABLE} e
    WHERE e.content_type_id = ANY(%s) AND {{each}}
    ORDER BY {{nearness}} DESC, e.id LIMIT %s
"""  # noqa: S608 - as above
_IS_CLOSE = "((e.title || e.body) @@ to_tsquery('english', %s) OR %s <%% e.title_text OR %s <%% e.body_text)"
_NEARNESS = "greatest(word_similarity(%s, e.title_text), 0.8 * word_similarity(%s, e.body_text))"


def matching(words, content_types, *, most, every=True):
    """What holds all the words (any of them, unless `every`): [(content type id, object id as text)], closest first. One query."""
    if not words or not content_types:
        return []
    if connection.vendor == "postgresql":
        wanted = (" & " if every else " | ").join(map(_quoted, words))
        return _rows(_POSTGRESQL, [wanted, list(content_types), most])
    wanted = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
    return _rows(_SQLITE, [f"{{title body}} : ({wanted})", str(list(content_types)), most])


def close_to(words, content_types, *, most):
    """What holds each of the words or one written nearly so, as `matching`; empty where the database cannot tell (no pg_trgm).

    One query; two at first.
    """
    if connection.vendor != "postgresql" or not words or not content_types or not _tells_nearness():
        return []
    asked = _CLOSE.format(each=" AND ".join([_IS_CLOSE] * len(words)), nearness=" + ".join([_NEARNESS] * len(words)))
    each = [value for word in words for value in (_quoted(word), word, word)]
    return _rows(asked, [list(content_types), *each, *(word for word in words for _ in range(2)), most])


def _quoted(word):
    """The word as PostgreSQL's own language of queries has it."""
    escaped = word.replace("'", "''")
    return f"'{escaped}'"


def _tells_nearness():
    """Say whether pg_trgm is there; once it is, nobody takes it away under a running site."""
    if not _seen:
        _seen.extend(_rows("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'", []))
    return bool(_seen)


def _rows(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()
