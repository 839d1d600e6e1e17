"""The twelve starter case studies: invented, broad, without anything that could identify a person, and without unsupported claims."""

import re

import yaml

from casestudies.choices import SECTIONS
from cms.starter_content.content_types import ROOT

FILES = sorted((ROOT / "casestudies/starter/stories").glob("*.md"))
NUMBERS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
# Text that could identify a person, a place or a day. Broad phrases ("some months", "Sundays") are allowed.
POINTERS = {
    "an age": rf"\b(?:aged?|turned|was|is|nearly|just) (?:\d{{1,2}}|{NUMBERS})\b|-year-old",
    "a date": rf"\b\d{{1,2}}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|\b(?:{MONTHS})\b",
    "a place": r"\b(?:North Yorkshire|Norfolk|Middlesbrough|Rochdale|Warrington|Redcar|Scarborough|Harrogate|Street|Road|Lane)\b",
    "a title with a name": r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|Sgt)\.? [A-Z]",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "a number to ring": r"\b0\d{3,4}[ \d]{5,}",
    "a diagnosis": r"\b(?:autis\w+|ADHD|ADD|ODD|FASD|PTSD|dyslexi\w+|diagnos\w+|disorder|syndrome|attachment style)\b",
    "an origin or faith": r"\b(?:Muslim|Christian|Jewish|Sikh|Hindu|Polish|Roma|Traveller|Asian|Black|White|ethnic\w*|refugee)\b",
    "a rare trait": r"\b(?:twins?|triplets?|in the news|famous)\b",
    "a claim": r"\b(?:proven|proves|evidence shows|because of No Wrong Door|reduced by|per cent|%)",
    "a name in mid-sentence": (
        r"(?<=[a-z,] )(?!I\b|I’|Sunday|Saturday|Friday|Ramadan\b|RAISE\b|No Wrong Door\b|Wrong\b|Door\b|Drumbeat)[A-Z][a-z]+"
    ),
    "an exclamation": r"!",
}


def _parts(path):
    _, front, body = path.read_text().split("---\n", 2)
    return yaml.safe_load(front), body


def pointers(text):
    """Return the identifying details in a text as (kind, text)."""
    said = re.sub(r"\s+", " ", re.sub(r"^(?::::.*|whose:.*|## .*)$", "", text, flags=re.MULTILINE))
    return [(what, found.group(0)) for what, pattern in POINTERS.items() for found in re.finditer(pattern, said)]


def test_there_are_twelve_stories_that_differ_in_age_practice_and_ending():
    fronts = [_parts(path)[0] for path in FILES]
    assert len(fronts) == 12
    assert {front.get("age_band") for front in fronts} >= {"11-13", "14-15", "16-17", "18-25"}
    assert {front["outcome"] for front in fronts} >= {"with-family", "home-held", "planned-move", "open"}
    assert len({(front.get("age_band"), front["practice"], front["outcome"]) for front in fronts}) == 12


def test_each_story_says_that_it_is_invented_and_claims_no_more():
    for path in FILES:
        front, _ = _parts(path)
        assert "Invented" in front["composite"] and "No real case was used" in front["composite"], path.stem
        assert front["evidence"] == "composite" and front["approved"] is False, path.stem
        assert len(front["questions"]) == 3 and front["provocations"], path.stem


def test_each_story_has_every_section_and_500_to_700_words():
    for path in FILES:
        _, body = _parts(path)
        assert re.findall(r"^## (.+)$", body, re.MULTILINE) == list(SECTIONS.values()), path.stem
        words = len(re.sub(r"^(?::::.*|whose:.*)$", "", body, flags=re.MULTILINE).split())
        assert 500 <= words <= 700, (path.stem, words)


def test_no_story_could_identify_a_person():
    faults = []
    for path in FILES:
        front, body = _parts(path)
        told = [front["summary"], front["situation"], front.get("content_note", ""), *front["questions"], body]
        faults += [(path.stem, *found) for text in told for found in pointers(text)]
    assert faults == []


def test_the_check_for_identifying_details_can_fail():
    for text in (
        "he was 14",
        "a fifteen-year-old",
        "on 3rd",
        "in March",
        "in Norfolk",
        "with PC Hill",
        "rang 01632 960 200",
        "her ADHD",
        "the twins",
        "so Ann said",
    ):
        assert pointers(text), text
