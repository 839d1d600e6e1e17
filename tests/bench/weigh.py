"""The queries of each page, counted in this process, and its size in bytes, as sent by gunicorn."""

from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.bench.reading import Reader, files_of_css

WARM = 2  # visits before the measured visit
PAGES_COUNTED = 5


@dataclass(frozen=True)
class Weight:
    """Bytes sent, headers included: the page itself, its style sheets, icons and scripts, its pictures, and a second visit."""

    html: int
    files: int
    pictures: int
    second: int

    @property
    def first(self):
        return self.html + self.files + self.pictures


def client_of(member):
    """Return a test client signed in as the member, against the benchmark's database."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def statements_of_page(client, path):
    """Return the SQL statements of a warm GET, in order, without BEGIN and COMMIT."""
    for _ in range(WARM):
        client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}.")
    return _statements(caught)


def _statements(caught):
    return [query["sql"] for query in caught.captured_queries if query["sql"] not in {"BEGIN", "COMMIT"}]


def complete(client, lesson):
    """Complete a lesson as its form does. Return the response."""
    return client.post(reverse("learning:complete", args=[lesson.uid]), {"event": str(uuid4()), "version": str(lesson.current.number)})


def statements_of_completion(client, lesson):
    """Return the SQL statements of completing a lesson, without BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as caught:
        answer = complete(client, lesson)
    if answer.status_code != 302 or "login" in answer["Location"]:
        raise RuntimeError(f"Completing answers {answer.status_code}.")
    return _statements(caught)


def queries(session):
    """Return the most SQL statements a visit to each page takes, over up to five of its URLs: {page: number}.

    Three lessons of a module in progress are completed, of which the third counts, and a lesson of a module not begun.
    """
    client = client_of(session.member)
    found = {
        page: max(len(statements_of_page(client, path)) for path in paths[:PAGES_COUNTED]) for page, paths in session.addresses.items()
    }
    under_way = [len(statements_of_completion(client, session.to_complete.pop(0))) for _ in range(WARM + 1)]
    return found | {"complete": under_way[-1], "complete and begin": len(statements_of_completion(client, session.to_complete.pop()))}


def weights(session):
    """Return the size of a visit to each page: {page: Weight}."""
    return {page: weight_of_page(session, paths[0]) for page, paths in session.addresses.items()}


def weight_of_page(session, path):
    """Fetch a page and everything on it, as on a first visit, and measure what a second visit fetches again."""
    page = session.fetch(path)
    seen = Reader(page.text, path)
    files, waiting = {}, list(seen.files)
    while waiting:
        address = waiting.pop()
        if address not in files:
            files[address] = session.fetch(address)
            if address.endswith(".css"):
                waiting += files_of_css(files[address].text, address)
    pictures = {address: session.fetch(address) for address in seen.pictures}
    missing = [address for address, answer in {**files, **pictures}.items() if answer.status != 200]
    if missing:
        raise RuntimeError(f"{path} asks for files that are not there: {', '.join(missing)}")
    again = sum(answer.size for answer in {**files, **pictures}.values() if not answer.may_be_kept)
    return Weight(
        page.size, sum(answer.size for answer in files.values()), sum(answer.size for answer in pictures.values()), page.size + again
    )
