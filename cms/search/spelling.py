"""Slips of the pen: which words of the index may have been meant."""

from difflib import SequenceMatcher
from heapq import nlargest

from cms.search.query import beginnings

# Shorter words are like too many others.
FEWEST_LETTERS = 5
MOST_MEANT = 3
NEAR = 0.8


def near(word, stems):
    """The stems that are written nearly as the word, closest first: () when the word itself stands there, None when nothing is near.

    A stem is a word of the index without its ending, as the database cuts it off; so the word is held against it at the stem's own length.
    The first letter must be right: that is where slips are rarest.
    """
    start = beginnings([word])[0]
    if not stems.isdisjoint({word, start, word[:-1]}):
        return ()
    if len(word) < FEWEST_LETTERS:
        return None
    likely = (stem for stem in stems if stem[0] == word[0] and max(4, len(word) - 5) <= len(stem) <= len(word) + 2)
    scored = ((max(_alike(word[: len(stem)], stem), _alike(start, stem)), stem) for stem in likely)
    return tuple(stem for score, stem in nlargest(MOST_MEANT, scored) if score >= NEAR) or None


def _alike(one, other):
    return SequenceMatcher(None, one, other).ratio()
