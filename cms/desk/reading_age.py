"""How hard a text is to read, by a formula. Pure; asks nothing."""

import re
from functools import cache

import pyphen

LEAST_WORDS = 100
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*")
_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT = re.compile(r"(?<=[^aeiouyld])e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouyscxzhg])es$|(?<=[aeiouy]l)e$|(?<=[aeiouy][d])e$")


def reading_age(text):
    """The age in whole years at which most people read such a text with ease; None below 100 words, where no formula is any use.

    Flesch and Kincaid's grade (Kincaid and others, Derivation of New Readability Formulas, 1975) counts words in a sentence and
    syllables in a word; a school grade is about five years less than the age. It knows nothing of sense: names, abbreviations
    and words of the field push it up. Kept between 5 and 25.
    """
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return min(25, max(5, round(grade + 5)))


@cache
def _hyphens():
    return pyphen.Pyphen(lang="en_GB")


@cache
def syllables(word):
    """How many syllables an English word has, about: where it may be broken or by its vowels, whichever gives more."""
    small = word.lower()
    spoken = _SILENT.sub("", small)
    return max(1, len(_hyphens().positions(small)) + 1, len(_VOWELS.findall(spoken)))
