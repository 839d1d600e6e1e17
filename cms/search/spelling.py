"""Spelling correction against the stems in the search index."""

from difflib import SequenceMatcher
from heapq import nlargest

from cms.search.query import word_stems

MIN_LETTERS = 5  # shorter words resemble too many others
MAX_STEMS = 3
MIN_SIMILARITY = 0.8


def similar_stems(word, stems):
    """Return up to MAX_STEMS of the stems that are spelt like the word, most similar first.

    Returns () if the word itself is in the index, and None if no stem is similar. A stem is a word as the database stores it, without its
    ending, so it is compared with as many letters of the word. Only stems with the same first letter are considered, because people
    seldom mistype that one.
    """
    word_stem = word_stems([word])[0]
    if not stems.isdisjoint({word, word_stem, word[:-1]}):
        return ()
    if len(word) < MIN_LETTERS:
        return None
    candidates = (stem for stem in stems if stem[0] == word[0] and max(4, len(word) - 5) <= len(stem) <= len(word) + 2)
    scored = ((max(_similarity(word[: len(stem)], stem), _similarity(word_stem, stem)), stem) for stem in candidates)
    return tuple(stem for score, stem in nlargest(MAX_STEMS, scored) if score >= MIN_SIMILARITY) or None


def _similarity(first, second):
    return SequenceMatcher(None, first, second).ratio()
