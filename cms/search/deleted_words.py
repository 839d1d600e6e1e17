"""Words of deleted entries in the search index."""

from django.db import connection


def purge_deleted_words():
    """Remove the words of deleted entries from SQLite's index, which keeps them until it merges its parts. Nothing on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('optimize')")
