"""A PostgreSQL server of the suite's own: made in a temporary folder, reached by socket only, gone afterwards.

`python -m tests.throwaway_postgres -- COMMAND` runs COMMAND with DRUMBEAT_TEST_PG set. Exit code 3: no PostgreSQL here.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_HERE = 3


def programs():
    """The folder of PostgreSQL's server programs, newest version first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True)
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _as_somebody():
    """PostgreSQL refuses to run as root: then the first of these users that exists runs it."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups"], pwd.getpwnam(name)
    raise RuntimeError("There is no user postgres or nobody to run PostgreSQL as.")


@contextlib.contextmanager
def server(*, safe=False):
    """Start a server and give its address as a URL for settings. `safe`: keep fsync on, as for measuring."""
    folder = programs()
    prefix, owner = _as_somebody()
    top = Path(tempfile.mkdtemp(prefix="drumbeat-pg-", dir="/tmp"))
    try:
        if owner:
            os.chown(top, owner.pw_uid, owner.pw_gid)
        data = top / "data"
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": top}
        subprocess.run([*prefix, folder / "initdb", "-D", data, "-U", "drumbeat", "-A", "trust", "-E", "UTF8", "--no-sync"], **quiet)
        options = f"-k {top} -c listen_addresses='' -c max_connections=80 -c shared_buffers=256MB"
        if not safe:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        control = [*prefix, folder / "pg_ctl", "-D", data, "-w", "-l", top / "log"]
        subprocess.run([*control, "-o", options, "start"], **quiet)
        try:
            yield f"postgres://drumbeat@{str(top).replace('/', '%2F')}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **{**quiet, "check": False})
    finally:
        shutil.rmtree(top, ignore_errors=True)


def main(command):
    """Run a command beside a server of its own; its exit code is ours."""
    if programs() is None:
        print("PostgreSQL's programs (initdb, pg_ctl) are not on this machine.", file=sys.stderr)
        return NOT_HERE
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DRUMBEAT_TEST_PG": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[sys.argv.index("--") + 1 :]))
