"""The pictures in README.md and in docs/editors.md: made by the suite from the demo content, never by hand.

DRUMBEAT_PICTURES=1 makes them anew; otherwise they must be there and look like pictures of a page.
"""

import os
import struct
from pathlib import Path

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
PICTURES = {
    "home": (DESK, "light"),
    "lesson": (DESK, "light"),
    "home-phone": (PHONE, "light"),
    "lesson-phone-dark": (PHONE, "dark"),
}
LEAST_BYTES = 20_000


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_there(name, request):
    size, scheme = PICTURES[name]
    path = FOLDER / f"{name}.png"
    if os.environ.get("DRUMBEAT_PICTURES") == "1":
        _make(request, path, size, scheme)
    assert path.is_file(), f"{path.name} is missing: make it with DRUMBEAT_PICTURES=1 .venv/bin/pytest tests/journeys/test_pictures.py"
    picture = path.read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n"), f"{path.name} is no PNG"
    width, height = struct.unpack(">II", picture[16:24])
    assert width == size["width"], f"{path.name} is {width} px wide"
    assert height >= 600
    assert len(picture) > LEAST_BYTES, f"{path.name} has only {len(picture)} bytes: is there a page on it?"


def _make(request, path, size, scheme):
    demo = request.getfixturevalue("demo")
    page = request.getfixturevalue("open_as")("alice", size=size, scheme=scheme)
    page.goto(demo.lessons(demo.module("RAISE"))[2].url if path.stem.startswith("lesson") else "/")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": size["width"], "height": 1000}, full_page=True)
