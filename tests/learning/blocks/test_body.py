"""A lesson's body: all the blocks together."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cms.vocabulary.models import Figure, Provocation
from learning.blocks import lesson_blocks
from learning.models import LessonPage
from tests.builders import make_lesson, publish
from tests.pages.blocks.parts import a_document, a_recording, an_image

pytestmark = pytest.mark.django_db

PROVOCATION = {"slug": "good-enough", "text": "Is this good enough for my child?"}


def a_figure():
    """Publish a figure with every required field."""
    return Figure.objects.create(
        slug="young-people",
        value="355",
        unit="young people",
        period="2015 to 2017",
        place="North Yorkshire",
        source="An evaluation",
        source_url="https://example.org/",
        live=True,
    )


def everything(site, provocation):
    """Return a value for each type of block that a lesson may contain."""
    choices = [{"label": "Wait", "follows": "<p>Late.</p>", "go_to": ""}, {"label": "Go", "follows": "<p>In.</p>", "go_to": ""}]
    return {
        "text": "<p>Words.</p>",
        "heading": {"text": "What helps", "level": "2"},
        "key_point": {"text": "One thing."},
        "callout": {"kind": "info", "heading": "Note", "text": "<p>Care.</p>"},
        "quote": {"text": "So it is.", "attribution": "anonymous", "who": "", "source_url": ""},
        "picture": {"image": an_image().pk, "alternative": "A door", "decorative": False, "caption": "", "credit": ""},
        "video": {"recording": a_recording("talk.mp4").pk, "called": ""},
        "audio": {"recording": a_recording("talk.mp3").pk, "called": ""},
        "figure": {"figures": [a_figure().pk], "look": "table"},
        "resource": {"title": "Read", "url": "https://example.org/", "description": "", "owner": ""},
        "page": {"page": site.learn.pk, "note": ""},
        "provocation": {"provocation": provocation.pk, "prompt": ""},
        "reflection": {"question": "Which?", "hint": ""},
        "pause": {"text": "<p>Think.</p>", "minutes": 1},
        "scenario": {"title": "A scene", "steps": [{"key": "a", "text": "<p>Ring.</p>", "question": "What?", "choices": choices}]},
        "checklist": {"heading": "Next", "items": ["One."]},
        "table": {"caption": "", "columns": [{"type": "text", "heading": "Who"}], "rows": [{"values": ["Ann"]}]},
        "download": {"file": a_document("sheet.pdf").pk, "title": "Sheet", "description": ""},
    }


@pytest.fixture
def soup(site, people, signed_in):
    """Return a lesson with each type of block twice, and a lower-level heading with the same text, as alice sees it."""
    values = everything(site, Provocation.objects.create(**PROVOCATION, live=True))
    assert set(values) == {name for name, _ in lesson_blocks()}
    raw = [{"type": kind, "value": value} for kind, value in values.items()] * 2
    raw += [
        {"type": "heading", "value": {"text": "What helps", "level": "3"}},
        {"type": "heading", "value": {"text": "Smaller", "level": "3"}},
    ]
    lesson = make_lesson(site.module, "Everything")
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(raw)
    publish(lesson)
    return BeautifulSoup(signed_in(people.alice).get(lesson.url).content, "html.parser")


def test_a_repeated_heading_gets_the_next_anchor_as_on_any_page(soup):
    headings = [tag["id"] for tag in soup.select(".lesson-body > h2, .lesson-body > h3") if tag.get_text() == "What helps"]
    assert headings == ["what-helps", "what-helps-2", "what-helps-3"]
    assert all(tag.has_attr("data-percent") for tag in soup.select(".lesson-body > [id]"))


def test_every_type_of_block_has_a_test_file():
    here = Path(__file__).parent
    named = {
        path.stem.removeprefix("test_") for folder in (here, here.parent.parent / "pages" / "blocks") for path in folder.glob("test_*.py")
    }
    assert {name for name, _ in lesson_blocks()} - named == {"page"}
    assert "page_link" in named


def test_no_id_appears_twice_in_a_lesson(soup):
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert {name: many for name, many in ids.items() if many > 1} == {}


def test_labels_and_descriptions_refer_to_existing_ids(soup):
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    assert {label["for"] for label in soup.find_all("label", attrs={"for": True})} <= ids
    assert {name for tag in soup.find_all(attrs={"aria-describedby": True}) for name in tag["aria-describedby"].split()} <= ids


def test_heading_levels_are_not_skipped(soup):
    levels = [int(tag.name[1]) for tag in soup.main.find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
