"""What every journey in a real browser needs: chromium, the demo content, people who sign in through the real form.

The demo content takes seconds to load, so it is loaded once a run and its rows are put back before each journey.
"""

import datetime
import json
import random
import re
import shutil
import time
from threading import Lock
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection, transaction

from cms.accounts.demo import PASSWORD
from cms.accounts.models import User
from learning.models import Item, LearningEvent, LessonPage, ModulePage

NO_CHROMIUM = "The browser tests need chromium and there is none here: apt-get install --no-install-recommends chromium fonts-liberation"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WAIT = 30_000  # milliseconds; two suites and two browsers may share two cores


# The rows between two journeys


def pytest_runtest_setup(item):
    """Journeys have no time to wait for a browser that is not there."""
    if shutil.which("chromium") is None:
        pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def written_by_migrations(django_db_setup):
    """What Django puts back before each journey: content types first, or the signals of other rows make them anew."""
    rows = json.loads(connection._test_serialized_contents)
    rows.sort(key=lambda row: row["model"] != "contenttypes.contenttype")
    connection.close()
    return json.dumps(rows)


@pytest.fixture(scope="session")
def playwright(written_by_migrations, playwright):
    """Playwright's loop makes asgiref give this thread another database connection, and Django keeps those rows on the
    connection: they are handed on, or the second journey would find no root page.
    """
    connection._test_serialized_contents = written_by_migrations
    return playwright


@pytest.fixture(scope="package", autouse=True)
def leave_the_database_usable(playwright, written_by_migrations, django_db_blocker):
    """Django empties every table after a journey; after the last, put back what the next run needs."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(written_by_migrations)


_ROWS = pytest.StashKey()


def _tables(cursor):
    """The tables that hold rows of their own: not those that triggers fill, the search index's shadows and the gate."""
    names = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
    return [name for name in names if "_fts" not in name and name not in {"django_migrations", "cms_stamp", "casestudies_gate"}]


def _read_rows():
    rows = {}
    with connection.cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found = [tuple(map(_as_written, row)) for row in cursor.fetchall()]
            rows[table] = ([column[0] for column in cursor.description], found)
    return rows


def _as_written(value):
    """A value as the database takes it: SQLite reads times of day and does not write them."""
    return connection.ops.adapt_timefield_value(value) if isinstance(value, datetime.time) else value


def _put_back(rows):
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, found) in rows.items():
            if found:
                names, holes = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
                # What a browser shows afterwards depends on every one of these rows, so each is inserted as it was.
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({holes})", found)
        cursor.execute("UPDATE cms_stamp SET token = %s WHERE id = 1", [random.randrange(2**52)])
        if connection.vendor == "postgresql":
            from django.apps import apps
            from django.core.management.color import no_style

            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)


@pytest.fixture
def demo(transactional_db, request):
    """The starter content and the demo people with their history, as `make run` makes them."""
    stash = request.config.stash
    if _ROWS not in stash:
        call_command("load_starter_content", verbosity=0)
        call_command("load_demo_people", verbosity=0)
        User.objects.create_user("newcomer@example.org", PASSWORD, first_name="Nia")
        stash[_ROWS] = _read_rows()
    else:
        _put_back(stash[_ROWS])
    return Demo()


class Demo:
    """Ways to ask the database what a journey came to."""

    password = PASSWORD

    @property
    def modules(self):
        return list(ModulePage.objects.live().order_by("path"))

    @property
    def index(self):
        """The catalogue's address."""
        return self.modules[0].get_parent().url

    def module(self, starts):
        """The module whose title begins so."""
        return next(page for page in self.modules if page.title.startswith(starts))

    def lessons(self, module):
        return list(LessonPage.objects.live().child_of(module).order_by("path"))

    def item(self, page):
        return Item.objects.select_related("current", "module").get(page_id=page.pk)

    def person(self, name):
        return User.objects.get(email=f"{name}@example.org")

    def events(self, name, verb=None, page=None):
        """The events of a person's record, oldest first."""
        found = LearningEvent.objects.filter(subject=self.person(name).subject).order_by("position")
        if verb:
            found = found.filter(verb=verb)
        return list(found.filter(item__page_id=page.pk) if page else found)


# The browser


@pytest.fixture
def answers_finished(transactional_db):
    """A browser that closes leaves requests behind (a lesson sends its place): the tables are emptied once all are answered.

    Emptying them meanwhile deadlocks on PostgreSQL, and leaves the next journey without its door to the record.
    """
    lock, begun, finished = Lock(), [], []

    def note(where):
        def receiver(**kwargs):
            with lock:
                where.append(1)

        return receiver

    when_begun, when_finished = note(begun), note(finished)
    request_started.connect(when_begun)
    request_finished.connect(when_finished)
    yield
    until, still = time.monotonic() + WAIT / 1000, 0
    while still < 2 and time.monotonic() < until:
        time.sleep(0.05)
        still = still + 1 if len(begun) <= len(finished) else 0
    request_started.disconnect(when_begun)
    request_finished.disconnect(when_finished)
    assert still == 2, "The server was still answering when the journey was over."


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": shutil.which("chromium"),
        "headless": True,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }


@pytest.fixture
def open_browser(browser, live_server, answers_finished):
    """A function that opens a fresh browser (a device of its own) and gives its page.

    When the journey ends, every browser is asked: did the console complain, did anything go to another host?
    """
    opened = []

    def open_one(size=PHONE, scheme="light", javascript=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT)
        seen = SimpleNamespace(complaints=[], strangers=[])
        host = urlsplit(live_server.url).netloc
        context.on("request", lambda request: _note_stranger(seen, request.url, host))
        context.on("console", lambda message: _note_complaint(seen, message))
        context.on("weberror", lambda error: seen.complaints.append(f"{error.page.url}: {error.error}"))
        opened.append((context, seen))
        page = context.new_page()
        page.seen = seen
        return page

    yield open_one
    complaints, strangers = [], []
    for context, seen in opened:
        complaints += seen.complaints
        strangers += seen.strangers
        context.close()
    assert not strangers, f"Requests to somebody else: {strangers}"
    assert not complaints, "The console complained:\n" + "\n".join(complaints)


def _note_stranger(seen, url, host):
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob", "about"} and parts.netloc != host:
        seen.strangers.append(url)


# What chromium says of a page that is rightly refused, of a line that a journey cuts itself, or when the desk’s own checks run beside ours.
_LAWFUL = re.compile(r"the server responded with a status of (403|404|409|410|422)|net::ERR_INTERNET_DISCONNECTED|Axe is already running")


def _note_complaint(seen, message):
    if message.type in {"error", "warning"} and not _LAWFUL.search(message.text):
        seen.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")


@pytest.fixture
def sign_in():
    """A function that signs somebody in through the form, from whatever page the browser is at."""

    def through_the_form(page, name, address="/accounts/login/"):
        page.goto(address)
        page.get_by_label("Work e-mail address").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Your account").wait_for()
        return page

    return through_the_form


@pytest.fixture
def open_as(open_browser, sign_in):
    """A function that opens a fresh browser with somebody signed in, at their home."""

    def open_for(name, **how):
        return sign_in(open_browser(**how), name)

    return open_for
