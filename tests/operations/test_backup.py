"""Backup under load, restore into an empty place, and the move from SQLite to PostgreSQL."""

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction

from cms.audit.models import AuditEntry
from cms.operations.backup import count_rows
from cms.people.models import Authority, User
from learning.models import LearningEvent, LessonPage
from learning.rebuild import differences
from tests import builders
from tests.stored import FOLDER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


def _run(*command):
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    folder = tmp_path / "media" / "original_images"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"a picture")
    return tmp_path / "media"


@pytest.fixture
def empty_place(tmp_path, settings):
    """Return a function that connects to a new, empty database and an empty media folder."""
    before = connections.settings["default"]["NAME"]
    made = []

    def use(name):
        connections.close_all()
        if connection.vendor == "postgresql":
            with _server() as server:
                server.execute(f"CREATE DATABASE {name}")
            made.append(name)
        connections.settings["default"]["NAME"] = name if connection.vendor == "postgresql" else str(tmp_path / f"{name}.sqlite3")
        settings.MEDIA_ROOT = str(tmp_path / name)

    yield use
    connections.close_all()
    connections.settings["default"]["NAME"] = before
    for name in made:
        with _server() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _server():
    options = connections.settings["default"]
    return psycopg.connect(host=options["HOST"], user=options["USER"], dbname="postgres", autocommit=True)


def test_a_backup_under_load_loses_no_acknowledged_completion(site, people, media, tmp_path, empty_place):
    acknowledged, problems, some_done = [], [], threading.Event()

    def complete_all(member):
        try:
            for lesson in site.lessons:
                builders.complete(member, lesson)
                acknowledged.append((member.subject, builders.item_of(lesson).pk))
                some_done.set()
        except Exception as problem:
            problems.append(problem)
        finally:
            some_done.set()
            connections.close_all()

    threads = [threading.Thread(target=complete_all, args=[member]) for member in (people.alice, people.bob, people.carol, people.erin)]
    for thread in threads:
        thread.start()
    some_done.wait()
    before = list(acknowledged)
    _run("backup", str(tmp_path / "a.tar"))
    for thread in threads:
        thread.join()
    assert problems == []
    _run("backup", str(tmp_path / "b.tar"))
    counts = count_rows()
    assert (tmp_path / "a.tar").stat().st_mode & 0o077 == 0

    empty_place("restored_a")
    output = _run("restore", str(tmp_path / "a.tar"))
    assert "All counts and hashes" in output
    restored = set(LearningEvent.objects.filter(verb="completed").values_list("subject", "item_id"))
    assert before
    assert set(before) <= restored
    assert list(differences()) == []
    assert (tmp_path / "restored_a" / "original_images" / "a.png").read_bytes() == b"a picture"

    empty_place("restored_b")
    _run("restore", str(tmp_path / "b.tar"))
    assert count_rows() == counts
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningEvent.objects.update(position=9)
    builders.complete(people.frank, site.lessons[0])  # the sequences go on
    with pytest.raises(CommandError, match="not empty"):
        _run("restore", str(tmp_path / "a.tar"))


def test_a_damaged_or_foreign_archive_is_refused(people, media, tmp_path, empty_place):
    archive = tmp_path / "a.tar"
    _run("backup", str(archive))
    with pytest.raises(CommandError, match="exists already"):
        _run("backup", str(archive))
    whole = archive.read_bytes()
    changed = whole.replace(b"a picture", b"a pictuRe")
    assert changed != whole
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    manifest["engine"] = "mysql"
    with tarfile.open(tmp_path / "foreign.tar", "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(json.dumps(manifest))
        tar.addfile(info, io.BytesIO(json.dumps(manifest).encode()))
    empty_place("refused")
    for name, content, sentence in (
        ("changed.tar", changed, "have changed: media/original_images/a.png"),
        ("half.tar", whole[: len(whole) // 2], "not a whole archive"),
        ("text.tar", b"words", "not a whole archive"),
        ("foreign.tar", (tmp_path / "foreign.tar").read_bytes(), "of mysql"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match=sentence):
            _run("restore", str(tmp_path / name))
        assert connection.introspection.table_names() == [], name


@pytest.fixture
def pilot(tmp_path, is_postgresql):
    """Return a SQLite database of release 0.2.0 with people and records, migrated to today if it is going to be moved."""
    file = tmp_path / "pilot.sqlite3"
    file.write_bytes(gzip.decompress((FOLDER / "0.2.0.sqlite3.gz").read_bytes()))
    if not is_postgresql:
        return file
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DRUMBEAT_SQLITE": str(file)}
    environment.pop("DRUMBEAT_TEST_PG", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
    return file


def test_a_pilot_moves_to_postgresql_with_everything_and_only_once(pilot, is_postgresql, signed_in):
    if not is_postgresql:
        with pytest.raises(CommandError, match="no PostgreSQL"):
            _run("carry_over", str(pilot))
        return
    assert "Copied" in _run("carry_over", str(pilot))
    assert LearningEvent.objects.exists()
    assert AuditEntry.objects.exists()
    assert list(differences()) == []
    with pytest.raises(CommandError, match="already has people"):
        _run("carry_over", str(pilot))
    # Sequences and chains go on, triggers are in place, and search finds a page.
    Authority.objects.create(name="New", slug="new-after-the-move")
    User.objects.create_user("new@example.org", builders.PASSWORD)
    person, lesson = User.objects.exclude(memberships=None).latest("pk"), LessonPage.objects.live().order_by("path").first()
    builders.complete(person, lesson)
    assert signed_in(person).get(lesson.url).status_code == 200
    assert list(differences()) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(words="x")
    assert LessonPage.objects.autocomplete(lesson.title).count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchall() == []


def test_a_pilot_of_another_version_is_refused(tmp_path, is_postgresql):
    if not is_postgresql:
        return
    file = tmp_path / "old.sqlite3"
    file.write_bytes(gzip.decompress((FOLDER / "0.2.0.sqlite3.gz").read_bytes()))
    with sqlite3.connect(file) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'learning'")
    with pytest.raises(CommandError, match="not at the same version"):
        _run("carry_over", str(file))
    assert not User.objects.exists()
