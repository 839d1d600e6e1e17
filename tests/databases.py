"""The suite's databases: migrated once, filled once for each set of starting rows, and copied for tests that commit.

A starting point is a set of fixtures that only add rows (`site`, `people`, `demo` …, see STARTING_ROWS in tests/conftest.py). The
first test that begins with a set has its rows made by the product's own actions, in a database of their own; later tests with the
same set use that database. A test in a transaction is rolled back in it. A test that commits gets a copy, which is dropped afterwards,
so no table is ever emptied and the append-only triggers need no exception for tests.

Each pytest-xdist worker has its own databases. The migrated one is made once for all of them: on SQLite it is kept as a file
between runs, on PostgreSQL as a database of the server that tests/run.py starts for the run.
"""

import fcntl
import gzip
import hashlib
import os
import re
import sqlite3
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

OWN_IMPORT = re.compile(r"^from ((?:cms|learning|casestudies|community)[\w.]*) import", re.MULTILINE)


class Databases:
    """The databases of one pytest process. `rows` is {name: function that adds rows and returns the objects tests need}."""

    def __init__(self, rows, worker="main"):
        self.rows = rows
        self.engine = _PostgreSQL(worker) if connection.vendor == "postgresql" else _SQLite(worker)
        self._results = {}

    def use(self, names, *, commits):
        """Connect to a database that begins with the rows called `names`; return {name: copy of what was returned for it}."""
        start = tuple(name for name in self.rows if name in names)
        self._build(start)
        self._connect("copy" if commits else start)
        if commits:
            self.engine.copy(start, "copy")
        return deepcopy(self._results[start])

    def load(self, file):
        """Connect to a database loaded from a stored file (see tests/stored)."""
        connections.close_all()
        self.engine.drop("stored")
        self.engine.load(gzip.decompress(file.read_bytes()), "stored")
        self._connect("stored")

    def close(self):
        """Drop every database of this process except the migrated one."""
        connections.close_all()
        for start in [*self._results, "copy", "stored"]:
            self.engine.drop(start)

    def _build(self, start):
        if start in self._results:
            return
        if not start:
            with self.engine.lock():
                if not self.engine.is_migrated():
                    self._connect("migrated")
                    call_command("migrate", verbosity=0)
                    connection.close()
                    self.engine.keep_migrated()
            self.engine.copy("migrated", start)
            self._results[start] = {}
            return
        *before, name = start
        self._build(tuple(before))
        self.engine.copy(tuple(before), start)
        self._connect(start)
        results = deepcopy(self._results[tuple(before)])
        results[name] = self.rows[name](**results)
        connection.close()
        self._results[start] = results

    def _connect(self, start):
        name = self.engine.name(start)
        if connections.settings["default"]["NAME"] != name or start == "copy":
            connections.close_all()
            connections.settings["default"]["NAME"] = name  # every thread's connection is opened with this dictionary
            cache.clear()


class _SQLite:
    def __init__(self, worker):
        self.prefix = f"test-{os.getpid()}-{worker}"
        self._remove_leftovers()

    def name(self, start):
        return str(settings.VAR / f"{self.prefix}-{_label(start)}.sqlite3") if start != "migrated" else str(self._unfinished)

    @property
    def _unfinished(self):
        return settings.VAR / f"{self.prefix}-migrating.sqlite3"

    @property
    def _migrated(self):
        """Return the path of the migrated file, named after everything that affects its contents."""
        migrations = sorted(
            path for app in ("cms", "learning", "casestudies", "community") for path in (settings.ROOT / app).rglob("migrations/*.py")
        )
        imported = {name for path in migrations for name in OWN_IMPORT.findall(path.read_text())}
        modules = [path for name in sorted(imported) if (path := settings.ROOT / f"{name.replace('.', '/')}.py").exists()]
        key = hashlib.sha256()
        for path in [settings.ROOT / "requirements.txt", *migrations, *modules]:
            key.update(f"{path.relative_to(settings.ROOT)}\0".encode() + path.read_bytes())
        return settings.VAR / f"migrated-{key.hexdigest()[:16]}.sqlite3"

    def is_migrated(self):
        return self._migrated.exists()

    def keep_migrated(self):
        for older in settings.VAR.glob("migrated-*.sqlite3"):
            older.unlink(missing_ok=True)
        self._unfinished.rename(self._migrated)

    def copy(self, source, target):
        self.drop(target)
        file = self._migrated if source == "migrated" else self.name(source)
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(self.name(target))) as new:
            old.backup(new)

    def load(self, content, target):
        Path(self.name(target)).write_bytes(content)

    def drop(self, start):
        for suffix in ("", "-wal", "-shm"):
            Path(self.name(start) + suffix).unlink(missing_ok=True)

    @contextmanager
    def lock(self):
        with (settings.VAR / "migrating.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _remove_leftovers(self):
        """Remove the files of interrupted runs."""
        for file in settings.VAR.glob("test-*.sqlite3*"):
            process = Path("/proc") / file.name.split("-")[1]
            if Path("/proc").exists() and not process.exists():
                file.unlink(missing_ok=True)


class _PostgreSQL:
    MIGRATED = "drumbeat_migrated"

    def __init__(self, worker):
        self.prefix = f"drumbeat_{worker}"
        options = connections.settings["default"]
        self.server = {"host": options["HOST"], "user": options["USER"], "dbname": options["NAME"]}

    def name(self, start):
        return self.MIGRATED if start == "migrated" else f"{self.prefix}_{_label(start)}"

    def is_migrated(self):
        """Return whether the database is fully migrated; make it empty if not."""
        with self._server() as server:
            comment = server.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [self.MIGRATED]
            ).fetchone()
            if comment == ("complete",):
                return True
            server.execute(f"DROP DATABASE IF EXISTS {self.MIGRATED}")
            server.execute(f"CREATE DATABASE {self.MIGRATED}")
            return False

    def keep_migrated(self):
        with self._server() as server:
            server.execute(f"COMMENT ON DATABASE {self.MIGRATED} IS 'complete'")

    def copy(self, source, target):
        with self._server() as server:
            # Playwright's event loop gives this thread a second set of connections; the first may still be open.
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name(source)])
            server.execute(f"DROP DATABASE IF EXISTS {self.name(target)} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {self.name(target)} TEMPLATE {self.name(source)}")

    def load(self, content, target):
        with self._server() as server:
            server.execute(f"CREATE DATABASE {self.name(target)}")
        with psycopg.connect(**{**self.server, "dbname": self.name(target)}, autocommit=True) as database:
            database.execute(content)

    def drop(self, start):
        with self._server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {self.name(start)} WITH (FORCE)")

    @contextmanager
    def lock(self):
        with self._server() as server:
            server.execute("SELECT pg_advisory_lock(1)")
            yield

    def _server(self):
        return psycopg.connect(**self.server, autocommit=True)


def _label(start):
    return start if isinstance(start, str) else "_".join(start) or "empty"
