"""Putting a story that was pasted as a whole into its parts, by its headings."""

import re

from casestudies.choices import SECTIONS

HEADINGS = {**SECTIONS, "title": "Title", "summary": "Summary", "situation": "The situation", "questions": "Questions for a team"}
_FIELDS = {re.sub(r"\W+", " ", heading).strip().casefold(): field for field, heading in HEADINGS.items()}


def parts_of(text):
    """Return {field: text} of a pasted story. Text above the first heading we know goes to the first section."""
    parts: dict[str, list[str]] = {}
    field = "happening"
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = _FIELDS.get(re.sub(r"[\W\d]+", " ", line).strip().casefold())
        if heading:
            field = heading
        else:
            parts.setdefault(field, []).append(line.rstrip())
    texts = {name: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() for name, lines in parts.items()}
    return {name: text for name, text in texts.items() if text}
