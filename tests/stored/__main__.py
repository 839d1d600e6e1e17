"""Write the databases of a release: an empty one, with which `prepare` begins, and a filled one for the upgrade test.

The filled one has the starter content, the demo people and a few hundred events of their learning.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import django

from tests import throwaway_postgres
from tests.stored import FOLDER


def fill():
    """Add what a year of use would have: every demo person completes most lessons."""
    from django.utils import timezone

    from learning.models import LessonPage
    from tests.builders import complete
    from tests.conftest import _demo

    _demo()
    from cms.people.models import User

    for number, person in enumerate(User.objects.exclude(memberships=None).order_by("pk")):
        for lesson in LessonPage.objects.live().order_by("path")[number:]:
            complete(person, lesson, at=timezone.now())


def write(version):
    """Write the files of the engine that the settings name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    from django.db import connection, connections

    from cms.management.commands.prepare import EMPTY
    from tests.databases import Databases
    from tests.test_upgrade import row_counts

    databases = Databases({"filled": lambda **rows: fill()}, worker="stored")
    databases.use(["filled"], commits=False)
    (FOLDER / f"{version}.json").write_text(json.dumps(row_counts(), indent=1, sort_keys=True) + "\n")
    name, is_postgresql = connections.settings["default"]["NAME"], connection.vendor == "postgresql"
    connections.close_all()
    if is_postgresql:
        pg_dump = throwaway_postgres.programs() / "pg_dump"
        server = databases.engine.server
        options = ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--encoding=UTF8"]
        dump = subprocess.run(
            [pg_dump, *options, "-h", server["host"], "-U", server["user"], name], check=True, stdout=subprocess.PIPE
        ).stdout
        # Newer pg_dumps write commands for psql, which no server understands.
        content = b"\n".join(line for line in dump.split(b"\n") if not line.startswith(b"\\"))
        (FOLDER / f"{version}.sql.gz").write_bytes(gzip.compress(content, mtime=0))
    else:
        (FOLDER / f"{version}.sqlite3.gz").write_bytes(gzip.compress(Path(name).read_bytes(), mtime=0))
        with closing(sqlite3.connect(databases.engine._migrated)) as migrated, tempfile.TemporaryDirectory() as folder:
            migrated.execute("VACUUM INTO ?", [f"{folder}/empty.sqlite3"])
            (EMPTY / f"{version}.sqlite3.gz").write_bytes(gzip.compress(Path(f"{folder}/empty.sqlite3").read_bytes(), mtime=0))
    databases.close()


if __name__ == "__main__":
    if os.environ.get("DRUMBEAT_TEST_PG"):
        write(sys.argv[1])
    else:
        write(sys.argv[1])
        sys.exit(throwaway_postgres.main([sys.executable, "-m", "tests.stored", sys.argv[1]]))
