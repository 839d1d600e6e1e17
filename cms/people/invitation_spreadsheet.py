"""Reading a list of people from a spreadsheet, and saying line by line what would come of it. Writes nothing."""

import csv
import io
import zipfile
import zlib

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils.exceptions import InvalidFileException

from cms.people.models import Hub, Invitation, JobRole, User

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_LINES = 10_000
MOST_COLUMNS = 50
# What a column may be called; the first is what we call it.
COLUMNS = {
    "email": ["e-mail address", "email", "e-mail", "email address", "work e-mail address", "work email"],
    "first_name": ["first name", "firstname", "forename", "given name"],
    "last_name": ["last name", "lastname", "surname", "family name"],
    "hub": ["hub", "team", "hub or team"],
    "job_role": ["job role", "job", "role", "job title"],
}
REQUIRED = ["email", "job_role"]


# What openpyxl, and the zip file and XML below it, say of a workbook that is damaged, encrypted or none.
CANNOT_BE_OPENED = (
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
    """The file cannot be read as a list of people; the sentence says why and what to do."""


def read(file):
    """The lines of an uploaded CSV or XLSX file: [{"line": 2, "email": …, "first_name": …, …}], blank ones left out.

    Raises UnreadableList.
    """
    if file.size > MOST_BYTES:
        raise UnreadableList("This file is larger than 2 MB. A list of people is much smaller: save only the sheet with the people.")
    raw = file.read()
    rows = _xlsx(raw) if raw[:2] == b"PK" else _csv(raw)
    header = next(rows, None)
    if header is None:
        raise UnreadableList("This file is empty.")
    places = _places(header)
    found = []
    for number, row in enumerate(rows, start=2):
        cells = {name: _words(row[place]) if place < len(row) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        found.append({"line": number, **{name: cells.get(name, "") for name in COLUMNS}})
        if len(found) > MOST_LINES:
            raise UnreadableList(f"This list has more than {MOST_LINES:,} lines. Split it into several.")
    if not found:
        raise UnreadableList("Below its headings this list is empty.")
    return found


def _csv(raw):
    """Row by row; like `_xlsx` it may find at any row that it cannot go on."""
    if b"\x00" in raw:
        raise UnreadableList("This is neither a CSV file nor an Excel workbook (.xlsx). Save it as one of them and try again.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableList("The letters in this file cannot be read. Save it as “CSV UTF-8” and try again.")
    # However lines end (an old Mac's too), and whatever stands within a cell: the text is read as a text file would be.
    lines = io.StringIO(text, newline=None)
    delimiter = max(",;\t", key=lines.readline().count)
    lines.seek(0)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as problem:
        raise UnreadableList(
            "A cell in this file is far longer than a name or an address: a quotation mark may be missing its partner. "
            "Open the file in your spreadsheet program, look for it, and save it again."
        ) from problem


def _xlsx(raw):
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableList("This workbook unpacks to more than we read. Save only the sheet with the people.")
        # Formulas are read as they are written, so that they can be refused; values of old calculations would hide them.
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
        # One cell far to the right would make every row as wide as the sheet can be.
        yield from book.worksheets[0].iter_rows(values_only=True, max_row=MOST_LINES + 2, max_col=MOST_COLUMNS)
    except UnreadableList:
        raise
    except CANNOT_BE_OPENED as problem:
        raise UnreadableList("This workbook cannot be opened. If it has a password, save it without one and try again.") from problem


def _places(header):
    called = [_words(cell).lower().rstrip("*: ") for cell in header]
    places = {name: called.index(one) for name, names in COLUMNS.items() for one in names[::-1] if one in called}
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in places]
    if missing:
        raise UnreadableList(
            f"The first line must name the columns, and there is none called “{'” and none called “'.join(missing)}”. "
            "Download the example to see how it looks."
        )
    return places


def _words(cell):
    return " ".join(str(cell).split()) if cell is not None else ""


def check(lines, authority):
    """The lines with what each would come to: hub and job role found, and `problem`, a sentence, or "" when it is good.

    Asks the database a fixed number of questions, however long the list is.
    """
    known = _Known(authority)
    checked = []
    for line in lines:
        found = {
            **line,
            "email": line["email"].lower(),
            "hub_id": known.hubs.get(line["hub"].lower()),
            "job_role_id": known.roles.get(line["job_role"].lower()),
        }
        problem = next(known.problems(found), "")
        again = not problem and found["email"] in known.invited
        if not problem:
            known.seen[found["email"]] = line["line"]
        note = "Invited before: the new letter takes the place of the old one." if again else ""
        checked.append({**found, "problem": problem, "note": note})
    return checked


class _Known:
    """What the lines of one list are checked against, read once."""

    def __init__(self, authority):
        members = User.objects.filter(memberships__authority=authority, memberships__ended_on__isnull=True)
        invitations = Invitation.objects.open().filter(authority=authority)
        self.hubs = {hub.name.lower(): hub.pk for hub in Hub.objects.filter(authority=authority)}
        self.roles = {words.lower(): role.pk for role in JobRole.objects.all() for words in (role.slug, role.title)}
        self.here = {email.lower() for email in members.values_list("email", flat=True)}
        self.invited = {email.lower() for email in invitations.values_list("email", flat=True)}
        self.seen: dict[str, int] = {}

    def problems(self, line):
        """What is wrong with a line, the most telling first."""
        email = line["email"]
        if any(line[name][:1] in {"=", "+", "@"} for name in COLUMNS):
            yield "A cell begins with =, + or @, as a formula does. Write the words themselves."
        if not email:
            yield "There is no e-mail address."
        if not _is_address(email):
            yield "This is not an e-mail address."
        if max(len(line["first_name"]), len(line["last_name"])) > 150 or len(email) > 254:
            yield "A name or address is too long."
        if email in self.seen:
            yield f"The same address stands in line {self.seen[email]}."
        if email in self.here:
            yield "Is a member here already."
        if line["hub"] and line["hub_id"] is None:
            yield f"There is no hub called “{line['hub'][:60]}” here."
        if line["job_role_id"] is None:
            yield f"There is no job role called “{line['job_role'][:60]}”." if line["job_role"] else "There is no job role."


def _is_address(words):
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True
