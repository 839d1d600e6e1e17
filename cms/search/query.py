"""What somebody typed, as words that are safe to hand to any database."""

import re
from dataclasses import dataclass

MOST_TYPED = 200
MOST_WORDS = 12
# So common that a page without them may still be the one that is wanted; PostgreSQL's English drops them too.
_LITTLE = """
a about after all also an and any are as at be been but by can did do does for from had has have he her him his how i if in into is it its
me my no not of on or our she so some than that the their them then there these they this to up us was we were what when where which who
why will with you your
"""
LITTLE = frozenset(_LITTLE.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(r"(?:ing|ed|ies|es|s)$")


@dataclass(frozen=True)
class Typed:
    """`shown` is what the box shows again; `words` what is looked for, in small letters and without the little ones."""

    shown: str
    words: tuple[str, ...]
    only_little: bool = False

    @property
    def joined(self):
        """The words with single spaces: how a term is counted and promoted."""
        return " ".join(self.words)


def read(text):
    """Read what was typed: at most MOST_TYPED characters and MOST_WORDS words, whatever they are. Never refuses."""
    shown = " ".join("".join(one if one.isprintable() else " " for one in text[:MOST_TYPED]).split())
    every = [word.lower().replace("’", "'") for word in _WORD.findall(shown)]
    telling = [word for word in every if word not in LITTLE]
    kept = list(dict.fromkeys(telling or every))[:MOST_WORDS]
    return Typed(shown, tuple(kept), bool(every) and not telling)


def beginnings(words):
    """The words without their English endings, for marking them in a text: “missing” marks “missed” too."""
    return [stem if len(stem := _ENDINGS.sub("", word)) > 2 else word for word in words]


def hold_all(text, words):
    """Say whether the text holds each of the words, whatever their endings."""
    held = _WORD.findall(text.lower().replace("’", "'"))
    return all(any(one.startswith(stem) for one in held) for stem in beginnings(words))


def marked(text, words):
    """The text in pieces, [(piece, whether it is one of the words)]."""
    if not words or not text:
        return [(text, False)]
    pattern = "|".join(re.escape(one) for one in sorted(beginnings(words), key=len, reverse=True))
    pieces = re.split(rf"(\b(?:{pattern})\w{{0,4}}\b)", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
