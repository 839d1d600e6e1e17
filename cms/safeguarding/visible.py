"""The text as a reader sees it, and the same text folded so that look-alike letters match plain patterns."""

import html
import re
import unicodedata

_TAGS = (
    "a abbr address article aside audio b blockquote body br button caption cite code dd del details div dl dt em embed figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li link main mark meta nav ol option p path picture "
    "pre q s samp script section select small source span strong style sub summary sup svg table tbody td textarea tfoot th thead time title "
    "tr u ul var video wbr"
).split()
_INLINE = "a abbr b cite code del em i ins kbd mark q s samp small span strong sub sup u var wbr".split()
_TAG = re.compile(rf"</?({'|'.join(sorted(_TAGS, key=len, reverse=True))})(?=[\s/>])[^<>]{{0,2000}}>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,5000}-->", re.DOTALL)
# Soft hyphens, zero-width characters, direction marks, variation selectors and tag characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)

_PLAIN = str.maketrans("‘’ʼ`´“”„«»–—‑‒−―\u00a0\u2007\u2009\u202f\u3000", "'''''" + '"' * 5 + "-" * 6 + " " * 5)
_CYRILLIC_AND_GREEK = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнзАВЕКМНОРСТУХІЈЅЗαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwkmtbh3ABEKMHOPCTYXIJS3abeiknoptuxABEZHIKMNOPTYX",
)
_FOREIGN_WORD = re.compile(r"[\w]{0,60}[\u0370-\u03ff\u0400-\u052f][\w]{0,60}")


def visible_text(text: str) -> str:
    """Return what a reader sees of `text`: entities decoded, tags dropped, characters that cannot be seen dropped.

    A block tag becomes a line break. Offsets of findings count the characters of what this returns.
    """
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE else "\n", _COMMENT.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return text


def folded_text(visible: str) -> str:
    """Return `visible` with plain quotes, dashes and spaces and look-alike letters as Latin ones. The length stays the same."""
    if visible.isascii():
        return visible
    plain = "".join(character if character.isascii() else _compatible(character) for character in visible.translate(_PLAIN))
    return _FOREIGN_WORD.sub(lambda word: _latin(word[0]), plain)


def _compatible(character: str) -> str:
    """Return the plain form of a full-width, mathematical or circled character, if it is one character too."""
    if character.isalpha() and ord(character) < 0x2100:
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _latin(word: str) -> str:
    """Return a word in Latin letters if every letter of it looks like one; a word of another script stays as it is."""
    latin = word.translate(_CYRILLIC_AND_GREEK)
    return latin if latin.isascii() else word
