"""The table block: text in rows and columns, with a heading for each column."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(headings=("Who", "When", "How"), rows=(("Ann", "Monday", "By phone"), ("Ben", "Friday", "In person")), caption="Who to ask"):
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return {"caption": caption, "columns": columns, "rows": [{"values": list(row)} for row in rows]}


def test_every_cell_has_a_row_and_a_column_heading():
    soup = shown("table", value())
    assert [text_of(heading) for heading in soup.select("thead th[scope=col]")] == ["Who", "When", "How"]
    assert [text_of(heading) for heading in soup.select("tbody th[scope=row]")] == ["Ann", "Ben"]
    assert text_of(soup.caption) == "Who to ask"


def test_a_wide_table_repeats_its_headings_for_phones():
    assert text_of(shown("table", value()).td) == "When Monday"
    assert text_of(shown("table", value(("Who", "When"), [("Ann", "Monday")])).td) == "Monday"


def test_hostile_text_is_escaped():
    soup = shown("table", value((HOSTILE, "b"), [(HOSTILE, HOSTILE)], caption=HOSTILE))
    assert is_harmless(soup)
    assert HOSTILE in soup.th.get_text()


@pytest.mark.parametrize(
    "raw",
    [
        value(headings=("Who", "", "How")),
        value(rows=[]),
        value(headings=(), rows=[]),
        value(headings=("Who", "When"), rows=[("Ann", "Monday", "no heading")]),
        value(headings=list("abcdefg"), rows=[list("abcdefg")]),
        value(rows=[("a", "b", "c")] * 61),
    ],
)
def test_a_table_without_headings_or_of_unreadable_size_cannot_be_published_but_stays_a_draft(raw):
    assert refused("table", raw)
    assert refused("table", raw, draft=True) == {}
