"""Backup of the database and the media folder into one archive, and restore into an empty place.

The archive is an uncompressed tar file: `manifest.json`, the database (`database.sqlite3`, or `database.dump` in pg_dump's custom
format), and `media/…`. The manifest has the number of rows of each table and the SHA-256 of each file. Both engines copy one consistent
snapshot while the site goes on working.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

import django
import psycopg
import wagtail
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.operations.storage import STAGING

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024
FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class NotRestored(Exception):
    """The archive cannot be restored here. The message says why, as a sentence."""


@dataclass(frozen=True)
class Report:
    """What was backed up or restored."""

    tables: int
    rows: int
    files: int
    bytes: int


def back_up(archive, *, at):
    """Write the database and the media folder to the file `archive`, which must not exist. Return a Report.

    The database comes first: a file uploaded meanwhile may be in the archive without its row, which does no harm. A row never lacks its
    file, unless someone deletes one while it is copied; such files are left out of the manifest.
    """
    archive = Path(archive)
    partial = archive.with_name(f"{archive.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as folder, _private(partial) as file:
            dump = Path(folder) / FILES[connection.vendor]
            counts = _dump(dump)
            hashes = {}
            with tarfile.open(fileobj=file, mode="w") as tar:
                hashes[dump.name] = _add_file(tar, dump, dump.name)
                for path, name in _media_files():
                    try:
                        hashes[name] = _add_file(tar, path, name)
                    except FileNotFoundError:
                        continue
                manifest = {
                    "format": FORMAT,
                    "made_at": at.isoformat(),
                    "engine": connection.vendor,
                    "versions": {"django": django.__version__, "wagtail": wagtail.__version__},
                    "migrations": _migrations(),
                    "tables": counts,
                    "files": hashes,
                }
                _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, archive)  # fails if the archive exists by now
    finally:
        partial.unlink(missing_ok=True)
    return Report(len(counts), sum(counts.values()), len(hashes) - 1, archive.stat().st_size)


def restore(archive):
    """Restore into the database and media folder of the settings, which must be empty. Compare counts and hashes. Return a Report.

    Raises NotRestored if the place is not empty, the archive is damaged or incomplete, or made by the other engine. Run
    `rebuild_progress --verify` afterwards; the command does.
    """
    _refuse_unless_empty()
    media = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(prefix="drumbeat-restore-") as folder:
        manifest = _unpack(Path(archive), Path(folder))
        dump = Path(folder) / FILES[connection.vendor]
        _load(dump)
        counts = count_rows()
        if differences := [name for name in manifest["tables"] if counts.get(name) != manifest["tables"][name]]:
            raise NotRestored(f"These tables do not have as many rows as the manifest says: {', '.join(sorted(differences))}.")
        if (Path(folder) / "media").exists():
            shutil.copytree(Path(folder) / "media", media, dirs_exist_ok=True)
    return Report(len(counts), sum(counts.values()), len(manifest["files"]) - 1, Path(archive).stat().st_size)


def count_rows(cursor=None):
    """Return {table: number of rows} for every table of the database, views and SQLite's own tables excepted.

    `cursor` may be of another database.
    """
    if cursor is None:
        with connection.cursor() as own:
            return count_rows(own)
    if connection.vendor == "postgresql" and not isinstance(cursor, sqlite3.Cursor):
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    else:
        # A virtual table's contents are in its shadow tables.
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
    counts = {}
    for name in sorted(row[0] for row in cursor.fetchall()):
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - the name comes from the catalogue
        counts[name] = cursor.fetchone()[0]
    return counts


@contextmanager
def _private(path):
    """Open a new file that only its owner may read: it contains everything."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        yield file


def _dump(target):
    """Copy the database to a file, and return the counts of what was copied."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # A read transaction in WAL mode: writers go on, and the copy is of one moment.
        source_uri = f"{Path(connection.settings_dict['NAME']).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(source_uri, uri=True, timeout=30)) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without -wal and -shm
            if (problem := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise CommandError(f"The copy of the database is damaged: {problem}")
            return count_rows(copy.cursor())
    with psycopg.connect(**_connection_options()) as source:
        # pg_dump uses our snapshot, so that the counts are of the same moment.
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        ((snapshot,),) = source.execute("SELECT pg_export_snapshot()").fetchall()
        counts = count_rows(source.cursor())
        _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}", connection.settings_dict["NAME"])
        return counts


def _load(dump):
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as source:
            source.backup(connection.connection)
        connection.close()
        connection.ensure_connection()  # sets WAL mode again
        return
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={connection.settings_dict['NAME']}", str(dump))


def _connection_options():
    settings_dict = connection.settings_dict
    options = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: str(settings_dict[key]) for name, key in options.items() if settings_dict.get(key)}


def _run(program, *arguments):
    """Run one of PostgreSQL's programs. The password goes through the environment, so that `ps` does not show it."""
    found = find_program(program)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    environment = os.environ | {names[key]: value for key, value in _connection_options().items() if key in names}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise CommandError(f"{program} failed:\n{done.stderr.strip()[-2000:]}")


def find_program(program):
    """Return the path of one of PostgreSQL's programs, in the folder PG_BIN or on PATH. Raises CommandError."""
    folder = os.environ.get("PG_BIN")
    found = shutil.which(program, path=folder) if folder else shutil.which(program)
    if not found:
        raise CommandError(f"{program} was not found. Install PostgreSQL's client programs, or name their folder in PG_BIN.")
    return found


def _migrations():
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _media_files():
    """Yield (path, name in the archive) for each whole file in the media folder."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != STAGING)
        for name in sorted(names):
            path = Path(folder) / name
            yield path, f"media/{path.relative_to(root).as_posix()}"


def _add_file(tar, path, name):
    """Add a file, and return its SHA-256."""
    with path.open("rb") as file:
        info = tar.gettarinfo(fileobj=file, arcname=name)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        reader = _HashingReader(file)
        tar.addfile(info, reader)
    return reader.hash.hexdigest()


class _HashingReader:
    def __init__(self, file):
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size):
        chunk = self.file.read(size)
        self.hash.update(chunk)
        return chunk


def _add_bytes(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, BytesIO(content))


def _unpack(archive, folder):
    """Unpack into `folder`, checking each file against the manifest; return the manifest. Raises NotRestored."""
    try:
        with tarfile.open(archive) as tar:
            manifest = json.loads(tar.extractfile(MANIFEST).read())
            if manifest["format"] != FORMAT:
                raise NotRestored("This archive was made by a newer version of Drumbeat.")
            if manifest["engine"] != connection.vendor:
                raise NotRestored(f"This archive is of {manifest['engine']}, and the settings name a {connection.vendor} database.")
            hashes = {}
            for member in tar:
                if member.name == MANIFEST:
                    continue
                hashes[member.name] = _extract(tar, member, folder)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise NotRestored(f"This is not a whole archive of Drumbeat ({type(error).__name__}).") from error
    if wrong := sorted(name for name in hashes.keys() | manifest["files"].keys() if hashes.get(name) != manifest["files"].get(name)):
        raise NotRestored(f"These files are missing or have changed: {', '.join(wrong[:5])}.")
    return manifest


def _extract(tar, member, folder):
    name = PurePosixPath(member.name)
    if not member.isfile() or name.is_absolute() or ".." in name.parts:
        raise NotRestored(f"The archive has something that is not a file of ours: {member.name}.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tar.extractfile(member) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _refuse_unless_empty():
    """Raise NotRestored unless the database has no tables and the media folder no files."""
    if connection.introspection.table_names():
        raise NotRestored("The database is not empty. Name a new one: a restore never writes over anything.")
    if any(True for _ in _media_files()):
        raise NotRestored("The media folder is not empty. Name a new one: a restore never writes over anything.")


def verify():
    """Verify the learning record, and what else the apps verify. Raises CommandError."""
    for name in settings.VERIFY_COMMANDS:
        call_command(*name.split())
