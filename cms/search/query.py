"""Parsing the text typed into Find into words that any database can be given safely."""

import re
from dataclasses import dataclass

MAX_LENGTH = 200
MAX_WORDS = 12
# Left out of searches because a page without them may still be the right one. PostgreSQL's English dictionary drops them too.
_STOP_WORDS = """
a about after all also an and any are as at be been but by can did do does for from had has have he her him his how i if in into is it its
me my no not of on or our she so some than that the their them then there these they this to up us was we were what when where which who
why will with you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(r"(?:ing|ed|ies|es|s)$")


@dataclass(frozen=True)
class ParsedText:
    """Search text: `text` as shown in the box again, and `words` to search for, in lower case and without stop words.

    If there are only stop words, `words` has those and `only_stop_words` is true.
    """

    text: str
    words: tuple[str, ...]
    only_stop_words: bool = False

    @property
    def term(self):
        """Return the words joined by single spaces: the key for counting searches and for promoted results."""
        return " ".join(self.words)


def parse(text):
    """Return any text as ParsedText, cut to MAX_LENGTH characters and MAX_WORDS different words."""
    printable = "".join(character if character.isprintable() else " " for character in text[:MAX_LENGTH])
    cleaned = " ".join(printable.split())
    words = [word.lower().replace("’", "'") for word in _WORD.findall(cleaned)]
    significant = [word for word in words if word not in STOP_WORDS]
    unique = list(dict.fromkeys(significant or words))[:MAX_WORDS]
    return ParsedText(cleaned, tuple(unique), bool(words) and not significant)


def word_stems(words):
    """Return the words without their English endings, so that "missing" also matches "missed"."""
    return [stem if len(stem := _ENDINGS.sub("", word)) > 2 else word for word in words]


def contains_all(text, words):
    """Return whether the text contains every word, whatever their endings."""
    text_words = _WORD.findall(text.lower().replace("’", "'"))
    return all(any(word.startswith(stem) for word in text_words) for stem in word_stems(words))


def highlight(text, words):
    """Return the text as (piece, is_match) pairs, where matches are the words with any ending."""
    if not words or not text:
        return [(text, False)]
    pattern = "|".join(re.escape(stem) for stem in sorted(word_stems(words), key=len, reverse=True))
    pieces = re.split(rf"(\b(?:{pattern})\w{{0,4}}\b)", text, flags=re.IGNORECASE)
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]
