"""Profiles of the lesson page, Find and a completion, in this process, without gunicorn."""

import cProfile
import io
import pstats
import time
from statistics import median

from tests.bench import weigh

TIMES = 200
LINES = 45
WIDTH = 230


def show(session):
    """Print the SQL statements, the time in milliseconds and the profile of the lesson page, the bare page and a completion."""
    client = weigh.client_of(session.member)
    for page in ("lesson", "bare page", "home", "catalogue", "module", "find"):
        path = session.addresses[page][0]
        _statements(page, weigh.statements_of_page(client, path))
        print(f"{page} in this process: {_milliseconds(lambda path=path: client.get(path)):.2f} ms (median of {TIMES})")
    for page in ("lesson", "find"):
        path = session.addresses[page][0]
        _profile(page, lambda path=path: client.get(path))
    _statements("complete", weigh.statements_of_completion(client, session.to_complete.pop(0)))
    lessons, times = iter(session.to_complete), min(TIMES, len(session.to_complete) // 2)
    print(f"complete in this process: {_milliseconds(lambda: weigh.complete(client, next(lessons)), times):.2f} ms (median of {times})")
    _profile("complete", lambda: weigh.complete(client, next(lessons)), times)


def _statements(page, statements):
    print(f"\n== SQL of {page}: {len(statements)}")
    for number, sql in enumerate(statements, start=1):
        print(f"{number:>2}. {sql[:WIDTH]}{'…' if len(sql) > WIDTH else ''}")


def _milliseconds(visit, times=TIMES):
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        visit()
        found.append((time.perf_counter() - begun) * 1000)
    return median(found)


def _profile(page, visit, times=TIMES):
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(times):
        visit()
    profile.disable()
    told = io.StringIO()
    pstats.Stats(profile, stream=told).sort_stats("cumulative").print_stats(LINES)
    print(f"\n== profile of {page}, {times} times\n{told.getvalue()}")
