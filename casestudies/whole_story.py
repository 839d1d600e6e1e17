"""The whole story: details that are harmless alone and, added up, may describe one child."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from cms.safeguarding.visible import visible_text

# From this number of kinds on, we say so.
ENOUGH = 3
TITLES = {
    "age": "An age",
    "place": "What kind of place it was",
    "time": "A time of year",
    "trait": "Something that few people share",
}
# The check's kinds that say the same.
KINDS = {"age": "age", "place": "place", "institution": "place", "date": "time", "trait": "trait"}
_SEASONS = (
    r"spring(?= (?:term|half|of|holiday|came|that|had)|[.,;])|summer|autumn|winter|christmas|new year'?s|easter|ramadan|eid|diwali|hanukkah"
    r"|half[- ]term|bonfire night|halloween|(?:first|last) day of term|mother'?s day|father'?s day"
)
_PLACES = (
    r"village|hamlet|island|farm|seaside|coast|harbour|fishing town|market town|seaside town|valley|moors?|barracks|army base|air base"
    r"|caravan (?:park|site)|travell?ers'? site|boarding school|special school|faith school|houseboat|vicarage"
)
_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in (("time", _SEASONS), ("place", _PLACES))}


class Detail(NamedTuple):
    """One kind of detail: its title, and up to three examples as (words, label of the part)."""

    title: str
    examples: list[tuple[str, str]]


def add_up(findings, texts: Mapping[str, tuple[str, str]], *, age_band: str = "") -> list[Detail]:
    """Return the kinds of detail in the whole text if they are ENOUGH to be thought about together, else [].

    `findings` is what the check found, answered or not, in `texts`, {field: (label, text)}. Pure.
    """
    examples: dict[str, list[tuple[str, str]]] = {kind: [] for kind in TITLES}
    if age_band:
        examples["age"].append((age_band, "Age"))
    for found in findings:
        if kind := KINDS.get(found.kind):
            examples[kind].append((found.words, found.label))
    for label, text in texts.values():
        visible = visible_text(text)
        for kind, pattern in _PATTERNS.items():
            examples[kind] += [(match[0], label) for match in pattern.finditer(visible)]
    details = [Detail(TITLES[kind], _first_of_each(rows)) for kind, rows in examples.items() if rows]
    return details if len(details) >= ENOUGH else []


def _first_of_each(rows):
    seen: dict[str, tuple[str, str]] = {}
    for words, label in rows:
        seen.setdefault(words.casefold(), (words, label))
    return list(seen.values())[:3]
