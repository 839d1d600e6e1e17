"""Run the suite: `python -m tests.run [--both] [pytest arguments]`. Called by `make test`, `make test-both` and .ci/run.

The full suite runs on PostgreSQL when its server programs are on this machine, and the tests marked `engine` on SQLite afterwards.
Without PostgreSQL the full suite runs on SQLite. `--both` runs everything on both. With DRUMBEAT_REQUIRE=1 (CI) PostgreSQL and the
browser are installed when missing (as root on Debian), required, and a skipped test is a failed one.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests import throwaway_postgres

BUDGET_MINUTES = 8  # on two quiet cores; only printed, because machines differ
WORKERS = "2"
REQUIRED = os.environ.get("DRUMBEAT_REQUIRE") == "1"


def install(command, *packages):
    """Install Debian packages if a command is missing and we are allowed to; return whether the command is available."""
    if not command() and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(packages)} …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, stdout=subprocess.DEVNULL)
    return bool(command())


def pytest(engine, arguments, url=None):
    """Run pytest on one engine; return its exit code. Collecting no tests counts as success: the arguments may be for the other engine."""
    print(f"\n{engine}: pytest {' '.join(arguments)}", flush=True)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("DRUMBEAT_TEST_PG", None)
    if url:
        environment["DRUMBEAT_TEST_PG"] = url
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "worksteal", "--durations", "10", "--durations-min", "1"]
    code = subprocess.run([*command, *arguments], env=environment, check=False).returncode
    return 0 if code == 5 else code


def main(arguments):
    """Run the suite; return 0 when every run succeeded."""
    both = "--both" in arguments
    arguments = [argument for argument in arguments if argument != "--both"]
    started = time.monotonic()
    if not install(lambda: shutil.which("chromium"), "chromium", "fonts-liberation"):
        print("The browser tests need chromium: install your system's chromium package, so that `chromium` is a command.")
    has_postgresql = install(throwaway_postgres.programs, "postgresql") if REQUIRED else throwaway_postgres.programs()
    if REQUIRED and not has_postgresql:
        print("PostgreSQL is required here and its programs (initdb, pg_ctl) are missing.")
        return 1
    codes = []
    if has_postgresql:
        with throwaway_postgres.server() as url:
            codes.append(pytest("PostgreSQL, full suite", arguments, url))
    else:
        print("PostgreSQL's programs are not on this machine, so SQLite alone is tested (Debian: apt-get install postgresql).")
    if both or not has_postgresql:
        codes.append(pytest("SQLite, full suite", arguments))
    else:
        codes.append(pytest("SQLite, tests marked engine", ["-m", "engine", *arguments]))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"\nThe suite took {(time.monotonic() - started) / 60:.1f} minutes, {(used.ru_utime + used.ru_stime) / 60:.1f} minutes of CPU. "
        f"The budget is {BUDGET_MINUTES} minutes on two quiet cores."
    )
    return max(codes)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    Path("var").mkdir(exist_ok=True)
    sys.exit(main(sys.argv[1:]))
