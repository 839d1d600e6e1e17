"""find_identifiers(): what in a text could identify someone."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from .addresses import find_addresses
from .ages import age_after_name, find_ages
from .contacts import find_contacts, links_in
from .dates import find_dates
from .findings import Finding, without_overlaps
from .initials import find_initials
from .institutions import find_institutions, find_places, find_roads_and_pubs
from .lexicon import context, fold_word, lexicon
from .numbers import find_numbers
from .people import find_people
from .tokens import Word, words_of
from .traits import find_traits
from .visible import folded_text, visible_text

_OTHER_SCRIPT = re.compile(
    r"[^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff\u0300-\u036f]{2,40}(?: [^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff]{2,40}){0,4}"
)


def find_identifiers(text: str, allowed: Collection[str] = ()) -> list[Finding]:
    """Return what could identify someone in `text`, in order. Offsets are those of `visible_text(text)`.

    `allowed` are names that say nothing about a child here: titles of the site's own pages, terms, bodies. They are left alone as whole
    phrases, except a place beside a child. Nothing of the text is logged or kept.
    """
    visible = visible_text(text)
    plain = folded_text(visible)
    words = words_of(plain, lexicon())
    _mask_known_names(words, allowed)
    findings = [
        *find_contacts(plain),
        *find_numbers(plain),
        *find_addresses(plain),
        *find_dates(plain),
        *find_ages(plain),
        *find_traits(plain),
    ]
    _mark_used(words, [finding for finding in findings if finding.kind in {"contact", "address", "number"}])
    _mark_used(words, [finding for finding in findings if finding.kind == "date"])
    _mark_used(words, [Finding("contact", start, end, "note") for start, end in links_in(plain)])
    pubs = list(find_roads_and_pubs(plain))
    _mark_used(words, pubs)
    findings += pubs
    findings += find_institutions(words, plain)
    findings += find_places(words)
    people = list(find_people(words, plain))
    findings += people
    for person in people:
        age = age_after_name(plain, person.end)
        if age:
            findings.append(age)
    findings += find_initials(plain, words)
    findings += _other_scripts(plain)
    return without_overlaps(findings)


def _mask_known_names(words: list[Word], allowed: Collection[str]) -> None:
    """Mark the words of phrases that everyone knows, and of those this site allows."""
    phrases, longest = _phrases(tuple(allowed))
    for index, word in enumerate(words):
        for length in range(min(longest.get(word.low, 0), len(words) - index), 0, -1):
            parts = words[index : index + length]
            if " ".join(part.low for part in parts) in phrases and (
                length > 1 or word.raw[0].isupper() or word.low not in lexicon().common
            ):
                for part in parts:
                    part.masked = True
                break


@lru_cache(maxsize=16)
def _phrases(allowed: tuple[str, ...]) -> tuple[set[str], dict[str, int]]:
    """Return phrases and their greatest length by first word. Taking a site's thousand titles apart takes longer than reading a post."""
    phrases, longest = set(), dict[str, int]()
    for phrase in (*context("allowed"), *context("allowed_places"), *allowed):
        parts = [fold_word(part).removesuffix("'s") for part in re.findall(r"[^\W_]+(?:['-][^\W_]+)*", phrase)]
        parts = [part for part in parts if not part.isdigit()]
        if parts:
            phrases.add(" ".join(parts))
            longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return phrases, longest


def _mark_used(words: list[Word], findings: list[Finding]) -> None:
    spans = sorted((finding.start, finding.end) for finding in findings)
    at = 0
    for word in words:
        while at < len(spans) and spans[at][1] <= word.start:
            at += 1
        if at < len(spans) and spans[at][0] < word.end:
            word.used = True


def _other_scripts(text: str) -> Iterator[Finding]:
    """Yield words in a script that we have no list for: they may be a name written as at home."""
    if not text.isascii():
        for match in _OTHER_SCRIPT.finditer(text):
            yield Finding("person", match.start(), match.end(), "check")
