"""The lists that the check reads: English words, names, places. Read once for each process, on first use."""

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
# Letters that Unicode does not take apart into a letter and a mark.
_SINGLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "’": "'"})


def fold_word(word: str) -> str:
    """Return a word in lower case without accents: Łukasz → lukasz."""
    if word.isascii():
        return word.lower()
    taken_apart = unicodedata.normalize("NFKD", word.lower().translate(_SINGLE))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Lexicon:
    """Sets of folded words. `places` and `world` also have names of several words; `longest_place` counts words by first word."""

    common: frozenset[str]
    english: frozenset[str]
    capitals: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    places: frozenset[str]
    world: frozenset[str]
    longest_place: dict[str, int]


@cache
def lexicon() -> Lexicon:
    """Return the lists. They change only with a deploy, so they may be kept for the life of the process."""
    words = _read("english")
    names = [line.split(" ") for line in _read("names")]
    places, world = _read("places"), _read("world")
    longest: dict[str, int] = {}
    for place in (*places, *world):
        parts = place.replace("-", " ").split(" ")
        longest[parts[0]] = max(longest.get(parts[0], 1), len(parts))
    return Lexicon(
        common=frozenset(word[1:] for word in words if word[0] == "+"),
        english=frozenset(word.lstrip("+") for word in words),
        capitals=frozenset(_read("capitals")),
        given=frozenset(name for name, use in names if "g" in use),
        family=frozenset(name for name, use in names if "f" in use),
        places=frozenset(place.replace("-", " ") for place in places),
        world=frozenset(place.replace("-", " ") for place in world),
        longest_place=longest,
    )


@cache
def context(name: str) -> frozenset[str]:
    """Return the words of lists/context/<name>.txt, in lower case."""
    text = (LISTS / "context" / f"{name}.txt").read_text(encoding="utf-8").lower().strip()
    # Lists of phrases have one on each line, lists of words as many as fit.
    return frozenset(text.split("\n") if name.startswith("allowed") else text.split())


def _read(name: str) -> list[str]:
    with gzip.open(LISTS / f"{name}.txt.gz", "rt", encoding="utf-8") as file:
        return file.read().split("\n")
