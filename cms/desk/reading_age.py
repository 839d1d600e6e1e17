"""Reading age of a text by the Flesch–Kincaid formula. Pure functions."""

import re
from functools import cache

import pyphen

MIN_WORDS = 100
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*")
_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT = re.compile(r"(?<=[^aeiouyld])e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouyscxzhg])es$|(?<=[aeiouy]l)e$|(?<=[aeiouy][d])e$")


def reading_age(text):
    """Return the age in years at which most people can read the text easily, or None if it has fewer than MIN_WORDS words.

    The Flesch–Kincaid grade level (Kincaid and others, Derivation of New Readability Formulas, 1975) is based on words per sentence and
    syllables per word; age is roughly the grade plus five. It ignores meaning, and names, abbreviations and technical terms raise it. The
    result is limited to 5 to 25.
    """
    words = _WORD.findall(text)
    if len(words) < MIN_WORDS:
        return None
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return min(25, max(5, round(grade + 5)))


@cache
def _hyphens():
    return pyphen.Pyphen(lang="en_GB")


@cache
def syllables(word):
    """Estimate the syllables of an English word: by hyphenation or by groups of vowels, whichever gives more."""
    lower = word.lower()
    spoken = _SILENT.sub("", lower)
    return max(1, len(_hyphens().positions(lower)) + 1, len(_VOWELS.findall(spoken)))
