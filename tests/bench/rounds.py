"""Rounds: every page in turn, at each concurrency level, several times over, so that a busy moment does not distort a single page."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.sessions import in_turn
from tests.bench.stand import ROOT

AT_ONCE = (1, 8)
LIBRARY = ("find", "events", "event", "case studies", "case study")
PAGES = ("home", "catalogue", "module", "lesson", *LIBRARY, "complete", "bare page", "one-query view")
MOST_REQUESTS = 5_000  # per sender in a cell: a second limit beside time
WARM_SECONDS = 4.0  # enough for each worker to have served every page
EXPECTED = {"complete": "302"}


@dataclass(frozen=True)
class Cell:
    """A page in a round at a concurrency level. Times in milliseconds; `app` and `db` are processor time per request."""

    per_second: float
    p50: float
    p95: float
    app: float | None
    db: float | None
    requests: int


@dataclass
class Measured:
    """All cells, by (page, concurrency), and every wrong response."""

    cells: dict[tuple[str, int], list[Cell]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter = field(default_factory=Counter)

    def median(self, page, at_once, what):
        """Return the median of a measurement over the rounds, or None if it was not measured."""
        found = [getattr(cell, what) for cell in self.cells[page, at_once]]
        return median(found) if found and None not in found else None

    def ratio(self, at_once):
        """Return the lesson's requests per second divided by the bare page's in the same round: (median, least, most)."""
        pairs = zip(self.cells["lesson", at_once], self.cells["bare page", at_once], strict=True)
        found = [lesson.per_second / bare.per_second for lesson, bare in pairs]
        return median(found), min(found), max(found)


def measure(sessions, site, *, seconds, rounds, say):
    """Warm up every page, then measure `rounds` rounds of `seconds` seconds for each page and concurrency level."""
    measured = Measured()
    share = len(sessions[0].to_complete) // (rounds * len(AT_ONCE) + 1)
    for page in PAGES:
        _cell(page, sessions, site, at_once=max(AT_ONCE), seconds=WARM_SECONDS, share=min(share, 20), wrong=Counter())
    for number in range(rounds):
        for at_once in AT_ONCE:
            # Each round starts with a different page: the first after a change of load gains or loses by it.
            shift = number * 2 % len(PAGES)
            for page in (*PAGES[shift:], *PAGES[:shift]):
                cell = _cell(page, sessions, site, at_once=at_once, seconds=seconds, share=share, wrong=measured.wrong)
                measured.cells[page, at_once].append(cell)
        say(f"round {number + 1} of {rounds} done")
    return measured


def _cell(page, sessions, site, *, at_once, seconds, share, wrong):
    groups = [sessions[n::at_once] for n in range(at_once)]
    if page == "complete":
        senders = [in_turn([session.completions(share) for session in group]) for group in groups]
    else:
        senders = [in_turn([[session.get(path) for path in session.addresses[page]] for session in group]) for group in groups]
    plan = {"port": site.port, "seconds": seconds, "most": MOST_REQUESTS, "once": page == "complete", "senders": senders}
    before = site.cpu_seconds()
    told = send(plan, seconds)
    after = site.cpu_seconds()
    times = told["times"]
    for kind, many in told["kinds"].items():
        if kind != EXPECTED.get(page, "200"):
            wrong[f"{page}: {kind}"] += many
    if len(times) < 2:
        raise RuntimeError(f"{page}, {at_once} at once: nothing was answered ({told['kinds']}).")
    used = [(b - a) * 1000 / len(times) for a, b in zip(before, after, strict=True)] if before and after else (None, None)
    return Cell(len(times) / told["seconds"], median(times), quantiles(times, n=20, method="inclusive")[-1], *used, len(times))


def send(plan, seconds):
    """Send a plan in a process of its own (tests.bench.traffic) and return its result."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.traffic"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=seconds + 60,
        check=True,
    )
    return json.loads(done.stdout)
