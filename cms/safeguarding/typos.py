"""Misspellings: words of no list that are nearly English."""

import re
from collections.abc import Iterator

from .lexicon import Lexicon

_VOWEL = re.compile(r"[aeiouy]")


def is_typo(low: str, lists: Lexicon, notes: frozenset[str]) -> bool:
    """Return whether a word of no list is likely an English word misspelt, shortened or stretched."""
    if low in lists.given or low in lists.family:
        return False
    parts = low.split("-")
    if len(parts) > 1:
        return all(part in lists.english or part in notes for part in parts)
    bare = low.replace("'", "")
    if not _VOWEL.search(bare) or re.search(r"(\w)\1\1", bare) or len(bare) < 3:
        return True
    common = lists.common
    if bare.endswith("s") and (bare[:-1] in lists.english or bare[:-1] in notes):
        return True
    if bare.endswith(("in", "d", "ed", "er", "ers", "y", "ie", "ies")) and any(
        bare.removesuffix(end) + more in common
        for end, more in (("in", "ing"), ("d", "ed"), ("d", "e"), ("ed", ""), ("er", ""), ("ers", ""), ("y", ""), ("ie", ""))
        if bare.endswith(end) and len(bare) > len(end) + 2
    ):
        return True
    if any(
        bare.startswith(prefix) and bare[len(prefix) :] in lists.english and len(bare) > len(prefix) + 2
        for prefix in (
            "un",
            "re",
            "over",
            "out",
            "mis",
            "dis",
            "pre",
            "non",
            "anti",
            "co",
            "sub",
            "inter",
            "multi",
            "super",
            "self",
            "bed",
            "key",
            "step",
            "side",
        )
    ):
        return True
    if len(bare) >= 4 and any(bare[:cut] in common and bare[cut:] in common for cut in range(3, len(bare) - 2)):
        return True
    known = common if len(bare) < 8 else lists.english
    return len(bare) >= 5 and any(edit in known for edit in _edits(bare))


def _edits(word: str) -> Iterator[str]:
    """Yield the words one letter away. English words only keep the first letter, which people rarely get wrong."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]
            for letter in letters:
                yield head + letter + tail[1:]
        for letter in letters:
            yield head + letter + tail
