"""Invitation lists: reading spreadsheets, checking each line, and inviting all or none."""

import io
import re
import tracemalloc
import zipfile
from datetime import datetime, timedelta
from itertools import product

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people import invitation_spreadsheet
from cms.people.actions import grant_role, invitations
from cms.people.models import Hub, Invitation, InvitationList, JobRole, Membership, Role, User
from tests.responses import html_of, message_levels, wrong_fields

pytestmark = pytest.mark.django_db
HEAD = "E-mail address,First name,Last name,Hub,Job role\n"


def _file(text, name="people.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def _workbook(rows, name="people.xlsx"):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return _file(out.getvalue(), name)


@pytest.fixture
def place(people):
    return people.alice.membership.authority


@pytest.fixture
def lead(people, place, signed_in):
    """Bob, signed in, who is also the lead of his authority."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=place, on=timezone.localdate(), by=people.frank, reason="A test")
    return signed_in(people.bob)


def _job():
    return JobRole.objects.first().title


def test_lists_are_read_in_every_usual_encoding_and_delimiter(place):
    for encoding, delimiter in product(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"], ",;\t|"):
        text = f"Email{delimiter}Surname{delimiter}Job title\nzoe@example.org{delimiter}Müller{delimiter}{_job()}\n\n"
        line = invitation_spreadsheet.read(_file(text.encode(encoding)))[0]
        found = line["line"], line["email"], line["last_name"], line["job_role"]
        assert found == (2, "zoe@example.org", "Müller", _job()), (encoding, delimiter)


def test_a_workbook_is_read_like_a_csv_file(place):
    found = invitation_spreadsheet.read(
        _workbook([["E-mail address", "Job role", "Hub"], ["zoe@example.org", _job(), None], [None, None, None]])
    )
    assert [(line["email"], line["hub"]) for line in found] == [("zoe@example.org", "")]


NO_LISTS = {
    "empty": b"",
    "only headings": b"E-mail address,Job role\n",
    "other columns": b"Name,Town\nZoe,York\n",
    "bytes": b"\x00\x01\x02\x03",
    "a broken workbook": b"PK\x03\x04 not a workbook",
    "over 10,000 lines": b"E-mail address,Job role\n" + b"a@example.org,x\n" * 10_001,
    "over 2 MB": b"x" * (2 * 1024 * 1024 + 1),
}


def test_files_that_are_not_a_list_are_rejected():
    told = {}
    for fault, content in NO_LISTS.items():
        with pytest.raises(invitation_spreadsheet.UnreadableList) as refused:
            invitation_spreadsheet.read(_file(content))
        told[fault] = str(refused.value)
    assert len(set(told.values())) == len(NO_LISTS), f"different faults are explained alike: {told}"


def test_every_kind_of_line_ending_is_accepted(place):
    for end in ("\r", "\r\n", "\n"):  # classic Mac OS, Windows, Unix
        text = end.join(["E-mail address,Last name,Job role", f"zoe@example.org,Cole,{_job()}", f"sam@example.org,Hall,{_job()}", ""])
        lines = [(line["line"], line["email"]) for line in invitation_spreadsheet.read(_file(text))]
        assert lines == [(2, "zoe@example.org"), (3, "sam@example.org")], repr(end)


def test_a_line_break_within_a_cell_is_read_as_a_space(place):
    text = f'E-mail address,Last name,Job role\nzoe@example.org,"Cole\rHall",{_job()}\n'
    assert invitation_spreadsheet.read(_file(text))[0]["last_name"] == "Cole Hall"
    loose = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text.replace('"', ""))), place)
    assert [(line["email"], bool(line["problem"])) for line in loose] == [("zoe@example.org", True), ("hall", True)]


def _damaged():
    """Return a workbook whose compressed data is damaged."""
    with zipfile.ZipFile(io.BytesIO(_workbook([["E-mail address", "Job role"]]).read())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        at = packed.getinfo("xl/worksheets/sheet1.xml").header_offset + 30 + len("xl/worksheets/sheet1.xml")
    raw = bytearray(out.getvalue())
    raw[at : at + 8] = b"\xff" * 8
    return bytes(raw)


def _encrypted():
    """Return a workbook with one entry marked as encrypted."""
    raw = bytearray(_workbook([["E-mail address", "Job role"]]).read())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(signature, at + 4)
    return bytes(raw)


def test_damaged_and_encrypted_files_show_an_error_beside_the_field(lead, place):
    endless = b'E-mail address,Job role\n"' + b"x" * 140_000 + b",y\n"
    for fault, content in {"an endless cell": endless, "damaged": _damaged(), "encrypted": _encrypted(), "no list": b"\x00\x01"}.items():
        response = _upload(lead, place, content)
        assert (response.status_code, wrong_fields(response)) == (422, {"file"}), fault
    assert not InvitationList.objects.exists()


def _memory_to_read(last_column):
    """Return the peak memory, in bytes, of reading a hundred lines with a cell in `last_column`."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["E-mail address", "Job role"])
    for row in range(2, 102):
        book.active.cell(row, 1, f"p{row}@example.org")
        book.active.cell(row, last_column, "x")
    book.save(out)
    tracemalloc.start()
    found = invitation_spreadsheet.read(_file(out.getvalue()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 100
    return most


def test_a_cell_far_to_the_right_does_not_use_more_memory(place):
    _memory_to_read(2)  # load modules and caches before measuring
    narrow, wide = _memory_to_read(2), _memory_to_read(16_384)
    assert wide < 1.5 * narrow, (narrow, wide)


def test_a_workbook_that_is_too_large_when_unpacked_is_rejected(place):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    with pytest.raises(invitation_spreadsheet.UnreadableList) as bomb:
        invitation_spreadsheet.read(_file(out.getvalue(), "bomb.xlsx"))
    with pytest.raises(invitation_spreadsheet.UnreadableList) as damaged:
        invitation_spreadsheet.read(_file(_damaged()))
    assert str(bomb.value) != str(damaged.value), "It was unpacked, and only then found to be no workbook."


def test_each_kind_of_invalid_line_is_reported(place, people):
    job, hub = _job(), Hub.objects.filter(authority=place).first()
    elsewhere = Hub.objects.exclude(authority=place).first()
    lines = {
        "good": f"good@example.org,Go,Od,{hub},{job}",
        "address twice": f"GOOD@example.org,Again,,,{job}",
        "invalid address": f"not an address,,,,{job}",
        "no address": f",No,Address,,{job}",
        "member here": f"alice@example.org,,,,{job}",
        "unknown hub": f"hub@example.org,,,Nowhere,{job}",
        "hub of another authority": f"otherhub@example.org,,,{elsewhere},{job}",
        "unknown job role": "job@example.org,,,,Astronaut",
        "no job role": "nojob@example.org,,,,",
        "formula": f"f@example.org,=HYPERLINK(1),,,{job}",
    }
    checked = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(HEAD + "\n".join(lines.values()))), place)
    problems = {kind: line["problem"] for kind, line in zip(lines, checked, strict=True)}
    assert [kind for kind, problem in problems.items() if not problem] == ["good"]
    assert "2" in problems["address twice"], "The line with the same address is not named."
    for kind, typed in {"unknown hub": "Nowhere", "hub of another authority": str(elsewhere), "unknown job role": "Astronaut"}.items():
        assert typed in problems[kind], kind
    assert len(set(problems.values())) == len(lines), f"different faults are explained alike: {problems}"


@pytest.mark.engine
def test_checking_makes_as_many_queries_for_10_lines_as_for_300(place):
    counts = []
    for many in (10, 300):
        text = HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(many))
        with CaptureQueriesContext(connection) as asked:
            invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text)), place)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _upload(client, place, text):
    return client.post(f"/people/in/{place.slug}/invite-list/", {"file": _file(text)})


def test_emails_are_sent_in_batches_once_a_lead_has_confirmed_a_list(lead, place, django_capture_on_commit_callbacks):
    text = HEAD + "".join(f"p{n}@example.org,P,{n},,{_job()}\n" for n in range(120)) + f"alice@example.org,,,,{_job()}\n"
    with django_capture_on_commit_callbacks(execute=True):
        report = _upload(lead, place, text)
        assert (Invitation.objects.count(), mail.outbox) == (0, [])
        page = lead.get(report["Location"])
        assert (page.context["good"], page.context["bad"]) == (120, 1)
        assert [line["email"] for line in page.context["page_obj"] if line["problem"]] == ["alice@example.org"]
        pk = InvitationList.objects.get().pk
        lead.post(f"/people/lists/{pk}/confirm/")
        assert (Invitation.objects.count(), Invitation.objects.unsent().count()) == (120, 70)
        page = lead.get(f"/people/lists/{pk}/")
        assert (page.context["sent"], page.context["total"]) == (50, 120)
        assert '<progress max="120" value="50">' in html_of(page)
        lead.post(f"/people/lists/{pk}/send/")
        lead.post(f"/people/lists/{pk}/send/")
    assert Invitation.objects.unsent().count() == 0
    assert len(mail.outbox) == 120
    assert len({email.to[0] for email in mail.outbox}) == 120
    assert InvitationList.objects.get().lines == []


def test_an_unconfirmed_list_is_cleared_after_a_day(lead, place):
    _upload(lead, place, HEAD + f"zoe@example.org,Zoe,Cole,,{_job()}\n")
    whole = InvitationList.objects.get()
    call_command("nightly", verbosity=0)
    assert InvitationList.objects.get().lines == whole.lines != []
    InvitationList.objects.update(made_at=timezone.now() - timedelta(days=1))
    call_command("nightly", verbosity=0)
    assert "zoe" not in str(InvitationList.objects.values().get()).lower()
    lead.post(f"/people/lists/{whole.pk}/confirm/")
    page = lead.get(f"/people/lists/{whole.pk}/")
    assert page.context["whole"].confirmed_at is None
    assert f'href="/people/in/{place.slug}/invite-list/"' in html_of(page)
    assert not Invitation.objects.exists()


def test_a_list_confirmed_twice_invites_each_person_once(lead, place):
    _upload(lead, place, HEAD + f"a@example.org,,,,{_job()}\n")
    pk = InvitationList.objects.get().pk
    lead.post(f"/people/lists/{pk}/confirm/")
    assert message_levels(lead.post(f"/people/lists/{pk}/confirm/", follow=True)) == ["warning"]
    assert Invitation.objects.count() == 1


def test_a_stopped_list_sends_no_more_emails(lead, place, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _upload(lead, place, HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(60)))
        pk = InvitationList.objects.get().pk
        lead.post(f"/people/lists/{pk}/confirm/")
        lead.post(f"/people/lists/{pk}/stop/")
        lead.post(f"/people/lists/{pk}/send/")
    assert len(mail.outbox) == 50
    assert Invitation.objects.open().count() == 50
    assert lead.get(f"/people/lists/{pk}/").context["whole"].stopped_at


def test_the_longest_list_is_read(place):
    text = HEAD + f"p@example.org,,,,{_job()}\n" * invitation_spreadsheet.MAX_LINES
    assert len(invitation_spreadsheet.read(_file(text))) == invitation_spreadsheet.MAX_LINES


@pytest.mark.engine
def test_a_list_of_1000_is_checked_sent_in_batches_and_stopped(lead, place, django_capture_on_commit_callbacks):
    """The whole process, with no more queries for a long list than for a short list."""
    text = HEAD + "".join(f"p{n}@example.org,P,{n},,{_job()}\n" for n in range(1000))
    report = lead.get(_upload(lead, place, text)["Location"])
    assert (report.context["good"], report.context["bad"]) == (1000, 0)
    pk = InvitationList.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/lists/{pk}/confirm/")
    page = lead.get(f"/people/lists/{pk}/")
    assert (page.context["sent"], page.context["total"]) == (50, 1000)
    with CaptureQueriesContext(connection) as asked:
        lead.post(f"/people/lists/{pk}/stop/")
    assert len(asked) < 20
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/lists/{pk}/send/")
    assert (len(mail.outbox), Invitation.objects.open().count()) == (50, 50)
    assert lead.get(f"/people/lists/{pk}/").context["whole"].stopped_at
    assert "950" in AuditEntry.objects.get(what="withdrawn").words


def test_a_line_that_fails_rolls_back_the_whole_list(lead, place, monkeypatch):
    _upload(lead, place, HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(5)))
    whole = InvitationList.objects.get()
    whole.lines[3]["job_role_id"] = 999_999
    whole.save()
    with pytest.raises(KeyError):
        invitations.confirm_list(upload=whole, at=timezone.now())
    assert Invitation.objects.count() == 0
    assert InvitationList.objects.get().confirmed_at is None


def test_html_in_a_list_is_escaped(lead, place):
    report = _upload(lead, place, HEAD + f"x@example.org,<script>alert(1)</script>,,,{_job()}\n")
    page = html_of(lead.get(report["Location"]))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_a_list_of_another_lead_is_not_found(lead, place, people, signed_in):
    _upload(lead, place, HEAD + f"a@example.org,,,,{_job()}\n")
    grant_role(user=people.carol, role=Role.AUTHORITY_LEAD, authority=people.carol.membership.authority, on=timezone.localdate())
    pk = InvitationList.objects.get().pk
    for name in ("", "confirm/", "send/", "stop/"):
        client = signed_in(people.carol)
        assert (client.get if not name else client.post)(f"/people/lists/{pk}/{name}").status_code == 404
    assert Invitation.objects.count() == 0


def test_the_example_file_passes_the_check(lead, place):
    example = lead.get("/people/example.csv")
    JobRole.objects.get_or_create(slug="hub-worker", defaults={"title": "Hub worker"})
    checked = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(example.content)), place)
    assert [line["problem"] for line in checked] == [""]


# A lead's first Monday: the spreadsheet that HR sent.

HR_HEAD = [
    "Employee No",
    "Surname",
    "Forename(s)",
    "Work E-Mail",
    "Position Title",
    "Establishment",
    "Continuous Service Date",
    "Role Start Date",
]
HR_PEOPLE = [
    [100 + n, f"O’Neill-{n}", "Zoë", f"Zoe.{n}@Example.org ", title, hub, datetime(2019, 3, n % 27 + 1), "01/09/2021"]
    for n, (title, hub) in enumerate([("Residential Care Worker", "MILL LANE"), ("Reg. Manager", "The Lane")] * 20)
]


def _hr_workbook():
    """Return a workbook as HR systems export it: a hidden sheet first, a title and an empty row, then their own column names."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    hidden = book.active
    hidden.sheet_state = "hidden"
    hidden.append(["Email", "Job role"])
    hidden.append(["secret@example.org", "Hub worker"])
    sheet = book.create_sheet("Export")
    for row in [["Children and Families: staff in post"], ["Run on", datetime(2026, 11, 30)], [], HR_HEAD, *HR_PEOPLE]:
        sheet.append(row)
    book.active = 1
    book.save(out)
    return _file(out.getvalue(), "staff.xlsx")


def test_forty_people_from_an_hr_spreadsheet_are_in_with_one_correction(lead, place, client, django_capture_on_commit_callbacks):
    for slug, title in (("hub-worker", "Hub worker"), ("hub-manager", "Hub manager")):
        JobRole.objects.get_or_create(slug=slug, defaults={"title": title})
    hub = Hub.objects.get(authority=place, name="Mill Lane hub")
    report = lead.post(f"/people/in/{place.slug}/invite-list/", {"file": _hr_workbook()})
    page = lead.get(report["Location"])
    assert (page.context["good"], page.context["bad"]) == (20, 20)
    questions = page.context["form"].questions
    assert {(kind, typed) for kind, typed, _ in questions.values()} == {("hub", "The Lane"), ("job_role", "Reg. Manager")}
    assert {page.context["form"].fields[name].initial for name in questions} == {hub.pk, JobRole.objects.get(slug="hub-manager").pk}
    pk = InvitationList.objects.get().pk
    answers = {name: page.context["form"].fields[name].initial for name in questions}
    page = lead.post(f"/people/lists/{pk}/correct/", answers, follow=True)
    assert (page.context["good"], page.context["bad"], page.context["form"].questions) == (40, 0, {})
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/lists/{pk}/confirm/")
    assert {message.to[0] for message in mail.outbox} == {f"zoe.{n}@example.org" for n in range(40)}
    link = re.search(r"http://localhost:8000(/join/\S+/)", mail.outbox[0].body)[1]
    client.post(link, {"first_name": "Zoë", "last_name": "O’Neill", "password": "four-quiet-drums-tonight"})
    membership = Membership.objects.get(user=User.objects.get(email=mail.outbox[0].to[0]))
    assert membership.hub == hub
    assert (membership.employed_since.year, str(membership.in_care_role_since)) == (2019, "2021-09-01")


def test_every_problem_of_a_row_is_reported_at_once(place):
    text = "Email,Job title,Hub,Start date\nnot an address,Astronaut,Nowhere,31/31/2031\n"
    line = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text)), place)[0]
    assert len(line["problems"]) == 4
    for typed in ("Astronaut", "Nowhere", "31/31/2031"):
        assert typed in line["problem"]


LAYOUTS = {
    "sep=": "sep=;\nEmail;Job title\nzoe@example.org;{job}\n",
    "title rows": "Staff in post\n\nRun on;30/11/2026;;\nEmail;Job title\nzoe@example.org;{job}\n",
    "one name column": "Full name\tEmail\tPost\nZoë Cole\tzoe@example.org\t{job}\n",
    "surname first": 'Employee name,Email,Post\n"Cole, Zoë",zoe@example.org,{job}\n',
    "unknown heading above addresses": "Kontakt,Job title\nzoe@example.org,{job}\n",
    "a slip in a heading": "Emial address,Job tilte\nzoe@example.org,{job}\n",
    "remarks in headings": "EMAIL ADDRESS (required)*,Job Title [as in HR]:\nzoe@example.org,{job}\n",
}


def test_lists_are_read_in_every_usual_layout(place):
    for layout, text in LAYOUTS.items():
        lines = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text.format(job=_job()))), place)
        assert [(line["email"], line["problem"]) for line in lines] == [("zoe@example.org", "")], layout
        if "Zoë" in text:
            assert (lines[0]["first_name"], lines[0]["last_name"]) == ("Zoë", "Cole"), layout


def test_an_old_mac_file_is_read(place):
    text = "Email,Surname\rzoe@example.org,Müller\r"
    assert invitation_spreadsheet.read(_file(text.encode("mac-roman")))[0]["last_name"] == "Müller"


def test_a_hub_of_two_meanings_is_asked_about_and_not_guessed(place):
    for name in ("Quay hub", "Quay team"):
        Hub.objects.create(authority=place, name=name)
    hubs, _ = invitation_spreadsheet.choices_for(place)
    assert hubs.match("Quay") is None
    assert hubs.match("quay TEAM") == Hub.objects.get(name="Quay team").pk


def test_rows_can_be_read_as_having_no_hub(lead, place):
    _upload(lead, place, HEAD + f"zoe@example.org,,,Head Office,{_job()}\n")
    upload = InvitationList.objects.get()
    lead.post(f"/people/lists/{upload.pk}/correct/", {"hub-0": "none"})
    line = InvitationList.objects.get().lines[0]
    assert (line["problem"], line["hub_id"]) == ("", None)
    assert lead.post(f"/people/lists/{upload.pk}/correct/", {"hub-0": "999999"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("01/06/2021", "2021-06-01"),
        ("1 June 2021", "2021-06-01"),
        ("2021-06-01", "2021-06-01"),
        ("1-Jun-21", "2021-06-01"),
        ("01.06.2021", "2021-06-01"),
        ("31/02/2021", None),
        ("June", None),
        ("1/6/2999", None),
    ],
)
def test_days_are_read_as_people_in_britain_write_them(place, typed, day):
    line = invitation_spreadsheet.check(
        invitation_spreadsheet.read(_file(f"Email,Job title,Employed since\nzoe@example.org,{_job()},{typed}\n")), place
    )[0]
    assert (line["employed_since"], bool(line["problem"])) == (day or typed, day is None)


def test_a_workbook_with_a_part_that_is_read_whole_and_large_is_rejected(place):
    out = io.BytesIO(_workbook([["Email", "Job role"], ["zoe@example.org", "x"]]).read())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/theme/theme2.xml", b" " * (3 * 1024 * 1024))
    with pytest.raises(invitation_spreadsheet.UnreadableList):
        invitation_spreadsheet.read(_file(out.getvalue(), "styles.xlsx"))


MANY = {
    "200,000 styles": ("xl/styles.xml", b"<styleSheet><cellXfs>", b"<xf/>", 200_000),
    "7 million cells": ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>", b"<c/>", 7_000_000),
    "a million cells in a part of another name": ("xl/media/a.png", b"<worksheet><sheetData><row>", b"<c/>", 1_000_000),
}


@pytest.mark.parametrize("many", MANY)
def test_a_small_workbook_with_a_great_many_elements_is_rejected_before_it_is_parsed(many, monkeypatch):
    """Parsing these few kilobytes takes from seven seconds to forever."""
    name, start, element, count = MANY[many]
    with zipfile.ZipFile(_workbook([["Email", "Job role"], ["zoe@example.org", "x"]])) as usual:
        parts = {part: usual.read(part) for part in usual.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in {**parts, name: start + element * count}.items():
            packed.writestr(part, content)
    assert len(out.getvalue()) < 100_000
    monkeypatch.setattr(invitation_spreadsheet.openpyxl, "load_workbook", lambda *args, **options: pytest.fail("It was parsed."))
    with pytest.raises(invitation_spreadsheet.UnreadableList, match="more in this workbook"):
        invitation_spreadsheet.read(_file(out.getvalue(), "many.xlsx"))
