"""Read people to invite from a spreadsheet and check each line. Writes nothing."""

import csv
import io
import zipfile
import zlib

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils.exceptions import InvalidFileException

from cms.office_limits import SPREADSHEET, check_office_archive
from cms.people.models import Hub, Invitation, JobRole, User

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_LINES = 10_000
MAX_COLUMNS = 50
# Accepted column names; the first is the one we use.
COLUMNS = {
    "email": ["email address", "email", "e-mail", "e-mail address", "work email address", "work email", "work e-mail address"],
    "first_name": ["first name", "firstname", "forename", "given name"],
    "last_name": ["last name", "lastname", "surname", "family name"],
    "hub": ["hub", "team", "hub or team"],
    "job_role": ["job role", "job", "role", "job title"],
}
REQUIRED = ["email", "job_role"]


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

    Raises UnreadableList.
    """
    if file.size > MAX_BYTES:
        raise UnreadableList("This file is larger than 2 MB. Save only the sheet with the people.")
    raw = file.read()
    rows = _xlsx_rows(raw) if raw[:2] == b"PK" else _csv_rows(raw)
    header = next(rows, None)
    if header is None:
        raise UnreadableList("This file is empty.")
    indexes = _column_indexes(header)
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = {name: _cell_text(row[index]) if index < len(row) else "" for name, index in indexes.items()}
        if not any(cells.values()):
            continue
        lines.append({"line": number, **{name: cells.get(name, "") for name in COLUMNS}})
        if len(lines) > MAX_LINES:
            raise UnreadableList(f"This list has more than {MAX_LINES:,} lines. Split it into smaller lists.")
    if not lines:
        raise UnreadableList("This list has no lines below its headings.")
    return lines


def _csv_rows(raw):
    """Yield rows. Like _xlsx_rows(), it may raise UnreadableList at any row."""
    if b"\x00" in raw:
        raise UnreadableList("This is not a CSV file or an Excel workbook (.xlsx). Save it as one of them and try again.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableList("We cannot read the characters in this file. Save it as “CSV UTF-8” and try again.")
    # Accept all line endings, also within cells.
    lines = io.StringIO(text, newline=None)
    delimiter = max(",;\t", key=lines.readline().count)
    lines.seek(0)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableList(
            "A cell in this file is much longer than a name or an address. There may be an unmatched quotation mark. "
            "Correct it in your spreadsheet program and save the file again."
        ) from error


def _xlsx_rows(raw):
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableList("This workbook is too large. Save only the sheet with the people.")
        check_office_archive(io.BytesIO(raw), SPREADSHEET)
        # Read formulas, not their cached values, so that we can reject them.
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
        # A single cell far to the right would make every row as wide as the sheet.
        yield from book.worksheets[0].iter_rows(values_only=True, max_row=MAX_LINES + 2, max_col=MAX_COLUMNS)
    except UnreadableList:
        raise
    except ValidationError as error:
        raise UnreadableList(error.messages[0]) from error
    except WORKBOOK_ERRORS as error:
        raise UnreadableList("We cannot open this workbook. If it has a password, save it without one and try again.") from error


def _column_indexes(header):
    headings = [_cell_text(cell).lower().rstrip("*: ") for cell in header]
    indexes = {name: headings.index(heading) for name, names in COLUMNS.items() for heading in names[::-1] if heading in headings}
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in indexes]
    if missing:
        raise UnreadableList(
            f"The first row must have the column names. Missing: “{'”, “'.join(missing)}”. Download the example to see what to do."
        )
    return indexes


def _cell_text(cell):
    return " ".join(str(cell).split()) if cell is not None else ""


def check(lines, authority):
    """Return the lines with `hub_id`, `job_role_id`, and `problem`, a sentence or "" if there is none.

    The number of queries does not depend on the length of the list.
    """
    checker = _Checker(authority)
    checked = []
    for line in lines:
        checked_line = {
            **line,
            "email": line["email"].lower(),
            "hub_id": checker.hubs.get(line["hub"].lower()),
            "job_role_id": checker.roles.get(line["job_role"].lower()),
        }
        problem = next(checker.problems(checked_line), "")
        was_invited = not problem and checked_line["email"] in checker.invited
        if not problem:
            checker.seen[checked_line["email"]] = line["line"]
        note = "Already invited: the new invitation replaces the old one." if was_invited else ""
        checked.append({**checked_line, "problem": problem, "note": note})
    return checked


class _Checker:
    """Checks the lines of one list against data that is read once."""

    def __init__(self, authority):
        members = User.objects.filter(memberships__authority=authority, memberships__ended_on__isnull=True)
        invitations = Invitation.objects.open().filter(authority=authority)
        self.hubs = {hub.name.lower(): hub.pk for hub in Hub.objects.filter(authority=authority)}
        self.roles = {text.lower(): role.pk for role in JobRole.objects.all() for text in (role.slug, role.title)}
        self.member_emails = {email.lower() for email in members.values_list("email", flat=True)}
        self.invited = {email.lower() for email in invitations.values_list("email", flat=True)}
        self.seen: dict[str, int] = {}

    def problems(self, line):
        """Yield what is wrong with a line, the most important first."""
        email = line["email"]
        if any(line[name][:1] in {"=", "+", "@"} for name in COLUMNS):
            yield "A cell starts with =, + or @, like a formula. Enter plain text."
        if not email:
            yield "The email address is missing."
        if not _is_address(email):
            yield "This is not an email address."
        if max(len(line["first_name"]), len(line["last_name"])) > 150 or len(email) > 254:
            yield "A name or address is too long."
        if email in self.seen:
            yield f"The same address is in line {self.seen[email]}."
        if email in self.member_emails:
            yield "They are already a member."
        if line["hub"] and line["hub_id"] is None:
            yield f"There is no hub called “{line['hub'][:60]}” here."
        if line["job_role_id"] is None:
            yield f"There is no job role called “{line['job_role'][:60]}”." if line["job_role"] else "The job role is missing."


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
