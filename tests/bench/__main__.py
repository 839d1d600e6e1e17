"""Run the benchmark. See `--help`."""

import argparse
import io
import os
import signal
import sys
import time

from tests import throwaway_postgres
from tests.bench import stand

SESSIONS = 16
AUTHORITIES = 150
LESSONS_EACH = 10


def options():
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="how many members (default %(default)s)")
    parser.add_argument("--modules", type=int, default=50, help="how many modules of ten lessons (default %(default)s)")
    parser.add_argument("--pages", type=int, default=100, help="events, case studies and reflections beside them (default %(default)s)")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each page is asked for in each round (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds; the table shows medians (default %(default)s)")
    parser.add_argument("--quick", action="store_true", help="small numbers, to try the bench itself: its figures mean nothing")
    parser.add_argument("--closeup", action="store_true", help="also profile the lesson page, Find and a completion, and list their SQL")
    asked = parser.parse_args()
    if asked.quick:
        asked.people, asked.modules, asked.pages, asked.seconds, asked.rounds = 200, 5, 25, 0.5, 1
    if asked.people < SESSIONS or asked.modules < 5 or asked.pages < 10 or asked.rounds < 1 or asked.seconds <= 0:
        parser.error(f"give at least {SESSIONS} people, 5 modules, 10 pages, 1 round and more than no seconds")
    return asked


class Clock:
    """Reports each step and its duration on standard error."""

    def __init__(self):
        self.begun = self.last = time.monotonic()

    def say(self, words):
        """Print the finished step, with its seconds and the total seconds so far."""
        now = time.monotonic()
        print(f"  [{now - self.begun:5.0f} s] {words} ({now - self.last:.1f} s)", file=sys.stderr, flush=True)
        self.last = now


def fill(asked, clock):
    """Create the tables and fill them. Return (shelf, users)."""
    from django.core.management import call_command

    from tests.bench import lessons, library, people, records

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["wagtail*"])
    clock.say("database migrated, static files collected")
    users = people.fill(people=asked.people, authorities=AUTHORITIES)
    clock.say("people made")
    shelf = lessons.fill(modules=asked.modules, lessons_each=LESSONS_EACH)
    clock.say("modules and lessons published through Wagtail")
    library.fill(pages=asked.pages)
    clock.say("library published, index written")
    records.fill(users)
    people.settle()
    clock.say("records copied")
    return shelf, users


def verify():
    """Run `rebuild_progress --verify`. Return its output, and whether the record is complete."""
    from django.core.management import CommandError, call_command

    told = io.StringIO()
    try:
        call_command("rebuild_progress", verify=True, stdout=told, stderr=told)
    except CommandError as refused:
        told.write(str(refused))
        return told.getvalue(), False
    return told.getvalue().strip(), True


def run(asked):
    """Run the whole benchmark. Return the exit code: 0, or 1 if a response was wrong or the record is not complete."""
    clock = Clock()
    with stand.database_and_folder(sqlite=asked.sqlite) as folder:
        import django

        django.setup()
        shelf, users = fill(asked, clock)
        from tests.bench import closeup, lessons, library, people, records, rounds, sessions, table, weigh

        with stand.gunicorn(folder) as site:
            signed_in = sessions.sign_in(users[:SESSIONS], site.port, shelf.bare)
            queries, weights = weigh.queries(signed_in[0]), weigh.weights(signed_in[0])
            clock.say(f"{SESSIONS} members signed in, queries and bytes counted")
            busy = os.getloadavg()[0]
            measured = rounds.measure(signed_in, site, seconds=asked.seconds, rounds=asked.rounds, say=clock.say)
        print()
        print(
            table.made_words(
                people.counted(),
                {"modules": len(shelf.modules), "lessons": sum(map(len, shelf.lessons))},
                lessons.counted(),
                library.counted(),
                records.counted(),
            )
        )
        database = "SQLite with WAL and synchronous=FULL" if asked.sqlite else "PostgreSQL with fsync"
        print(
            f"{database}, gunicorn with {stand.WORKERS} sync workers, {SESSIONS} signed-in sessions, "
            f"{asked.rounds} rounds of {asked.seconds:g} s, medians. The bare page is stock Wagtail with its cache in memory; "
            f"the product's cache is production's own.\nProcessors here: {os.cpu_count()}; load by whatever else runs here, "
            f"before measuring: {busy:.1f}{' (too busy: trust only CPU ms and ratios)' if busy > 1 else ''}.\n"
        )
        print("\n".join(table.weights_table(queries, weights)), end="\n\n")
        print("\n".join(table.speed_table(measured)), end="\n\n")
        print(table.machine_words(measured))
        print("\n".join(table.ratio_words(measured)), end="\n\n", flush=True)
        proof, is_whole = verify()
        clock.say("record verified")
        print(f"After the load, rebuild_progress --verify says: {proof}")
        for what, many in measured.wrong.items():
            print(f"NOT AS IT SHOULD BE: {what}, {many} times")
        if asked.closeup:
            closeup.show(signed_in[1])
    return 0 if is_whole and not measured.wrong else 1


def main():
    """Check that PostgreSQL is installed, and clean up when stopped by Ctrl-C or kill."""
    asked = options()
    if not asked.sqlite and throwaway_postgres.programs() is None:
        print("The bench needs PostgreSQL's programs (initdb, pg_ctl): on Debian, apt install postgresql.", file=sys.stderr)
        return throwaway_postgres.NOT_HERE

    def stop(number, frame):
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)  # a second signal must not interrupt the cleaning up
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        return run(asked)
    except KeyboardInterrupt:
        print("Stopped; the throw-away database and the server are gone.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
