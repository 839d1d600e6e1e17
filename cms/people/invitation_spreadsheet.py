"""Read people to invite from a spreadsheet, as HR departments make them, and check each line. Writes nothing."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from contextlib import suppress
from datetime import date, datetime
from itertools import islice

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.dateparse import parse_date
from openpyxl.utils.exceptions import InvalidFileException

from cms.office_limits import SPREADSHEET, check_office_archive
from cms.people.identity import clean_address, clean_text
from cms.people.invitation_matching import COLUMNS, JOB_TITLES, Choices, column_of, guess_column
from cms.people.models import Hub, Invitation, JobRole, User

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
# Everything in a workbook but its cells and texts, such as its styles, is read whole.
MAX_UNPACKED_PART_BYTES = 2 * 1024 * 1024
LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/media/")
MAX_LINES = 10_000
MAX_COLUMNS = 50
# Rows above the headings: a title, the date of the report, empty rows.
MAX_TITLE_ROWS = 30
MAX_SHEETS = 10
MAX_GUESSED_ROWS = 5
MAX_HEADING = 60
DATES = ("employed_since", "in_care_role_since")
CELLS = ("email", "first_name", "last_name", "hub", "job_role", *DATES)
BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})[ ./-](?P<month>\d{1,2}|[A-Za-z]{3,9})[ ./-](?P<year>\d{4}|\d{2})", re.ASCII)
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
FIRST_YEAR = 1950

# Raised by openpyxl, zipfile and the XML parser for damaged, encrypted and other files.
WORKBOOK_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class UnreadableList(Exception):
    """The file cannot be read as a list of people. The message says why and what to do."""


def read(file):
    """Return the lines of an uploaded CSV or XLSX file, without blank ones: [{"line": 2, "email": …, "first_name": …, …}].

    Rows above the headings are skipped, and so are hidden sheets. Raises UnreadableList.
    """
    if file.size > MAX_BYTES:
        raise UnreadableList("This file is larger than 2 MB. Save only the sheet with the people.")
    raw = file.read()
    tables = _xlsx_tables(raw) if raw[:2] == b"PK" else [_csv_rows(raw)]
    reason = UnreadableList("This file is empty.")
    for table in tables:
        try:
            return _read_table(table)
        except NoHeadings as error:
            reason = error
    raise UnreadableList(str(reason))


class NoHeadings(UnreadableList):
    """This sheet is not the list. Another may be."""


def _read_table(rows):
    first_rows = list(islice(rows, MAX_TITLE_ROWS))
    if not first_rows:
        raise NoHeadings("This file is empty.")
    at, columns = _find_headings(first_rows)
    lines: list[dict] = []
    for number, row in enumerate(first_rows[at + 1 :], start=at + 2):
        _append_line(lines, number, row, columns)
    for number, row in enumerate(rows, start=len(first_rows) + 1):
        _append_line(lines, number, row, columns)
    if not lines:
        raise NoHeadings("This list has no lines below its headings.")
    return lines


def _append_line(lines, number, row, columns):
    cells = {name: _cell_text(row[index]) if index < len(row) else "" for name, index in columns.items()}
    if not any(cells.values()):
        return
    if "name" in cells and not (cells.get("first_name") or cells.get("last_name")):
        cells["first_name"], cells["last_name"] = _split_name(cells["name"])
    lines.append({"line": number, **{name: cells.get(name, "") for name in CELLS}})
    if len(lines) > MAX_LINES:
        raise UnreadableList(f"This list has more than {MAX_LINES:,} lines. Split it into smaller lists.")


def _split_name(name):
    """Return first and last name of "Zoë Cole" or "Cole, Zoë"."""
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _find_headings(rows):
    """Return the index of the row of headings and {our column: index}. Raises NoHeadings."""
    found = [_columns(row, column_of) for row in rows]
    if not any(found):
        found = [_columns(row, guess_column) for row in rows[:MAX_GUESSED_ROWS]]
    at = max(range(len(found)), key=lambda index: ("email" in found[index], len(found[index])))
    columns = {**_columns(rows[at], guess_column), **found[at]}
    if "email" not in columns:
        # A heading we do not know above a column of addresses.
        filled = [[_cell_text(row[index]) for row in rows[at + 1 :] if index < len(row)] for index in range(MAX_COLUMNS)]
        addresses = [sum(_is_address(clean_address(cell)) for cell in cells if "@" in cell) for cells in filled]
        if not columns or not any(addresses):
            raise NoHeadings(
                f"We found no column “{COLUMNS['email'][0]}”. Put a row with the column names above the people, or download the example."
            )
        columns["email"] = addresses.index(max(addresses))
    return at, columns


def _columns(row, find):
    """Return {our column: index} of the headings in a row, by `find`. The first of two columns for one thing counts."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(row[:MAX_COLUMNS]):
        text = _cell_text(cell)
        if 0 < len(text) <= MAX_HEADING and "@" not in text and (column := find(text)):
            columns.setdefault(column, index)
    return columns


def _csv_rows(raw):
    """Yield rows. Like _xlsx_rows(), it may raise UnreadableList at any row."""
    text = _decode(raw)
    first_line, _, rest = text.partition("\n")
    told = first_line.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:  # a hint for Excel
        yield []
        text, delimiter = rest, told[4]
    else:
        start = "".join(text.splitlines(keepends=True)[:MAX_TITLE_ROWS])
        delimiter = max(",;\t|", key=start.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableList(
            "A cell in this file is much longer than a name or an address. There may be an unmatched quotation mark. "
            "Correct it in your spreadsheet program and save the file again."
        ) from error


def _decode(raw):
    """Return the text of a CSV file, with plain line ends. Excel writes UTF-8, UTF-16, Windows-1252 and, on old Macs, Mac Roman."""
    encodings = ["utf-8-sig", "cp1252"]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in raw:
        most = len(raw) // 2 * 0.6
        encodings = [name for name, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])) if zeros.count(0) > most]
        if not encodings:
            raise UnreadableList("This is not a CSV file or an Excel workbook (.xlsx). Save it as one of them and try again.")
    elif b"\r" in raw and b"\n" not in raw:
        encodings = ["utf-8-sig", "mac-roman"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableList("We cannot read the characters in this file. Save it as “CSV UTF-8” and try again.")


def _xlsx_tables(raw):
    """Yield the rows of each visible sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
        others = [part.file_size for part in parts if not part.filename.startswith(LARGE_PARTS)]
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES or max(others, default=0) > MAX_UNPACKED_PART_BYTES:
            raise UnreadableList("This workbook is too large. Save only the sheet with the people.")
        check_office_archive(io.BytesIO(raw), SPREADSHEET)
        # Read formulas, not their cached values, so that we can reject them.
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
    except UnreadableList:
        raise
    except ValidationError as error:
        raise UnreadableList(error.messages[0]) from error
    except WORKBOOK_ERRORS as error:
        raise _not_opened() from error
    for sheet in sheets:
        yield _sheet_rows(sheet)


def _sheet_rows(sheet):
    try:
        # A single cell far to the right would make every row as wide as the sheet.
        yield from sheet.iter_rows(values_only=True, max_row=MAX_LINES + MAX_TITLE_ROWS + 2, max_col=MAX_COLUMNS)
    except WORKBOOK_ERRORS as error:
        raise _not_opened() from error


def _not_opened():
    return UnreadableList("We cannot open this workbook. If it has a password, save it without one and try again.")


def _cell_text(cell):
    if isinstance(cell, (datetime, date)):
        return f"{cell:%Y-%m-%d}"
    return clean_text(cell) if cell is not None else ""


def _iso_date(text):
    """Return a day written as people in Britain write it as 2021-06-01, or None if it is no day from FIRST_YEAR to today."""
    day = None
    with suppress(ValueError):
        if found := BRITISH_DATE.fullmatch(text):
            month = found["month"].lower()
            number = int(month) if month.isdecimal() else MONTHS.get(month[:3], 0)
            day = date(_full_year(int(found["year"])), number, int(found["day"]))
        else:
            day = parse_date(text)
    return day.isoformat() if day and day.year >= FIRST_YEAR and day <= timezone.localdate() else None


def _full_year(year):
    """Return 2021 for 21 and 1998 for 98."""
    if year >= 100:
        return year
    return year + (2000 if year <= timezone.localdate().year % 100 else 1900)


def check(lines, authority):
    """Return the lines with `hub_id`, `job_role_id`, `hub_title`, `job_role_title`, all `problems` (sentences), and `note`.

    `problem` is the problems as one text, "" if there are none. The number of queries does not depend on the length of the list.
    """
    checker = _Checker(authority)
    return [checker.checked(line) for line in lines]


class _Checker:
    """Checks the lines of one list against data that is read once."""

    def __init__(self, authority):
        members = User.objects.filter(memberships__authority=authority, memberships__ended_on__isnull=True)
        invitations = Invitation.objects.open().filter(authority=authority)
        self.hubs, self.roles = choices_for(authority)
        self.member_emails = set(members.values_list("email", flat=True))
        self.invited = set(invitations.values_list("email", flat=True))
        self.seen: dict[str, int] = {}

    def checked(self, line):
        hub_id, job_role_id = self.hubs.match(line["hub"]), self.roles.match(line["job_role"])
        found = {
            **line,
            "email": clean_address(line["email"]),
            **{name: _iso_date(line.get(name, "")) or line.get(name, "") for name in DATES},
            "hub_id": hub_id if line["hub"] else None,
            "hub_title": self.hubs.titles.get(hub_id, "") if line["hub"] else "",
            "job_role_id": job_role_id,
            "job_role_title": self.roles.titles.get(job_role_id, ""),
        }
        problems = list(self.problems(found))
        self.seen.setdefault(found["email"], line["line"])
        was_invited = not problems and found["email"] in self.invited
        note = "Already invited: the new invitation replaces the old one." if was_invited else ""
        return {**found, "problems": problems, "problem": " ".join(problems), "note": note}

    def problems(self, line):
        """Yield everything that is wrong with a line, the most important first."""
        email = line["email"]
        if any(line[name][:1] in {"=", "+", "@"} for name in CELLS):
            yield "A cell starts with =, + or @, like a formula. Enter plain text."
        if not email:
            yield "The email address is missing."
        elif not _is_address(email):
            yield "This is not an email address."
        elif email in self.seen:
            yield f"The same address is in line {self.seen[email]}."
        elif email in self.member_emails:
            yield "They are already a member."
        if max(len(line["first_name"]), len(line["last_name"])) > 150 or len(email) > 254:
            yield "A name or address is too long."
        if line["hub"] and line["hub_id"] is None:
            yield f"There is no hub called “{line['hub'][:60]}” here."
        if line["job_role_id"] is None:
            yield f"There is no job role called “{line['job_role'][:60]}”." if line["job_role"] else "The job role is missing."
        for name in DATES:
            if line[name] and _iso_date(line[name]) is None:
                yield f"“{line[name][:30]}” is not a day up to today, such as 1 June 2021."


def choices_for(authority):
    """Return the Choices of hubs of the authority and of job roles. Two queries."""
    hubs = {hub.name: hub.pk for hub in Hub.objects.filter(authority=authority)}
    roles = list(JobRole.objects.all())
    synonyms = {title: role.pk for role in roles for title in [role.slug.replace("-", " "), *JOB_TITLES.get(role.slug, [])]}
    return Choices(hubs), Choices({role.title: role.pk for role in roles}, synonyms)


def unmatched(lines):
    """Return what no hub or job role is called, {"hub": Counter, "job_role": Counter} of the text in the cells, most frequent first."""
    hubs = Counter(line["hub"] for line in lines if line["hub"] and line["hub_id"] is None)
    roles = Counter(line["job_role"] for line in lines if line["job_role_id"] is None)
    return {"hub": hubs, "job_role": roles}


def readings(lines):
    """Return what we read as something else, [(text in the cells, what we take it for, rows)], most frequent first."""
    pairs = Counter((line[name], line.get(f"{name}_title", "")) for line in lines for name in ("hub", "job_role"))
    return [(typed, title, count) for (typed, title), count in pairs.most_common() if title and typed != title]


def correct(lines, answers, authority):
    """Return the lines checked again with the answers, {("hub" or "job_role", text in the cells): the name to use, or ""}."""
    corrected = [{**line, **{name: answers.get((name, line[name]), line[name]) for name in ("hub", "job_role")}} for line in lines]
    return check(corrected, authority)


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
