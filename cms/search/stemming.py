"""English stems by the Porter2 algorithm, as PostgreSQL's dictionary `english_stem` makes them.

Martin Porter's description: https://snowballstem.org/algorithms/english/stemmer.html. In Python, because SQLite cannot return the stem of
a word, and so that both databases find the same pages. A test compares the two.
"""

import re
from functools import lru_cache

_VOWELS = "aeiouy"
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_EXCEPTIONS = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
}
_KEPT_PLURALS = {"inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"}
# Endings with their replacement, longest first.
_STEP_2 = [
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
]
_STEP_3 = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ative", ""),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
]
_STEP_4 = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"]


@lru_cache(maxsize=50_000)
def stem(word):
    """Return the stem of a word in lower case: "reflecting" and "reflected" give "reflect". Words with digits are returned unchanged."""
    if len(word) < 3 or not word.isalpha() or not word.isascii():
        return word
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    word = re.sub(r"(^|[aeiouy])y", r"\1Y", word)
    first, second = _regions(word)
    word = _step_1a(word)
    if word in _KEPT_PLURALS:
        return word
    word = _step_1b(word, first)
    if word[-1] in "yY" and len(word) > 2 and word[-2] not in _VOWELS:
        word = f"{word[:-1]}i"
    word = _step_2(word, first)
    word = _step_3(word, first, second)
    word = _step_4(word, second)
    return _step_5(word, first, second).lower()


def _regions(word):
    """Return where the regions R1 and R2 of the algorithm begin."""
    prefix = next((prefix for prefix in ("gener", "commun", "arsen") if word.startswith(prefix)), "")
    first = len(prefix) or _after_syllable(word, 0)
    return first, _after_syllable(word, first)


def _after_syllable(word, start):
    match = re.search(r"[aeiouy][^aeiouy]", word[start:])
    return start + match.end() if match else len(word)


def _has_vowel(text):
    return any(letter in _VOWELS for letter in text)


def _ends_in_short_syllable(word):
    return bool(re.search(r"(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$", word))


def _step_1a(word):
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _has_vowel(word[:-2]):
        return word[:-1]
    return word


def _step_1b(word, first):
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return f"{word[: -len(ending)]}ee" if len(word) - len(ending) >= first else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if not _has_vowel(rest):
                return word
            if rest.endswith(("at", "bl", "iz")):
                return f"{rest}e"
            if rest.endswith(_DOUBLES):
                return rest[:-1]
            return f"{rest}e" if len(rest) <= first and _ends_in_short_syllable(rest) else rest
    return word


def _step_2(word, first):
    for ending, replacement in _STEP_2:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) < first or (ending == "ogi" and rest[-1:] != "l") or (ending == "li" and rest[-1:] not in tuple("cdeghkmnrt")):
                return word
            return rest + replacement
    return word


def _step_3(word, first, second):
    for ending, replacement in _STEP_3:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return word if len(rest) < (second if ending == "ative" else first) else rest + replacement
    return word


def _step_4(word, second):
    for ending in _STEP_4:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return word if len(rest) < second or (ending == "ion" and rest[-1:] not in ("s", "t")) else rest
    return word


def _step_5(word, first, second):
    rest = word[:-1]
    if word.endswith("e") and (len(rest) >= second or (len(rest) >= first and not _ends_in_short_syllable(rest))):
        return rest
    if word.endswith("l") and len(rest) >= second and rest.endswith("l"):
        return rest
    return word
