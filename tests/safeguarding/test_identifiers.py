"""What find_identifiers() finds, leaves alone, and where it says things are."""

import itertools
import logging

import pytest

from cms.safeguarding.findings import KINDS, SEVERITIES
from cms.safeguarding.identifiers import find_identifiers
from cms.safeguarding.numbers import is_nhs_number
from cms.safeguarding.visible import folded_text, visible_text
from tests.safeguarding.corpus import corpus
from tests.safeguarding.measure import measure


def found(text, allowed=()):
    """Return [(kind, the words)] of what counts: stops and checks."""
    visible = visible_text(text)
    return [(one.kind, visible[one.start : one.end]) for one in find_identifiers(text, allowed) if one.severity != "note"]


def spans(text, kind, allowed=()):
    return [words for its, words in found(text, allowed) if its == kind]


def test_names_that_are_words_need_two_signals():
    assert found("Hope hoped for hope; Will will ring May in May") == [("person", "Hope"), ("person", "Will"), ("person", "May")]


CLEAN = (
    "The 943 young people took part.",
    "Ring 0303 123 1113 (ICO), or Childline on 0800 1111.",
    "Young people aged 16–17 were asked.",
    "mark as complete on the system wen youve read it pls",
    "will do the rota when im bk",
    "The Children Act 1989 and the Equality Act 2010 apply.",
    "She scored the day 7/10 and slept 24/7.",
    "",
    "   \n\n ",
)


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_sentences_raise_nothing(text):
    assert found(text) == []


FOUND = {
    "number": ("943 476 5919", "QQ123456C", "A823401720045", "LS24C50318", "YE68 JHT"),
    "contact": ("07700 900 381", "+44 7700 900117", "07700-900-118", "bev@hub.example", "@lil.tegz", "https://www.tiktok.com/@quill"),
    "date": ("3/9/24", "14th September", "2024-03-09", "Feb 2024", "tues 20th", "on the 3rd", "the third of May"),
    "age": ("14yo", "14 yr old", "aged fourteen", "Year 9", "born in 2009", "turned 16"),
    "address": ("41 Sebastopol Terrace", "hu17 0xz", "flat 6", "14a gasworks st"),
    "initials": ("J.S.", "child K", "baby j"),
    "trait": ("identical twins", "only Somali family in the village", "wolf tattoo"),
    "institution": ("St Hilda's Primary", "Beech Tree Lodge", "calder college"),
    "place": ("Bransholme", "Keighley"),
}


@pytest.mark.parametrize(("kind", "written"), [(kind, written) for kind, forms in FOUND.items() for written in forms])
def test_each_form_is_found_in_a_hurried_note(kind, written):
    assert [words for _, words in found(f"yp was seen w them in {written} ok") if set(written.split()) & set(words.split())], kind


@pytest.mark.parametrize(
    "written",
    [
        "K&#97;yden",
        "Kay<b>den</b>",
        "Kay\u00adden",
        "Ka\u200byd\u2060en",
        "\u202eKayden\u202c",
        "K\u0430yd\u0435n",  # Cyrillic a and e
        "Ｋａｙｄｅｎ",
    ],
)
def test_a_disguised_name_is_found_where_the_reader_sees_it(written):
    assert [len(words) for words in spans(f"I told {written} twice.", "person")] == [6]


def test_an_address_in_angle_brackets_is_not_taken_for_a_tag():
    assert spans("Bev <bev@hub.example> wrote", "contact") == ["bev@hub.example"]


def test_offsets_count_the_visible_text():
    text = "<p>Caf&eacute; &amp; <em>Kayden</em></p>"
    visible = visible_text(text)
    finding = next(one for one in find_identifiers(text) if one.kind == "person")
    assert visible[finding.start : finding.end] == "Kayden"
    assert len(folded_text(visible)) == len(visible)


def test_findings_do_not_overlap_and_say_what_to_write_instead():
    for sentence in corpus():
        findings = find_identifiers(sentence.text)
        assert all(one.end <= following.start for one, following in itertools.pairwise(findings))
        for finding in findings:
            assert finding.kind in KINDS and finding.severity in SEVERITIES and finding.advice
            assert 0 <= finding.start < finding.end <= len(sentence.text)


def test_an_allowed_name_is_left_alone_but_not_parts_of_it():
    assert spans("Ask at Tealbrook Hub.", "institution") or spans("Ask at Tealbrook Hub.", "person")
    assert found("Ask at Tealbrook Hub.", ["Tealbrook Hub"]) == []
    assert found("Tealbrook told me.", ["Tealbrook Hub"])


def test_an_allowed_place_beside_a_child_is_asked_about():
    assert found("North Yorkshire and Norfolk exchanged visits.") == []
    assert spans("She moved to Norfolk with her mother.", "place") == ["Norfolk"]


def test_the_check_digit_of_an_nhs_number():
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")


def test_nothing_of_a_text_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    find_identifiers("Kayden, 14, lives at 41 Sebastopol Terrace.")
    assert caplog.text == ""


@pytest.mark.parametrize("unit", ["Aa ", "St Aa of ", "A-", "1 ", "<b", "@", "07", "twins ", "only a "])
def test_a_hostile_text_is_answered(unit):
    find_identifiers((unit * 20_000)[:20_000])


def test_recall_has_not_fallen_on_the_half_used_for_tuning():
    counts = measure(corpus()[0::2])
    assert sum(counts["found"].values()) >= 0.95 * sum(counts["expected"].values())
    assert counts["alarmed"] <= 0.05 * counts["clean"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He came to us at the age of nine.", "age"),
        ("dob unknown, approx 16", "age"),
        ("M. was upset all evening.", "initials"),
        ("S and her sister were arguing", "initials"),
        ("dk came back w/ new phone", "initials"),
        ("dropped m at college", "initials"),
        ("It is Rose Cottage, Main Street.", "address"),
        ("she is at the end terrace on Albert Road", "address"),
        ("number 9 on the Crescent", "address"),
        ("moved to the willows in spring", "institution"),
        ("he is deaf and uses BSL", "trait"),
        ("Her grandmother was the mayor.", "trait"),
        ("she wants to move to Hull", "place"),
        ("a lad from moss side", "place"),
    ],
)
def test_the_weaker_kinds_are_found_in_the_forms_people_write(text, kind):
    assert spans(text, kind)


@pytest.mark.parametrize(
    "text", ["Sunday was quiet.", "Plan B was a walk.", "We fell on deaf ears.", "At the age of the internet people read less."]
)
def test_plain_sentences_near_those_rules_stay_clean(text):
    assert found(text) == []


def test_a_day_that_is_a_child_is_still_found():
    assert spans("Sunday, 15, came back late.", "person") or spans("Sunday, 15, came back late.", "age")
