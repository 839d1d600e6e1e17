"""Reading search text from a query string."""

MAX_LENGTH = 100


def search_text(query, name):
    """Return the stripped text of a field of the query string, without NUL, which PostgreSQL rejects."""
    return query.get(name, "").replace("\x00", "").strip()[:MAX_LENGTH]
