"""The pictures in README.md and docs/editors.md, made by the suite from the demo content and never by hand.

DRUMBEAT_PICTURES=1 makes them again; otherwise they must exist and look like pictures of a page.
"""

import os
import re
import struct
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image, ImageStat
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

MAKE = os.environ.get("DRUMBEAT_PICTURES") == "1"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
if MAKE:
    pytestmark.append(pytest.mark.usefixtures("demo"))
FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
PICTURES = {
    "home": (DESK, "light"),
    "lesson": (DESK, "light"),
    "home-phone": (PHONE, "light"),
    "lesson-phone-dark": (PHONE, "dark"),
    "desk": (DESK, "light"),
    "desk-checks": (DESK, "light"),
    "desk-review": (DESK, "light"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_exists(name, request):
    size, scheme = PICTURES[name]
    path = FOLDER / f"{name}.png"
    if MAKE:
        _make(request, path, size, scheme)
    assert path.is_file(), f"{path.name} is missing: make it with DRUMBEAT_PICTURES=1 .venv/bin/pytest tests/journeys/test_pictures.py"
    picture = path.read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n"), f"{path.name} is no PNG"
    width, height = struct.unpack(">II", picture[16:24])
    assert width == size["width"], f"{path.name} is {width} px wide"
    assert height >= 600
    _shows_a_page(path, scheme)


def _shows_a_page(path, scheme):
    """Check that it decodes fully, is as light or dark as it should be, and has content in each quarter: no half-loaded page."""
    with Image.open(path) as picture:
        grey = picture.convert("L")
    brightness = ImageStat.Stat(grey).mean[0]
    assert (brightness < 90) if scheme == "dark" else (brightness > 165), f"{path.name} is of brightness {brightness:.0f}"
    quarter = grey.height // 4
    for number in range(4):
        part = ImageStat.Stat(grey.crop((0, number * quarter, grey.width, (number + 1) * quarter)))
        assert part.stddev[0] > 15, f"{path.name} has nothing in its quarter {number + 1}"


def test_every_picture_has_alternative_text():
    guides = "\n".join(path.read_text() for path in (FOLDER.parent.parent / "README.md", *FOLDER.parent.glob("*.md")))
    shown = {Path(name).stem: words for words, name in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", guides)}
    assert shown.keys() == PICTURES.keys() == {path.stem for path in FOLDER.iterdir()}
    assert all(len(words.split()) >= 4 for words in shown.values())


def test_the_picture_check_can_fail(tmp_path):
    """Control: blank, half-loaded and wrongly lit pictures are refused, and a complete one passes."""
    whole = Image.effect_noise((400, 400), 60).point(lambda value: min(255, value + 80))
    half = whole.copy()
    half.paste(255, (0, 300, 400, 400))
    for name, picture, scheme in [("blank", Image.new("L", (400, 400), 255), "light"), ("half", half, "light"), ("light", whole, "dark")]:
        picture.save(tmp_path / f"{name}.png")
        with pytest.raises(AssertionError):
            _shows_a_page(tmp_path / f"{name}.png", scheme)
    _shows_a_page(tmp_path / "light.png", "light")


def _make(request, path, size, scheme):
    demo = request.getfixturevalue("demo")
    if path.stem.startswith("desk"):
        page = _at_the_desk(request, demo, path.stem, size)
        page.screenshot(path=path, full_page=False)
        return
    page = request.getfixturevalue("open_as")("alice", size=size, scheme=scheme)
    page.goto(demo.lessons(demo.module("RAISE"))[2].url if path.stem.startswith("lesson") else "/")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": size["width"], "height": 1000}, full_page=True)


def _at_the_desk(request, demo, name, size):
    """Return dana's first page with content, the checks of a lesson, or her review queue."""
    raise_, model = demo.module("RAISE"), demo.modules[0]
    half, waiting = demo.lessons(raise_)[0], demo.lessons(model)[1]
    half.summary += " With one more example."
    half.save_revision(user=demo.person("dana"))
    waiting.summary += " Said more plainly."
    waiting.change, waiting.what_changed = "clarified", "The summary is plainer."
    waiting.save_revision(user=demo.person("frank"))
    waiting.get_workflow().start(waiting, demo.person("frank"))
    dana = request.getfixturevalue("open_as")("dana", size=size)
    dana.set_default_timeout(60_000)  # the editor of a long lesson, opened while other tests run
    address = {"desk": "wagtailadmin_home", "desk-checks": "wagtailadmin_pages:edit", "desk-review": "wagtailadmin_pages:edit"}[name]
    dana.goto(reverse(address, args=[] if name == "desk" else [(half if name == "desk-checks" else waiting).pk]))
    if name == "desk-checks":
        dana.get_by_role("button", name="Toggle checks").click()
        expect(dana.locator("[data-content-word-count]")).not_to_have_text("-", timeout=60_000)
    more = dana.get_by_role("button", name="More actions").last
    if name == "desk-review" and more.is_visible():
        more.click()
    dana.wait_for_timeout(1_000)
    return dana
