"""Reading search text from a query string."""

MAX_LENGTH = 100


def search_text(query, name):
    """Return the stripped text of a field of the query string."""
    return query.get(name, "").strip()[:MAX_LENGTH]
