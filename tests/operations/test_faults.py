"""When the database or the disk is in trouble: 503 in our words, what was typed is kept, readers are served, and it recovers by itself."""

import errno
import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from cms.faults import Fault
from cms.members.models import ProblemReport
from cms.operations.middleware import WAIT_TO_WRITE
from cms.operations.storage import NOTE, WholeFileStorage, delete_leftovers
from tests import builders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
WORDS = "The second paragraph says Tuesday where it means Thursday."


@pytest.fixture
def alice(people, site):
    client = Client(raise_request_exception=False)
    client.force_login(people.alice, backend="cms.accounts.backends.MemberBackend")
    client.get(site.lessons[0].url)
    return client


@contextmanager
def _away():
    """Make new connections impossible."""
    name = "HOST" if connection.vendor == "postgresql" else "NAME"
    before = connection.settings_dict[name]
    connection.close()
    connection.settings_dict[name] = "/nowhere/at/all"
    yield
    connection.close()
    connection.settings_dict[name] = before


@contextmanager
def _busy():
    """Hold a lock that every writer needs."""
    if connection.vendor == "postgresql":
        settings = connection.settings_dict
        with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]) as other:
            other.execute("LOCK TABLE members_problemreport IN SHARE MODE")
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            yield
            other.rollback()
        return
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _read_only():
    on, off = ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
    if connection.vendor == "sqlite":
        on, off = "PRAGMA query_only = 1", "PRAGMA query_only = 0"
    with connection.cursor() as cursor:
        cursor.execute(on)
    yield
    with connection.cursor() as cursor:
        cursor.execute(off)


@contextmanager
def _full():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FULL_ON_POSTGRESQL)
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION full_disk CASCADE")
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (bytes BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        with suppress(OperationalError):
            while True:
                cursor.execute("INSERT INTO filler VALUES (zeroblob(3000))")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


# A shared server cannot be filled, but this is the error it would raise.
FULL_ON_POSTGRESQL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON members_problemreport FOR EACH ROW EXECUTE FUNCTION full_disk();
"""
TROUBLE = {Fault.AWAY: _away, Fault.BUSY: _busy, Fault.READ_ONLY: _read_only, Fault.DISK_FULL: _full}


@pytest.mark.parametrize("fault", TROUBLE, ids=str)
def test_trouble_is_503_with_what_was_typed_and_goes_by_itself(fault, alice, site, monkeypatch):
    monkeypatch.setattr("cms.operations.middleware.WAIT_TO_WRITE", 0.3)
    url = reverse("report_problem", args=[site.lessons[0].pk])
    # Long enough for SQLite to need new pages of a full database.
    words = WORDS if fault != Fault.DISK_FULL else WORDS + " x" * 970
    data = {"kind": ProblemReport.Kind.values[0], "words": words}
    with TROUBLE[fault]():
        # The first few may still fit into the last page of a table.
        for number in range(8):
            response = alice.post(url, {**data, "words": f"{number} {words}"})
            if response.status_code == 503:
                break
        health = alice.get("/health/")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    page = response.content.decode()
    assert WORDS in page
    assert f'action="{url}"' in page
    if fault != Fault.DISK_FULL and not (fault == Fault.BUSY and connection.vendor == "postgresql"):
        assert (health.status_code, health.content.decode()) == (503, fault.value)
    before = ProblemReport.objects.count()
    assert alice.post(url, data).status_code == 302
    assert ProblemReport.objects.count() == before + 1
    assert alice.get("/health/").content == b"ok"


def test_passwords_are_never_shown_again(client):
    client.raise_request_exception = False
    with _away():
        response = client.post("/accounts/login/", {"login": "alice@example.org", "password": "four-quiet-drums-tonight"})
        joining = client.post("/join/some-key/", {"first_name": "Nia", "password": "four-quiet-drums-tonight"})
    for page in (response, joining):
        assert page.status_code == 503
        assert "four-quiet-drums" not in page.content.decode()
    assert "Nia" in joining.content.decode()


@pytest.mark.parametrize("sent", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_from_another_site_gets_no_button_that_would_send_it(sent, alice, site):
    """The database fails before the CSRF check, and a button of ours would pass it."""
    url, data = reverse("report_problem", args=[site.lessons[0].pk]), {"kind": "other", "words": WORDS}
    with _away():
        assert f'action="{url}"' not in alice.post(url, data, headers=sent).content.decode()
        assert f'action="{url}"' in alice.post(url, data, headers={"origin": "http://testserver"}).content.decode()


def test_every_page_is_an_error_page_and_not_a_trace_when_the_database_is_away(alice, site, caplog):
    with _away():
        for url in ("/", site.lessons[0].url, "/find/?q=home", "/nothing/there/", "/admin/"):
            response = alice.get(url)
            assert response.status_code == 503, url
            assert "not available for now" in response.content.decode(), url
    assert "Traceback" not in caplog.text


def test_readers_do_not_wait_for_a_stuck_writer(people, site, alice):
    builders.complete(people.alice, site.lessons[0])
    urls = [
        "/",
        "/learn/",
        site.module.url,
        site.lessons[0].url,
        "/find/?q=young+person",
        reverse("learning:my_learning"),
        "/directory/",
        "/kept/",
    ]
    other = Client(raise_request_exception=False)  # whose session has not been seen yet, so that there is something to write
    other.force_login(people.bob, backend="cms.accounts.backends.MemberBackend")
    with _busy():
        for client in (alice, other):
            for url in urls:
                began = time.monotonic()
                status = client.get(url, follow=True).status_code
                assert (url, status) in {(url, 200), (url, 404)}
                assert time.monotonic() - began < WAIT_TO_WRITE, url


def test_a_full_disk_leaves_no_part_of_an_upload(tmp_path, monkeypatch):
    storage = WholeFileStorage(location=tmp_path)

    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size=None):
            yield b"the first part"
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        storage.save("original_images/a.png", Broken("a.png", b"x"))
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    name = storage.save("original_images/a.png", ContentFile(b"whole"))
    assert (tmp_path / name).read_bytes() == b"whole"
    other = storage.save("original_images/a.png", ContentFile(b"another"))
    assert other != name
    assert [path.name for path in (tmp_path / ".incoming").iterdir() if path.suffix != NOTE] == []


def test_a_file_whose_row_could_not_be_saved_is_deleted_the_next_night(site, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "cms.operations.storage.WholeFileStorage"}}
    kept = get_document_model().objects.create(title="Rota", file=ContentFile(b"kept", "kept.txt"))
    with _read_only(), pytest.raises(DatabaseError):
        get_document_model().objects.create(title="Rota", file=ContentFile(b"refused", "refused.txt"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"refused" in {path.read_bytes() for path in files}
    assert delete_leftovers(tmp_path) == 0  # its row may still come
    for path in files:
        os.utime(path, (0, 0))
    assert delete_leftovers(tmp_path) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [Path(kept.file.path)]
