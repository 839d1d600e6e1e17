"""Prepares the database for `make run`: migrates it, and loads content if it is empty."""

import gc
import gzip
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cms.pages.models import HomePage

# Empty databases of our releases, one file each, written by `python -m tests.stored`.
EMPTY = Path(__file__).resolve().parent.parent / "empty"


class Command(BaseCommand):
    help = "Migrate, load the starter content if the site is empty, and create the demo people. Idempotent."

    def handle(self, **options):
        begin_with_empty_database()
        with self._step("Migrating the database"):
            gc.disable()  # migrations create thousands of classes; collecting among them takes a tenth of the time
            call_command("migrate", verbosity=0)
            gc.enable()
        if not HomePage.objects.exists():
            with self._step("Loading the starter content"):
                # To stderr, because `make run` saves stdout and repeats it at each start.
                call_command("load_starter_content", stdout=self.stderr._out)
        with self._step("Creating the demo people"):
            call_command("load_demo_people")

    @contextmanager
    def _step(self, what):
        began = time.monotonic()
        self.stderr._out.write(f"{what} …\n")
        self.stderr._out.flush()
        yield
        self.stderr._out.write(f"  done in {time.monotonic() - began:.0f} s\n")


def begin_with_empty_database():
    """If SQLite's file does not exist, begin with the empty database of our newest release, so that only later migrations run.

    That saves most of the first start: Wagtail and its packages have some 250 migrations.
    """
    if connection.vendor != "sqlite":
        return
    connection.close()
    file = Path(connection.settings_dict["NAME"])
    if file.exists() and file.stat().st_size:
        return
    newest = max(EMPTY.glob("*.sqlite3.gz"), key=lambda path: [int(part) for part in path.name.split(".")[:3]])
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(gzip.decompress(newest.read_bytes()))
    partial.rename(file)
