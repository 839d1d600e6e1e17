"""The style sheets of a page: one file that follows its sources."""

import os
from pathlib import Path

from django.contrib.staticfiles import finders

from cms.pages import style_sheets


def test_a_page_has_one_style_sheet_for_the_screen_that_changes_with_its_sources(settings, tmp_path, monkeypatch, client, db):
    settings.VAR = tmp_path
    for name in style_sheets.SOURCES:
        (tmp_path / f"{name}.css").write_text(f".{name} {{}}")
    monkeypatch.setattr(style_sheets, "FOLDER", tmp_path)
    finder = style_sheets.CombinedStyleSheets()
    path = finder.find(style_sheets.COMBINED)
    content = Path(path).read_text()
    assert [content.index(f".{name} ") for name in style_sheets.SOURCES] == sorted(
        content.index(f".{name} ") for name in style_sheets.SOURCES
    )
    (tmp_path / "parts.css").write_text(".new {}")
    os.utime(tmp_path / "parts.css", (2_000_000_000, 2_000_000_000))
    assert ".new {}" in Path(finder.find(style_sheets.COMBINED)).read_text()
    assert finder.find("cms/css/other.css") == []


def test_the_combined_style_sheet_is_found_and_linked(client, site):
    assert finders.find(style_sheets.COMBINED)
    html = client.get("/").content.decode()
    assert html.count('rel="stylesheet"') - html.count('media="print"') == 1
