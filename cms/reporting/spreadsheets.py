"""CSV and Excel files of a table, written so that Excel opens them correctly and runs nothing in them."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# Excel takes a cell that begins with one of these for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_COLUMN_WIDTH = 48


def _text(value):
    """Return a text that no spreadsheet takes for a formula: an apostrophe is put before one that could be."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value if isinstance(value, (date, int, float)) else _text(value)


def write_csv(header, rows):
    """Return the table as CSV in UTF-8 with a byte order mark, without which Excel shows "Łukasz" wrongly. Dates are 2026-11-30."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([[_cell(value) for value in row] for row in (header, *rows)])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title, header, rows):
    """Return the table as an Excel workbook with real dates. `title` is the name of the sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "".join(character for character in title if character not in r"[]:*?/\\")[:31] or "Report"
    for row in (header, *rows):
        sheet.append([_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, column in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(index)].width = min(longest + 2, MAX_COLUMN_WIDTH)
    sheet.freeze_panes = "B2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def table_response(kind, title, header, rows):
    """Return the table as a download; `kind` is "csv" or "xlsx"."""
    content = write_csv(header, rows) if kind == "csv" else write_xlsx(title, header, rows)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{slugify(title) or "report"}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
