"""The suite's empty database, migrated once and kept.

Running every migration takes half a minute; copying the file that came of it takes none. The copy is kept under a key made of all
that decides what is in it, so a changed migration or package makes it anew. On PostgreSQL the server is thrown away with the run,
and every run migrates.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings

HOUSES = ("cms", "cms/accounts", "learning", "casestudies", "community")
OURS = re.compile(r"^from ((?:cms|learning|casestudies|community)[\w.]*) import", re.MULTILINE)


def kept():
    """Where the migrated file of this state of the code is, or would be; None on PostgreSQL."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return None
    migrations = sorted(path for house in HOUSES for path in (settings.ROOT / house / "migrations").glob("*.py"))
    imported = {name for path in migrations for name in OURS.findall(path.read_text())}
    modules = [settings.ROOT / (name.replace(".", "/") + ".py") for name in sorted(imported)]
    decides = [settings.ROOT / "requirements.txt", Path(__file__), *migrations, *modules]
    key = hashlib.sha256()
    for path in decides:
        key.update(f"{path.relative_to(settings.ROOT)}\0".encode() + path.read_bytes())
    return settings.VAR / f"migrated-{key.hexdigest()[:16]}.sqlite3"


def database():
    """The file the suite runs on."""
    return Path(settings.DATABASES["default"].get("TEST", {}).get("NAME") or "")


def clear():
    """Remove this run's database, and those that runs which were stopped have left behind."""
    for file in settings.VAR.glob("test_drumbeat-*.sqlite3*"):
        run = int(file.name.removeprefix("test_drumbeat-").partition(".")[0])
        if run == os.getpid() or not _is_running(run):
            file.unlink(missing_ok=True)


def _is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def put_ready(kept_file):
    """Begin with a copy of the migrated file. Returns whether there was one."""
    clear()
    if not kept_file.exists():
        return False
    shutil.copyfile(kept_file, database())
    return True


def keep(kept_file):
    """Keep the database as the migrations left it, and forget copies of other states of the code."""
    for older in settings.VAR.glob("migrated-*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished = kept_file.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(database()) as source, sqlite3.connect(unfinished) as target:
        source.backup(target)
    unfinished.rename(kept_file)
