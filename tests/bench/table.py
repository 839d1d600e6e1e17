"""The report: the measurements in words and columns."""

from tests.bench.rounds import AT_ONCE, PAGES

YARDSTICK = "one-query view"
AIM = 3  # PEERS.md: the lesson should reach this many times the bare page's requests per second


def made_words(*counts):
    """Return a paragraph about the database's contents. Each argument is {name: number}."""
    return "Made: " + ", ".join(f"{number:,} {what}" for one in counts for what, number in one.items()) + "."


def weights_table(queries, weights):
    """Return the queries and bytes of each page, as lines of text."""
    yield "page             SQL | kB over the wire, headers included, gzip"
    yield "                     |   page  css+icons+js  pictures  first visit  second visit"
    for page in PAGES:
        line = f"{page:<16} {queries[page]:>3} |"
        if weight := weights.get(page):
            parts = (weight.html, weight.files, weight.pictures, weight.first, weight.second)
            line += " {:>6} {:>13} {:>9} {:>12} {:>13}".format(*(f"{part / 1000:.1f}" for part in parts))
        yield line
    yield f"A completion that also begins its module asks {queries['complete and begin']} SQL statements."


def speed_table(measured):
    """Return the speed of each page at each concurrency level, medians over the rounds, as lines of text.

    "views" is the processor time as a multiple of the one-query view's: it can be compared between machines, milliseconds cannot.
    """
    yield " " * 16 + "".join(f" | {f'{n} at once':^53}" for n in AT_ONCE)
    yield f"{'page':<16}" + " |    req/s  p50 ms  p95 ms   CPU ms: app     db  views" * len(AT_ONCE)
    for page in PAGES:
        line = f"{page:<16}"
        for n in AT_ONCE:
            per_second, p50, p95, app, db = (measured.median(page, n, what) for what in ("per_second", "p50", "p95", "app", "db"))
            line += f" | {per_second:>8.0f} {p50:>7.1f} {p95:>7.1f} {_maybe(app):>13} {_maybe(db):>6} {_views(measured, n, app):>6}"
        yield line


def ratio_words(measured):
    """Return the lesson's requests per second as a multiple of the bare page's."""
    for n in AT_ONCE:
        middle, least, most = measured.ratio(n)
        yield f"lesson / bare page, {n} at once: {middle:.1f} times (rounds {least:.1f} to {most:.1f}; the aim is {AIM})"


def machine_words(measured):
    """Return how fast this machine is, to be quoted beside every figure measured on it."""
    per_second, app = (measured.median(YARDSTICK, 1, what) for what in ("per_second", "app"))
    return f"This machine: the {YARDSTICK} answers {per_second:.0f} times a second, one at a time, and takes {_maybe(app)} ms of CPU."


def _views(measured, at_once, app):
    yardstick = measured.median(YARDSTICK, at_once, "app")
    return f"{app / yardstick:.1f}" if app and yardstick else "–"


def _maybe(number):
    return "–" if number is None else f"{number:.2f}"
