"""Wagtail's search index, asked in one statement for all kinds at once.

Wagtail's own `.search()` asks one kind of model at a time; one page of results here holds seven kinds. The index itself, and keeping it
true at every publish, are Wagtail's. The words are letters and digits only (words.py), and travel as parameters.
"""

from django.db import connection
from wagtail.search.models import IndexEntry

from cms.page_tree.snapshot import current_tree
from cms.search.spelling import near

TABLE = IndexEntry._meta.db_table
# Of each kind the closest, so that no kind crowds another out; all of them together in the order of closeness.
_OF_EACH_KIND = """
    WITH scored AS ({scored}),
    placed AS (SELECT *, row_number() OVER (PARTITION BY content_type_id ORDER BY score DESC, id) AS place FROM scored)
    SELECT content_type_id, object_id FROM placed WHERE place <= %s ORDER BY score DESC, id
"""
# Title, body: how much more a word in the title says.
_SQLITE = f"""
    SELECT e.content_type_id, e.object_id, e.id, -bm25({TABLE}_fts, 0.0, 1.0, 6.0) AS score
    FROM {TABLE}_fts JOIN {TABLE} e ON e.id = {TABLE}_fts.rowid
    WHERE {TABLE}_fts MATCH %s AND e.content_type_id IN (SELECT value FROM json_each(%s))
"""  # noqa: S608 - the table's name is Wagtail's own
_POSTGRESQL = f"""
    SELECT e.content_type_id, e.object_id, e.id, ts_rank(e.title, q) * 4 + ts_rank(e.body, q) AS score
    FROM {TABLE} e, (SELECT {{wanted}} AS q) asked
    WHERE e.content_type_id = ANY(%s) AND (e.title || e.body) @@ q
"""  # noqa: S608 - as above
_WORD = "to_tsquery('english', %s)"
_STEMS = f"SELECT word FROM ts_stat('SELECT title || body FROM {TABLE}')"  # noqa: S608 - as above


def matching(words, content_types, *, most, every=True):
    """What holds all the words (any of them, unless `every`): [(content type id, object id as text)], closest first, `most` of each kind.

    One query.
    """
    if not words or not content_types:
        return []
    if connection.vendor == "postgresql":
        wanted = (" & " if every else " | ").join(map(_quoted, words))
        return _rows(_POSTGRESQL.format(wanted=_WORD), [wanted, list(content_types), most])
    wanted = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
    return _rows(_SQLITE, [f"{{title body}} : ({wanted})", str(list(content_types)), most])


def close_to(words, content_types, *, most):
    """What holds each of the words or one written nearly so, as `matching`. On PostgreSQL, whose index can be asked for its words.

    One query; one more for the words of the index, after something was published.
    """
    if connection.vendor != "postgresql" or not words or not content_types:
        return []
    stems = current_tree().cached("words of the index", ["all"], lambda keys: {"all": _stems()})["all"]
    meant = [near(word, stems) for word in words]
    if None in meant or not any(meant):
        return []
    wanted = " && ".join(f"({_WORD} || %s::tsquery)" if one else _WORD for one in meant)
    values = [
        value for word, one in zip(words, meant, strict=True) for value in (_quoted(word), " | ".join(map(_quoted, one)))[: 1 + bool(one)]
    ]
    return _rows(_POSTGRESQL.format(wanted=wanted), [*values, list(content_types), most])


def _stems():
    """The words of the index without their endings, as PostgreSQL keeps them; those that are letters only."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS)
        return frozenset(word for (word,) in cursor if word.isalpha())


def _quoted(word):
    """The word as PostgreSQL's own language of queries has it."""
    escaped = word.replace("'", "''")
    return f"'{escaped}'"


def _rows(scored, values):
    with connection.cursor() as cursor:
        cursor.execute(_OF_EACH_KIND.format(scored=scored), values)
        return cursor.fetchall()
