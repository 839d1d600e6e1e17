"""Files of reports open correctly in Excel: names, dates, and nothing that runs."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest

from cms.reporting.spreadsheets import write_csv, write_xlsx

NAMES = ["Łukasz Zieliński", "Zoë O’Brien", '=HYPERLINK("http://evil.example")', "@SUM(A1)", "+441632", "-1", "\t=1", "\r=1", "a\x00b"]


def test_a_csv_file_has_a_byte_order_mark_and_every_name():
    content = write_csv(["Name", "Completed"], [[name, date(2026, 3, 1)] for name in NAMES])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [row[0].removeprefix("'") for row in rows] == [name.replace("\x00", "") for name in NAMES]
    assert {row[1] for row in rows} == {"2026-03-01"}


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_begins_a_formula(name):
    (row,) = list(csv.reader(StringIO(write_csv(["Name"], [[name]]).decode("utf-8-sig"), newline="")))[1:]
    assert row[0][:1] not in ("=", "+", "-", "@", "\t", "\r")
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx("Mill Lane: [hub]/1", ["Name"], [[name]]))).active
    assert sheet["A2"].data_type != "f"
    assert str(sheet["A2"].value)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_an_excel_file_has_real_dates_and_a_valid_sheet_name():
    book = openpyxl.load_workbook(BytesIO(write_xlsx("Mill Lane hub, Ashdale: who/what?", ["Name", "On"], [["Pat", date(2026, 3, 1)]])))
    assert book.active["B2"].is_date
    assert len(book.active.title) <= 31
