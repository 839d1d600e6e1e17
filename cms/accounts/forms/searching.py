"""What somebody looks for."""

MOST_TYPED = 100


def typed(asked, name):
    """What was typed into one field of a search: no blanks around it, and no NUL, which PostgreSQL takes for no character."""
    return asked.get(name, "").replace("\x00", "").strip()[:MOST_TYPED]
