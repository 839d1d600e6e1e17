"""A PostgreSQL server for the suite: in a temporary folder, reached by socket only, deleted afterwards.

`python -m tests.throwaway_postgres -- COMMAND` runs COMMAND with DRUMBEAT_TEST_PG set. Exit code 3: PostgreSQL is not installed.
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
    """Return the folder of PostgreSQL's server programs, newest version first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True)
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _as_somebody():
    """Return the user that runs the server. PostgreSQL refuses to run as root, so root uses the first of these users that exists."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups"], pwd.getpwnam(name)
    raise RuntimeError("There is no user postgres or nobody to run PostgreSQL as.")


@contextlib.contextmanager
def server(*, safe=False):
    """Start a server and yield its URL for the settings. `safe`: leave fsync on, for measuring."""
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
    """Run a command beside its own server; return the command's exit code."""
    if programs() is None:
        print("PostgreSQL's programs (initdb, pg_ctl) are not on this machine.", file=sys.stderr)
        return NOT_HERE
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DRUMBEAT_TEST_PG": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[sys.argv.index("--") + 1 :]))
