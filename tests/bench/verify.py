"""Measure `rebuild_progress --verify`: `python -m tests.bench.verify --people 4000`. A person has about 25 events."""

import argparse
import os
import resource
import subprocess
import sys
import time

from tests.bench import stand

OPTION = "--only-verify"


def main():
    """Fill a database of its own, then verify it in a process of its own, so that its memory is counted alone."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.verify", description=__doc__)
    parser.add_argument("--people", type=int, default=4000, help="how many members (default %(default)s)")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with stand.database_and_folder(sqlite=not asked.postgres):
        import django

        django.setup()
        from django.core.management import call_command

        from tests.bench import lessons, people, records

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        users = people.fill(people=asked.people, authorities=20)
        lessons.fill(modules=10, lessons_each=10)
        records.fill(users)
        for name, count in records.counted().items():
            print(f"{count:>10,} {name}")
        subprocess.run([sys.executable, "-m", "tests.bench.verify", OPTION], check=True)


def verify():
    """Verify the database of the environment, and print CPU seconds, wall seconds and the most memory used."""
    import django

    django.setup()
    from tests.bench.__main__ import verify as verify_record

    began, cpu = time.monotonic(), time.process_time()
    told, is_whole = verify_record()
    print(told.strip())
    print(f"{time.process_time() - cpu:.1f} s of CPU, {time.monotonic() - began:.1f} s in all", end=", ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    sys.exit(not is_whole)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    verify() if OPTION in sys.argv else main()
