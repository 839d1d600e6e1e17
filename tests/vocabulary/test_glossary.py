"""Glossary terms: explained at their first use in a lesson, once, and never where the markup would do harm."""

import pytest
from bs4 import BeautifulSoup

from cms.vocabulary.glossary import TermMarker
from cms.vocabulary.models import GlossaryTerm
from tests.builders import make_lesson
from tests.pages.blocks.parts import HOSTILE, is_harmless

pytestmark = pytest.mark.django_db


def term(word="hub", text="<p>A home that offers short stays.</p>", **fields):
    return GlossaryTerm.objects.create(term=word, slug=fields.pop("slug", "a-term"), text=text, **fields)


def marked(*parts):
    """Return the words marked in these parts of a text, in order."""
    marker = TermMarker()
    return [button.string for part in parts for button in BeautifulSoup(marker.mark(part), "html.parser").find_all("button")]


def test_only_the_first_use_of_a_term_is_marked():
    term()
    assert marked("<p>The hub, then the hub.</p>", "<p>The hub again.</p>") == ["hub"]


def test_a_meaning_opens_in_a_popover_without_javascript():
    term()
    soup = BeautifulSoup(TermMarker().mark("<p>The hub is open.</p>"), "html.parser")
    meaning = soup.find(id=soup.button["popovertarget"])
    assert meaning.has_attr("popover") and soup.button["type"] == "button"
    assert " ".join(meaning.get_text().split()) == "hub A home that offers short stays."
    assert soup.p.get_text().startswith("The hub")


def test_marked_terms_are_listed():
    made = term()
    marker = TermMarker()
    marker.mark("<p>No such word.</p>")
    assert marker.marked_terms == []
    marker.mark("<p>The hub.</p>")
    assert marker.marked_terms == [made]


def test_links_and_headings_are_not_marked_but_the_next_use_is():
    term()
    marker = TermMarker()
    html = marker.mark('<h3>The hub</h3><p><a href="/x/">Our <b>hub</b></a> and the hub.</p>')
    soup = BeautifulSoup(html, "html.parser")
    assert soup.h3.button is None and soup.a.button is None
    assert [button.string for button in soup.find_all("button")] == ["hub"]


def test_a_word_inside_a_tag_is_not_marked():
    term()
    assert TermMarker().mark('<p><a href="/hub/" title="hub">x</a></p>') == '<p><a href="/hub/" title="hub">x</a></p>'


@pytest.mark.parametrize("written", ["hub", "Hub", "HUB"])
def test_a_word_is_found_in_any_case_and_shown_as_written(written):
    term()
    assert marked(f"<p>A {written}.</p>") == [written]


def test_an_abbreviation_matches_only_in_its_own_case():
    term("RAISE", is_abbreviation=True)
    assert marked("<p>They raise it. Raise your hand. Then RAISE.</p>") == ["RAISE"]


def test_part_of_a_longer_word_is_not_marked():
    term()
    assert marked("<p>Github and hubs and hub-bub.</p>") in ([], ["hub"])
    assert marked("<p>Github and hubs.</p>") == []


def test_the_longest_spelling_is_marked_and_others_count_as_the_same_term():
    term("adverse childhood experience", also="ACE\nadverse childhood experiences")
    assert marked("<p>Many adverse childhood experiences, and an ACE.</p>") == ["adverse childhood experiences"]


@pytest.mark.parametrize("word", ["R&D", "carer’s plan", "child's plan"])
def test_a_term_with_punctuation_is_found(word):
    term(word)
    text = word.replace("&", "&amp;")
    assert marked(f"<p>Ask about the {text} today.</p>") == [word]


def test_a_longer_term_takes_precedence_over_a_term_inside_it():
    term("care", slug="care")
    term("edge of care", slug="edge-of-care")
    assert marked("<p>Young people on the edge of care.</p>") == ["edge of care"]


def test_terms_are_not_marked_inside_each_others_meanings():
    term("hub", "<p>Here a key worker works.</p>", slug="hub")
    term("key worker", slug="key-worker")
    assert marked("<p>The hub has a key worker.</p>") == ["hub", "key worker"]


@pytest.mark.parametrize("state", ["unpublished", "not to be marked", "a draft"])
def test_an_unpublished_or_unmarked_term_is_not_marked(state):
    made = term(live=state != "a draft", mark=state != "not to be marked")
    if state == "unpublished":
        made.unpublish()
    assert marked("<p>The hub.</p>") == []


def test_a_draft_meaning_is_not_shown():
    made = term()
    made.text = "<p>Half a thought.</p>"
    made.save_revision()
    assert "short stays" in TermMarker().mark("<p>The hub.</p>")


def test_a_newly_published_or_changed_term_is_used_at_once():
    made = term(live=False)
    made.save_revision().publish()
    assert marked("<p>The hub.</p>") == ["hub"]
    GlossaryTerm.objects.filter(pk=made.pk).update(text="<p>Something newer.</p>")
    assert "Something newer." in TermMarker().mark("<p>The hub.</p>")


def test_a_hostile_term_is_escaped():
    term("script", also=HOSTILE.replace("\n", " "))
    GlossaryTerm.objects.update(term=HOSTILE[:80], also="script")
    html = TermMarker().mark("<p>A script, they say. &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    soup = BeautifulSoup(html, "html.parser")
    assert is_harmless(soup)
    assert soup.find(class_="term-card").b.get_text() == HOSTILE[:80]


def test_escaped_tags_stay_escaped():
    term("script")
    soup = BeautifulSoup(TermMarker().mark("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"), "html.parser")
    assert is_harmless(soup)
    assert soup.button.string == "script"


def test_a_lesson_marks_its_terms_and_lists_them_for_printing(site, people, signed_in):
    term("rule", "<p>Something agreed.</p>")
    lesson = make_lesson(site.module, "Rules", words="Which rule is it? This rule.")
    soup = BeautifulSoup(signed_in(people.alice).get(lesson.url).content, "html.parser")
    assert [button.string for button in soup.main.find_all("button", class_="term")] == ["rule"]
    assert soup.find("section", class_="words").dt.string == "rule"


def test_the_glossary_page_shows_only_published_terms(client, site):
    term("RAISE", is_abbreviation=True)
    term("secret draft", slug="draft", live=False)
    html = client.get("/words/").content.decode()
    assert "RAISE" in html and "secret draft" not in html


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("key worker", "key-worker"),
        ("key worker", "keyworker"),
        ("key worker", "key\u00a0worker"),
        ("key worker", "Key\nworker"),
        ("co-production", "coproduction"),
        ("co-production", "co\u2011production"),
        ("virtual head’s report", "virtual head's report"),
        ("virtual head's report", "virtual heads report"),
    ],
)
def test_a_term_is_recognised_with_the_spaces_hyphens_and_apostrophes_people_type(word, typed):
    term(word)
    assert marked(f"<p>Ask the {typed} today.</p>") == [typed]
    assert marked(f"<p>Nothing about {typed[1:]} here.</p>") == []
