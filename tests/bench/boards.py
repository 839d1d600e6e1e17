"""`python -m tests.bench.boards`: whole pages of boards, as signed-in members, on PostgreSQL or SQLite. See `--help`.

Prints SQL statements, requests a second, p50 and p95 of each page at 1 and 8 at once, and two ratios: the list far down against its first
page, and the search of a member of one small board for a word that is common elsewhere against one that is rare there.
"""

import argparse
import io
import os
import re
import sys
from collections import Counter
from statistics import median, quantiles
from uuid import uuid4

from tests import throwaway_postgres
from tests.bench import stand
from tests.bench.__main__ import Clock

AT_ONCE = (1, 8)
SESSIONS = 8
EXPECTED = {"reply": "302", "mark a board read": "302"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def options():
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.boards", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000, help="how many posts (default %(default)s)")
    parser.add_argument("--people", type=int, default=2_000, help="how many members (default %(default)s)")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each page is asked for (default %(default)s)")
    parser.add_argument("--few", type=float, help="share of all posts up to which search collects matches first (post_search.FEW)")
    asked = parser.parse_args()
    if asked.posts < 2_000 or asked.people < 50:
        parser.error("give at least 2,000 posts and 50 people")
    return asked


def fill(asked, clock):
    """Create the tables and fill them. Return board_rows.Boards and the users."""
    from django.core.management import call_command

    from tests.bench import board_rows, people

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["wagtail*"])
    clock.say("database migrated")
    users = people.fill(people=asked.people, authorities=max(10, min(150, asked.people // 50)))
    made = board_rows.fill(users, posts=asked.posts)
    clock.say("boards written")
    return made, users


def sessions_of(members, port):
    """Return a signed-in Session for each member."""
    from django.conf import settings
    from django.test import Client

    from tests.bench.sessions import Session

    found = []
    for member in members:
        client = Client()
        client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        found.append(Session(member=member, port=port, cookies=cookies, to_complete=[]))
    return found


def pages_of(made):
    """Return {page: (path, for the member of the small board)} of what is read."""
    from tests.bench.board_rows import COMMON, RARE

    big, topic = made.big.get_absolute_url(), made.long.get_absolute_url()
    last = (made.long.posts.count() - 1) // 20 + 1
    search = "/boards/search/?q="
    return {
        "boards": ("/boards/", False),
        "topic list": (big, False),
        "topic list, deep": (f"{big}?before={made.deep_cursor}", False),
        "topic, first page": (f"{topic}?page=1", False),
        "topic, last page": (f"{topic}?page={last}", False),
        "unanswered": ("/boards/unanswered/", False),
        "search, common": (f"{search}{COMMON}", False),
        "search, rare": (f"{search}{RARE}", False),
        "small: common": (f"{search}{COMMON}", True),
        "small: rare": (f"{search}{RARE}", True),
        "small: nowhere": (f"{search}quixotic", True),
    }


def statements(made, pages):
    """Return the SQL statements of a warm visit to each page, and of a reply and marking a board as read."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench.weigh import client_of, statements_of_page

    clients = {False: client_of(made.member), True: client_of(made.member_of_small)}
    found = {name: len(statements_of_page(clients[is_small], path)) for name, (path, is_small) in pages.items()}
    for name, (path, fields) in _forms(made).items():
        with CaptureQueriesContext(connection) as caught:
            clients[False].post(path, fields())
        found[name] = len([query for query in caught.captured_queries if query["sql"] not in {"BEGIN", "COMMIT"}])
    return found


def _forms(made):
    """Return {page: (path, function that returns new fields)} of what is sent."""
    return {
        "reply": (f"{made.long.get_absolute_url()}reply/", lambda: {"uid": str(uuid4()), "draft_version": 0, "text": "We sent a card."}),
        "mark a board read": (f"{made.big.get_absolute_url()}read/", lambda: {"up_to": made.big.counts.last_post}),
    }


def measure(pages, forms, sessions, small, *, seconds, site):
    """Return {(page, at once): (requests a second, p50, p95)} and a Counter of wrong responses."""
    from tests.bench.rounds import send

    measured, wrong = {}, Counter()
    for at_once in AT_ONCE:
        for name in [*pages, *forms]:
            who = small if pages.get(name, ("", False))[1] else sessions
            groups = [[who[(n + step) % len(who)] for step in range(len(who))] for n in range(at_once)]
            if name in pages:
                senders = [[session.get(pages[name][0]) for session in group] for group in groups]
            else:
                path, fields = forms[name]
                # Sixty posts an hour are allowed, so each person sends a few.
                senders = [[_form(session, path, fields()) for session in (sessions[n],) for _ in range(6)] for n in range(at_once)]
            plan = {"port": site.port, "seconds": seconds, "most": 2_000, "once": name in forms, "senders": senders}
            told = send(plan, seconds)
            for kind, many in told["kinds"].items():
                if kind != EXPECTED.get(name, "200"):
                    wrong[f"{name}: {kind}"] += many
            times = told["times"] or [0.0, 0.0]
            per_second = len(told["times"]) / told["seconds"]
            measured[name, at_once] = (per_second, median(times), quantiles([*times, *times], n=20, method="inclusive")[-1])
    return measured, wrong


def _form(session, path, fields):
    if not hasattr(session, "token"):
        session.token = TOKEN.search(session.fetch("/boards/board-0/").text or session.fetch("/boards/").text).group(1)
    return session.post(path, {**fields, "csrfmiddlewaretoken": session.token}, from_path="/boards/")


def report(counts, measured):
    """Print the table and the two ratios."""
    print("page                SQL" + "".join(f" | {n} at once: req/s   p50 ms   p95 ms" for n in AT_ONCE))
    for name in [name for name, at_once in measured if at_once == AT_ONCE[0]]:
        cells = "".join(" | {:>17.1f} {:>8.1f} {:>8.1f}".format(*measured[name, n]) for n in AT_ONCE)
        print(f"{name:<18} {counts[name]:>4}{cells}")
    for what, one, other in (
        ("The list far down against its first page (aim: at most 1.3)", "topic list, deep", "topic list"),
        ("Small board: a word common elsewhere against one found nowhere (aim: about 1)", "small: common", "small: nowhere"),
    ):
        print(f"{what}: {measured[one, 1][1] / max(measured[other, 1][1], 0.01):.2f}")


def run(asked):
    """Run the benchmark. Return the exit code: 1 if a response was wrong or a counter differs at the end."""
    clock = Clock()
    with stand.database_and_folder(sqlite=asked.sqlite) as folder:
        import django

        django.setup()
        from django.core.management import CommandError, call_command

        from community import post_search
        from tests.bench import board_rows

        if asked.few is not None:
            post_search.FEW = asked.few  # for the statements counted here; gunicorn uses the product's own
        made, users = fill(asked, clock)
        pages = pages_of(made)
        counts = statements(made, pages)
        clock.say("statements counted")
        with stand.gunicorn(folder) as site:
            members, small = sessions_of(users[1 : SESSIONS + 1], site.port), sessions_of([made.member_of_small], site.port)
            busy = os.getloadavg()[0]
            measured, wrong = measure(pages, _forms(made), members, small, seconds=asked.seconds, site=site)
        clock.say("measured")
        print("\nMade: " + ", ".join(f"{number:,} {what}" for what, number in board_rows.counted().items()) + ".")
        print(f"{'SQLite' if asked.sqlite else 'PostgreSQL'}; load of this machine before measuring: {busy:.1f} (quiet is below 1).\n")
        report(counts, measured)
        told = io.StringIO()
        try:
            call_command("reconcile_boards", stdout=told)
        except CommandError:
            wrong["counters differ"] += 1
        print(f"\nAfter the load, reconcile_boards says: {told.getvalue().strip()}")
        for what, many in wrong.items():
            print(f"NOT AS IT SHOULD BE: {what}, {many} times")
    return 1 if wrong else 0


def main():
    """Check that PostgreSQL is installed, and run."""
    asked = options()
    if not asked.sqlite and throwaway_postgres.programs() is None:
        print("The bench needs PostgreSQL's programs (initdb, pg_ctl): on Debian, apt install postgresql.", file=sys.stderr)
        return throwaway_postgres.NOT_HERE
    return run(asked)


if __name__ == "__main__":
    sys.exit(main())
