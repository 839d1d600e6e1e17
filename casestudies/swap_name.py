"""Replacing one name by another word in every part of a draft."""

import re

APOSTROPHES = "'’"


def swap(fields, *, old, new):
    """Return (fields, number of places) with the whole word `old` replaced by `new` in every text, whatever its capitals.

    "Kayleigh’s" becomes "her sister’s". A name inside another word is left alone. Lists and other values stay as they are.
    """
    pattern = re.compile(rf"(?<!\w){re.escape(old.strip())}(?=[{APOSTROPHES}]s\b|(?!\w))", re.IGNORECASE)
    count = 0
    swapped = dict(fields)
    for name, text in fields.items():
        if isinstance(text, str):
            swapped[name], places = pattern.subn(lambda match: new.strip(), text)
            count += places
    return swapped, count
