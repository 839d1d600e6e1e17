"""The benchmark's environment: its own folder, PostgreSQL server and gunicorn, all removed afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests import throwaway_postgres

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "drumbeat_bench"
WORKERS = 2
READY_WITHIN = 30  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def database_and_folder(*, sqlite=False):
    """Start PostgreSQL with fsync on, or name a file for SQLite, so that cms.settings.bench finds it. Yield the folder."""
    folder = Path(tempfile.mkdtemp(prefix="drumbeat-bench-"))
    os.environ["DRUMBEAT_BENCH_FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.bench"
    try:
        if sqlite:
            os.environ["DRUMBEAT_DATABASE"] = (
                "postgresql://nobody@localhost/none"  # production requires a PostgreSQL URL; the bench settings replace it with SQLite
            )
            os.environ["DRUMBEAT_BENCH_SQLITE"] = str(folder / "bench.sqlite3")
            yield folder
            return
        with throwaway_postgres.server(safe=True) as url:
            os.environ["DRUMBEAT_DATABASE"] = url.rpartition("/")[0] + "/" + DATABASE
            _create_database(url)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create_database(url):
    import psycopg

    with psycopg.connect(host=socket_folder(url), user="drumbeat", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")


def socket_folder(url):
    """Return the folder of the server's socket, from its URL."""
    return unquote(urlsplit(url).netloc.rpartition("@")[2])


@dataclass
class Site:
    """The running site: its port on 127.0.0.1, gunicorn's main process, and the database's."""

    port: int
    gunicorn: subprocess.Popen
    postmaster: int | None

    def cpu_seconds(self):
        """Return seconds of processor time used so far by (the application's workers, the database); None where /proc is missing."""
        parents = {self.gunicorn.pid: 0, self.postmaster: 1}
        used = [0.0, 0.0]
        if not Path("/proc/self/stat").exists():
            return None
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = entry.read_text().rpartition(")")[2].split()
                place = parents.get(int(fields[1]))
                if place is not None:
                    used[place] += (int(fields[11]) + int(fields[12])) / TICKS
        return tuple(used)


@contextlib.contextmanager
def gunicorn(folder):
    """Serve the site with two sync workers on a free port of 127.0.0.1, and wait until it responds."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = folder / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    with log.open("wb") as written:
        served = subprocess.Popen(
            [*command, "--worker-class", "sync", "--log-level", "warning"], cwd=ROOT, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_answers(port, served, log)
            yield Site(port, served, _postmaster())
        finally:
            served.terminate()
            try:
                served.wait(timeout=5)
            except subprocess.TimeoutExpired:
                served.kill()
                served.wait()


def _wait_until_it_answers(port, served, log):
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if served.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if line.recv(64).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.2)
    raise RuntimeError(f"gunicorn does not answer:\n{log.read_text()[-3000:]}")


def _postmaster():
    with contextlib.suppress(OSError, ValueError):
        kept = Path(socket_folder(os.environ["DRUMBEAT_DATABASE"])) / "data" / "postmaster.pid"
        return int(kept.read_text().split()[0])
    return None
