"""Compare and sort text as people type it: without case, accents or the many kinds of apostrophe, hyphen and space."""

import unicodedata

# Letters that Unicode does not decompose into a plain letter and an accent.
_LETTERS = {
    "æ": "ae",
    "ð": "d",
    "ø": "o",
    "þ": "th",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ł": "l",
    "ŋ": "n",
    "œ": "oe",
    "ŧ": "t",
    "ə": "e",
    "ƀ": "b",
    "ɨ": "i",
    "ʉ": "u",
    "ɓ": "b",
    "ɗ": "d",
    "ɖ": "d",
    "ɛ": "e",
    "ɔ": "o",
    "ƙ": "k",
}
_APOSTROPHES = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵＇꞉"
_HYPHENS = "-‐‑‒–—―−﹘﹣－⁃"

# Read before normalisation, which turns some of these into a space and an accent.
_PUNCTUATION = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))
_PLAIN_LETTERS = str.maketrans(_LETTERS)


def fold(text):
    """Return the text in lower case without accents, with plain apostrophes and hyphens and single spaces.

    "Zoë  O’Neill‑Łukasz" gives "zoe o'neill-lukasz". Folding twice changes nothing. For comparing, searching and sorting only:
    show people what they typed.
    """
    text = str(text or "")
    if text.isascii():
        folded = text.replace("`", "'").lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text.translate(_PUNCTUATION)).casefold()
        # Folding case can compose again (İ), and some letters fold to others that decompose.
        decomposed = unicodedata.normalize("NFKD", decomposed)
        folded = decomposed.translate(_PUNCTUATION).translate(_PLAIN_LETTERS)
    return " ".join("".join(character for character in folded if not _is_dropped(character)).split())


def _is_dropped(character):
    """Return whether the character is an accent, or takes no room: zero-width, bidirectional and other control characters."""
    if unicodedata.combining(character):
        return True
    # Line breaks and tabs separate words, although Unicode counts them as control characters.
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and not character.isspace()
