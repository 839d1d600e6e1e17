"""Fixtures for journeys in a real browser: Chromium, the demo content, and people who sign in through the real form."""

import re
import shutil
import time
from threading import Lock
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started

from cms.people.models import User
from cms.starter_content.demo_people import PASSWORD
from learning.models import Item, LearningEvent, LessonPage, ModulePage

NO_CHROMIUM = "The browser tests need chromium and there is none here: apt-get install --no-install-recommends chromium fonts-liberation"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WAIT = 30_000  # milliseconds; two suites and two browsers may share two cores


def pytest_runtest_setup(item):
    """Skip the journeys if Chromium is missing, before their slow fixtures are made."""
    if shutil.which("chromium") is None:
        pytest.skip(NO_CHROMIUM)


@pytest.fixture
def demo(transactional_db):
    """Load the starter content and the demo people with their history, as `make run` does."""
    return Demo()


class Demo:
    """Queries that check the result of a journey in the database."""

    password = PASSWORD

    @property
    def modules(self):
        return list(ModulePage.objects.live().order_by("path"))

    @property
    def index(self):
        """Return the catalogue's URL."""
        return self.modules[0].get_parent().url

    def module(self, starts):
        """Return the module whose title begins with this text."""
        return next(page for page in self.modules if page.title.startswith(starts))

    def lessons(self, module):
        return list(LessonPage.objects.live().child_of(module).order_by("path"))

    def item(self, page):
        return Item.objects.select_related("current", "module").get(page_id=page.pk)

    def person(self, name):
        return User.objects.get(email=f"{name}@example.org")

    def events(self, name, verb=None, page=None):
        """Return the events of a person's record, oldest first."""
        found = LearningEvent.objects.filter(subject=self.person(name).subject).order_by("position")
        if verb:
            found = found.filter(verb=verb)
        return list(found.filter(item__page_id=page.pk) if page else found)


# The browser


@pytest.fixture
def answers_finished(transactional_db):
    """Wait until requests from a closed browser have been answered, so that the database can be dropped."""
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
    """Return a function that opens a new browser (a separate device) and returns its page.

    After the journey, each browser is checked for console errors and for requests to another host.
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


# Chromium's messages for a page rightly refused, a connection cut by the journey, or the admin's checks running beside ours.
_LAWFUL = re.compile(r"the server responded with a status of (403|404|409|410|422)|net::ERR_INTERNET_DISCONNECTED|Axe is already running")


def _note_complaint(seen, message):
    if message.type in {"error", "warning"} and not _LAWFUL.search(message.text):
        seen.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")


@pytest.fixture
def sign_in():
    """Return a function that signs a person in through the form, from the browser's current page."""

    def through_the_form(page, name, address="/accounts/login/"):
        page.goto(address)
        page.get_by_label("Work email address").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Your account").wait_for()
        return page

    return through_the_form


@pytest.fixture
def open_as(open_browser, sign_in):
    """Return a function that opens a new browser with a person signed in, on their home page."""

    def open_for(name, **how):
        return sign_in(open_browser(**how), name)

    return open_for
