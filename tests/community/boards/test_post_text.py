"""What a text becomes as HTML, and what is refused. No text can do harm, and none that is refused is lost."""

import re

import pytest
from bs4 import BeautifulSoup

from community.forms.posts import ReplyForm, TopicForm
from community.post_text import TAGS, excerpt, problems, render, tidy

HOSTILE = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "<javascript:alert(1)>",
    "![picture](https://evil.example/a.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<a href='javascript:alert(1)' onclick='alert(1)'>x</a>",
    "# A heading\n\nUnderlined\n===",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    "https://a.example/\"onmouseover='alert(1)'",
    "<svg/onload=alert(1)>",
    "> " * 400 + "deep",
    "*" * 5000,
    "[" * 3000,
    "`" * 3001,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_harmless_html(text):
    soup = BeautifulSoup(render(text), "html.parser")
    assert {tag.name for tag in soup.find_all()} <= TAGS
    for tag in soup.find_all():
        assert set(tag.attrs) <= {"href", "rel"}
        if "href" in tag.attrs:
            assert re.match(r"(https?://|mailto:|tel:|/[^/\\])", tag["href"]), tag["href"]


def test_ordinary_marks_work():
    html = render(
        "We **stopped** knocking.\nThen a card:\n\n- one\n- two\n\n> quoted\n\n[a guide](https://www.gov.uk/) or https://www.gov.uk/a. End"
    )
    for part in (
        "<strong>stopped</strong>",
        "<br>",
        "<li>one</li>",
        "<blockquote>",
        'href="https://www.gov.uk/"',
        'href="https://www.gov.uk/a"',
    ):
        assert part in html, html
    assert "/a. End" not in html.split('href="https://www.gov.uk/a"')[1].split("</a>")[0]


def test_too_long_too_many_mentions_and_too_deep_quotes_are_refused():
    assert problems("x" * 20_000) == []
    assert problems("x" * 20_001)
    assert problems(" ".join(["@sam"] * 20)) == []
    assert problems(" ".join(["@sam"] * 400))
    assert problems("someone@example.org " * 40) == []
    assert problems(">>> deep") == []
    assert problems("> " * 30 + "deep")


def test_a_refused_text_stays_in_its_form():
    form = ReplyForm({"uid": "11111111-1111-4111-8111-111111111111", "draft_version": 0, "text": "kept " * 5000})
    assert not form.is_valid()
    assert form["text"].value().startswith("kept kept")


def test_accents_pile_up_no_higher_than_a_name_needs():
    assert tidy("Zoë, Nguyễn, Łukasz") == "Zoë, Nguyễn, Łukasz"
    piled = tidy("z" + "\u0300\u0301\u0302\u0303\u0304" * 40)
    assert len(piled) <= 4
    assert tidy("a\u202eb\x00c\r\nd") == "abc\nd"


def test_an_excerpt_has_no_marks_and_ends_at_a_word():
    assert excerpt("> quoted\n\nWe **stopped** [knocking](https://a.example).") == "We stopped knocking."
    assert excerpt("word " * 200).endswith("word…")
    assert len(excerpt("word " * 200)) <= 280


@pytest.mark.parametrize("kind", ["", "no-such-kind"])
def test_an_unknown_kind_is_refused_and_the_form_can_be_shown(kind):
    form = TopicForm({"uid": "11111111-1111-4111-8111-111111111111", "draft_version": 0, "kind": kind, "title": "T", "text": "x"})
    assert not form.is_valid()
    assert sum(row["is_chosen"] for row in form.kinds) == 1


def test_more_brackets_than_can_be_read_in_time_are_refused():
    assert problems("[" * 1_001)
    assert not problems("[" * 1_000)
