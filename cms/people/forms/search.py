"""What somebody looks for."""

MOST_TYPED = 100


def search_text(asked, name):
    """What was search_text into one field of a search: no blanks around it, and no NUL, which PostgreSQL takes for no character."""
    return asked.get(name, "").replace("\x00", "").strip()[:MOST_TYPED]
