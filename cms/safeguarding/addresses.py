"""Postcodes and street addresses with a number."""

import re
from collections.abc import Iterator

from .findings import STOP, Finding
from .lexicon import fold_word, lexicon
from .windows import matches, windows

_POSTCODE = re.compile(
    r"\b(?:[A-Za-z]{1,2}\d[A-Za-z\d]?|gir) ?(?:\d|[oO](?=[abd-hjlnp-uw-zABD-HJLNP-UW-Z]{2}\b))[abd-hjlnp-uw-zABD-HJLNP-UW-Z]{2}\b(?<!\d(?:st|nd|rd|th))"
)
_NOT_POSTCODE = re.compile(r"(?:[a-z]{1,2}\d{1,2} ?\d(?:am|pm|st|nd|rd|th|hr|pt|ml|mg|pp)|ks[1-5].*|y\d{1,2} ?\d(?:st|nd|rd|th))", re.IGNORECASE)
STREETS = frozenset(
    "street st road rd avenue ave lane ln close cl drive dr crescent cres terrace terr ter place pl court ct way walk gardens gdns grove gr mews row square sq hill rise "
    "view park parade green bank yard wharf lofts loft cottages cottage house buildings villas mount croft end gate fold garth wynd ginnel snicket mead meadow meadows vale "
    "approach boulevard broadway causeway chase circus drove esplanade embankment gardens heights estate farm flats apartments towers point quay lea dale dene mansions "
    "crossway ringway spinney orchard paddock leys nook alley arcade promenade prom quays ridge common side bungalow bungalows tower maisonettes brow cross barn mill hall lodge "
    "passage loke twitten close precinct walks moor bridge cliff oval copse brae loan wharfage steps stairs arches caravan caravans site plot".split()
)
# After a number these mean an address only if the name before them is not a plain word: "2 min walk", "1 big house".
_WEAK = frozenset(
    "way walk place court park view end drive close green bank hill row house st dr ct row side point approach gate common chase circus fold rise mount estate farm flats site plot steps "
    "stairs bridge cross tower mill hall lodge barn cottage bungalow caravan caravans quay park ter pl cl gr sq alley ridge passage".split()
)
_NUMBERED = re.compile(
    r"(?<![\w£$/.:-])(?:(?:flat|apt|apartment|unit|room|plot|bothy|caravan|studio|block|house|no|number)\.? ?#?)?\d{1,4}[a-f]?(?:[/-]\d{1,3})?,?(?P<words>(?: |, |,)[A-Za-z][\w'.-]{0,24}(?:(?: |, )[A-Za-z][\w'.-]{0,24}){0,4})",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:flat|apt|apartment|unit|plot|bothy|caravan|studio|bedsit)\.? ?#?(?:\d{1,4}[a-z]?|[A-Z])\b(?:,? (?:[A-Z][\w'-]{1,24}|\d{1,4})(?:,? [A-Z][\w'-]{1,24}){0,5})?|"
    r"\b(?:Room|Bed|Rm) \d{1,4}[a-z]?,? (?:at |of )?[A-Z][\w'-]{1,24}(?: [A-Z][\w'-]{1,24}){0,3}"
)
_LOWER_UNIT = re.compile(r"\b(?:flat|apt|apartment|bedsit) ?#?\d{1,4}[a-z]?\b", re.IGNORECASE)
_TAIL = re.compile(r"(?:,? (?:[A-Z][\w'-]{1,24}|(?:on|by|in|the|le|upon|of)(?= [A-Z]))){1,5}(?=[,.;)\n]|$)")
_FUNCTION = frozenset(
    "min mins minute minutes hour hours hr hrs day days week weeks wk month months mth year years yr new more other of to in on at the a an and or n for with by from is was were be been are "
    "he she they we i you his her my our their its people staff yp yps young kids children boys girls times time x pm am miles mile out that this so but not no then when who what can will "
    "would had has have did does do said says big small good bad long short different first last next another extra full half quid pounds beds bed phone calls texts missed nights way per cent".split()
)


_TRIGGER = re.compile(r"\d|\b(?:flat|apt|unit|plot|bothy|caravan|studio|bedsit)\b", re.IGNORECASE)


def find_addresses(text: str) -> Iterator[Finding]:
    near = windows(text, _TRIGGER, 20, 160)
    for match in matches(text, _POSTCODE, near):
        if not _NOT_POSTCODE.fullmatch(match[0]):
            yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _UNIT, near):
        yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _LOWER_UNIT, near):
        yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _NUMBERED, near):
        end = _street_end(match["words"])
        if end:
            end += match.start("words")
            tail = _TAIL.match(text, end, end + 120)
            end = tail.end() if tail else end
            post = _POSTCODE.match(text, end + 1) or _POSTCODE.match(text, end + 2)
            yield Finding("address", match.start(), post.end() if post else end, STOP)


def _street_end(words: str) -> int:
    """Return how many characters of the words after a number make a street, or 0."""
    lists = lexicon()
    parts = list(re.finditer(r"[\w'.-]+", words))
    names: list[str] = []
    for part in parts:
        word = fold_word(part[0].rstrip(".'").removesuffix("'s"))
        if names and word in STREETS:
            proper = part[0][0].isupper() and all(name[0].isupper() for name in names)
            plain = all(fold_word(name) in lists.common for name in names)
            if proper or not plain or word not in _WEAK:
                return part.end()
        elif not names and len(word) > 5 and word.endswith(("gate", "bridge", "garth", "croft", "side", "field", "fields", "way", "ings")) and (
            word not in lists.common
        ):
            return part.end()
        if word in _FUNCTION and not (part[0][0].isupper() and names == []):
            return 0
        names.append(part[0])
    return 0
