"""`make run` begins with the empty database of a release instead of running every migration."""

import gzip
import sqlite3
from contextlib import closing

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from cms.management.commands.prepare import EMPTY, begin_with_empty_database
from tests.stored import FOLDER
from tests.test_upgrade import VERSIONS


def _read(content, path):
    """Return the schema, the migrations and the number of people of a SQLite database."""
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database:
        schema = set(database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        migrations = set(database.execute("SELECT app, name FROM django_migrations"))
        return schema, migrations, database.execute("SELECT count(*) FROM people_user").fetchone()[0]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_empty_database_of_each_release_is_that_release(version, tmp_path):
    """The same tables, triggers and migrations as the filled one of the upgrade test, and nobody in it."""
    name = f"{version}.sqlite3.gz"
    schema, migrations, people = _read(gzip.decompress((EMPTY / name).read_bytes()), tmp_path / "empty")
    filled = _read(gzip.decompress((FOLDER / name).read_bytes()), tmp_path / "filled")
    assert (schema, migrations) == filled[:2]
    assert people == 0


def test_an_existing_database_is_never_replaced(tmp_path, monkeypatch):
    file = tmp_path / "var" / "drumbeat.sqlite3"
    sqlite = DatabaseWrapper({"NAME": file})
    monkeypatch.setattr("cms.management.commands.prepare.connection", sqlite)
    begin_with_empty_database()
    assert file.read_bytes().startswith(b"SQLite format 3")
    file.write_bytes(b"somebody's work")
    begin_with_empty_database()
    assert file.read_bytes() == b"somebody's work"
