"""Lists of people: what is read, what each line comes to, and that nothing is half done."""

import io
import tracemalloc
import zipfile
from datetime import timedelta

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
from cms.people.models import Hub, Invitation, InvitationList, JobRole, Role

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
    """bob, who is also his authority's lead, signed in."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=place, on=timezone.localdate(), by=people.frank, reason="A test")
    return signed_in(people.bob)


def _problems(text, place):
    return {line["line"]: line["problem"] for line in invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text)), place)}


def _job():
    return JobRole.objects.first().title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lists_are_read_as_councils_save_them(encoding, delimiter, place):
    text = f"Email{delimiter}Surname{delimiter}Job title\nzoe@example.org{delimiter}Müller{delimiter}{_job()}\n\n"
    line = invitation_spreadsheet.read(_file(text.encode(encoding)))[0]
    assert (line["line"], line["email"], line["last_name"], line["job_role"]) == (2, "zoe@example.org", "Müller", _job())


def test_a_workbook_is_read_like_a_csv_file(place):
    found = invitation_spreadsheet.read(
        _workbook([["E-mail address", "Job role", "Hub"], ["zoe@example.org", _job(), None], [None, None, None]])
    )
    assert [(line["email"], line["hub"]) for line in found] == [("zoe@example.org", "")]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "empty"),
        (b"E-mail address,Job role\n", "empty"),
        (b"Name,Town\nZoe,York\n", "email address is missing"),
        (b"\x00\x01\x02\x03", "neither"),
        (b"PK\x03\x04 not a workbook", "We cannot open this workbook"),
        (b"E-mail address,Job role\n" + b"a@example.org,x\n" * 10_001, "more than 10,000 lines"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
    ids=["empty", "only headings", "other columns", "bytes", "a broken workbook", "too long", "too large"],
)
def test_what_is_no_list_is_refused_with_a_sentence(file, words, place):
    with pytest.raises(invitation_spreadsheet.UnreadableList) as refused:
        invitation_spreadsheet.read(_file(file))
    assert words.lower().replace("email address is missing", "e-mail address") in str(refused.value).lower()


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\n"], ids=["an old Mac's", "Windows'", "Unix'"])
def test_lines_may_end_in_any_way(ends, place):
    text = ends.join(["E-mail address,Last name,Job role", f"zoe@example.org,Cole,{_job()}", f"sam@example.org,Hall,{_job()}", ""])
    assert [(one["line"], one["email"]) for one in invitation_spreadsheet.read(_file(text))] == [
        (2, "zoe@example.org"),
        (3, "sam@example.org"),
    ]


def test_a_line_that_ends_within_a_cell_is_a_blank(place):
    text = f'E-mail address,Last name,Job role\nzoe@example.org,"Cole\rHall",{_job()}\n'
    assert invitation_spreadsheet.read(_file(text))[0]["last_name"] == "Cole Hall"
    loose = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text.replace('"', ""))), place)
    assert [one["problem"] for one in loose] == ["The job role is missing.", "This is not an email address."]


def _damaged():
    """A workbook whose packed bytes are not what was packed."""
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
    """A workbook of which one entry says that it has a password."""
    raw = bytearray(_workbook([["E-mail address", "Job role"]]).read())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(signature, at + 4)
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (lambda: b'E-mail address,Job role\n"' + b"x" * 140_000 + b",y\n", "far longer"),
        (_damaged, "We cannot open this workbook"),
        (_encrypted, "has a password"),
    ],
    ids=["an endless cell", "damaged", "encrypted"],
)
def test_a_file_that_breaks_off_while_it_is_read_is_refused_with_a_sentence(raw, words, lead, place):
    response = lead.post(f"/people/in/{place.slug}/invite-list/", {"file": _file(raw())})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert not InvitationList.objects.exists()


def test_a_cell_far_to_the_right_does_not_fill_the_memory(place):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["E-mail address", "Job role"])
    for row in range(2, 302):
        book.active.cell(row, 1, f"p{row}@example.org")
        book.active.cell(row, 16_384, "x")
    book.save(out)
    tracemalloc.start()
    found = invitation_spreadsheet.read(_file(out.getvalue()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 300
    assert most < 8 * 1024 * 1024


def test_a_workbook_that_unpacks_to_too_much_is_refused(place):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    with pytest.raises(invitation_spreadsheet.UnreadableList, match="unpacks"):
        invitation_spreadsheet.read(_file(out.getvalue(), "bomb.xlsx"))


def test_each_line_says_what_is_wrong_with_it(place, people):
    job, hub = _job(), Hub.objects.filter(authority=place).first()
    other = Hub.objects.exclude(authority=place).first()
    text = HEAD + "\n".join(
        [
            f"good@example.org,Go,Od,{hub},{job}",
            f"GOOD@example.org,Again,,,{job}",
            f"not an address,,,,{job}",
            f",No,Address,,{job}",
            f"alice@example.org,,,,{job}",
            f"hub@example.org,,,Nowhere,{job}",
            f"otherhub@example.org,,,{other},{job}",
            "job@example.org,,,,Astronaut",
            "nojob@example.org,,,,",
            f"f@example.org,=HYPERLINK(1),,,{job}",
        ]
    )
    found = _problems(text, place)
    assert found[2] == ""
    expected = [
        "same address stands in line 2",
        "not an email address",
        "email address is missing",
        "member here",
        "no hub",
        "no hub",
        "no job role",
    ]
    for line, words in enumerate([*expected, "no job role", "formula"], start=3):
        assert words in found[line], (line, found[line])


def test_checking_asks_as_many_questions_for_ten_lines_as_for_a_thousand(place):
    counts = []
    for many in (10, 1000):
        text = HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(many))
        with CaptureQueriesContext(connection) as asked:
            invitation_spreadsheet.check(invitation_spreadsheet.read(_file(text)), place)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _upload(client, place, text):
    return client.post(f"/people/in/{place.slug}/invite-list/", {"file": _file(text)})


def test_a_lead_checks_a_list_confirms_it_and_letters_go_out(lead, place, django_capture_on_commit_callbacks):
    text = HEAD + "".join(f"p{n}@example.org,P,{n},,{_job()}\n" for n in range(120)) + f"alice@example.org,,,,{_job()}\n"
    with django_capture_on_commit_callbacks(execute=True):
        report = _upload(lead, place, text)
        assert (Invitation.objects.count(), mail.outbox) == (0, [])
        page = lead.get(report["Location"]).content.decode()
        assert "120 people can be invited" in page
        assert "They are already a member." in page
        pk = InvitationList.objects.get().pk
        lead.post(f"/people/lists/{pk}/confirm/")
        assert (Invitation.objects.count(), Invitation.objects.unsent().count()) == (120, 70)
        assert "50 of 120 sent" in lead.get(f"/people/lists/{pk}/").content.decode()
        lead.post(f"/people/lists/{pk}/send/")
        lead.post(f"/people/lists/{pk}/send/")
    assert Invitation.objects.unsent().count() == 0
    assert len(mail.outbox) == 120
    assert len({letter.to[0] for letter in mail.outbox}) == 120
    assert InvitationList.objects.get().lines == []


def test_a_list_that_nobody_confirms_is_forgotten_after_a_day(lead, place):
    _upload(lead, place, HEAD + f"zoe@example.org,Zoe,Cole,,{_job()}\n")
    whole = InvitationList.objects.get()
    call_command("clearsessions")
    assert InvitationList.objects.get().lines == whole.lines != []
    InvitationList.objects.update(made_at=timezone.now() - timedelta(days=1))
    call_command("clearsessions")
    assert "zoe" not in str(InvitationList.objects.values().get()).lower()
    lead.post(f"/people/lists/{whole.pk}/confirm/")
    page = lead.get(f"/people/lists/{whole.pk}/").content.decode()
    assert "bring your file in again" in page
    assert not Invitation.objects.exists()


def test_confirmed_twice_it_is_done_once(lead, place):
    _upload(lead, place, HEAD + f"a@example.org,,,,{_job()}\n")
    pk = InvitationList.objects.get().pk
    lead.post(f"/people/lists/{pk}/confirm/")
    page = lead.post(f"/people/lists/{pk}/confirm/", follow=True).content.decode()
    assert "has already been confirmed or stopped" in page
    assert Invitation.objects.count() == 1


def test_stopped_no_more_letters_go_out(lead, place, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _upload(lead, place, HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(60)))
        pk = InvitationList.objects.get().pk
        lead.post(f"/people/lists/{pk}/confirm/")
        lead.post(f"/people/lists/{pk}/stop/")
        lead.post(f"/people/lists/{pk}/send/")
    assert len(mail.outbox) == 50
    assert Invitation.objects.open().count() == 50
    assert "Stopped" in lead.get(f"/people/lists/{pk}/").content.decode()


def test_ten_thousand_lines_are_checked_sent_in_parts_and_stopped(lead, place, django_capture_on_commit_callbacks):
    """The longest list there may be, all the way; no page and no deed of it asks more for being long."""
    text = HEAD + "".join(f"p{n}@example.org,P,{n},,{_job()}\n" for n in range(10_000))
    report = lead.get(_upload(lead, place, text)["Location"])
    assert "10000 people can be invited" in report.content.decode()
    pk = InvitationList.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/lists/{pk}/confirm/")
    page = lead.get(f"/people/lists/{pk}/").content.decode()
    assert "50 of 10000 sent" in page
    assert '<progress max="10000" value="50">' in page
    with CaptureQueriesContext(connection) as asked:
        lead.post(f"/people/lists/{pk}/stop/")
    assert len(asked) < 20
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/people/lists/{pk}/send/")
    assert (len(mail.outbox), Invitation.objects.open().count()) == (50, 50)
    assert "Stopped" in lead.get(f"/people/lists/{pk}/").content.decode()
    assert AuditEntry.objects.filter(what="withdrawn").get().words == "A list of 9950"


def test_nothing_half_done_when_one_line_goes_wrong(lead, place, monkeypatch):
    _upload(lead, place, HEAD + "".join(f"p{n}@example.org,,,,{_job()}\n" for n in range(5)))
    whole = InvitationList.objects.get()
    whole.lines[3]["job_role_id"] = 999_999
    whole.save()
    with pytest.raises(KeyError):
        invitations.confirm_list(upload=whole, at=timezone.now())
    assert Invitation.objects.count() == 0
    assert InvitationList.objects.get().confirmed_at is None


def test_a_bad_file_keeps_the_lead_on_the_page_with_a_sentence(lead, place):
    response = _upload(lead, place, b"\x00\x01")
    assert response.status_code == 422
    assert "not a CSV file" in response.content.decode()


def test_hostile_words_in_a_list_are_only_words(lead, place):
    report = _upload(lead, place, HEAD + f"x@example.org,<script>alert(1)</script>,,,{_job()}\n")
    page = lead.get(report["Location"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_another_leads_list_is_not_there(lead, place, people, signed_in):
    _upload(lead, place, HEAD + f"a@example.org,,,,{_job()}\n")
    grant_role(user=people.carol, role=Role.AUTHORITY_LEAD, authority=people.carol.membership.authority, on=timezone.localdate())
    pk = InvitationList.objects.get().pk
    for name in ("", "confirm/", "send/", "stop/"):
        client = signed_in(people.carol)
        assert (client.get if not name else client.post)(f"/people/lists/{pk}/{name}").status_code == 404
    assert Invitation.objects.count() == 0


def test_the_example_can_be_brought_in_as_it_is(lead, place):
    example = lead.get("/people/example.csv")
    JobRole.objects.get_or_create(slug="hub-worker", defaults={"title": "Hub worker"})
    checked = invitation_spreadsheet.check(invitation_spreadsheet.read(_file(example.content)), place)
    assert [line["problem"] for line in checked] == [""]
