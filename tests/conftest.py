"""Shared fixtures: the same people and the same small site in every test."""

import gc
import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from tests import builders
from tests.databases import Databases

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in the browser tests' thread


def pytest_collection_finish():
    """Freeze imported objects: collecting garbage among them took nearly half of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


def pytest_collection_modifyitems(items):
    """Run the journeys first: the longest tests at the end would leave the other worker idle."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_runtest_logreport(report):
    """Fail skipped tests in CI."""
    if report.skipped and os.environ.get("DRUMBEAT_REQUIRE") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be skipped: {report.longrepr}"


# The rows a test starts with. Each name is a fixture; each function gets the return values of those before it.


def _site(**rows):
    return builders.make_site()


def _people(**rows):
    return builders.make_people(on=date(2026, 9, 1))


def _demo(**rows):
    from cms.directory.demo import PASSWORD
    from cms.people.models import User

    call_command("load_starter_content", verbosity=0)
    call_command("load_demo_people", verbosity=0)
    User.objects.create_user("newcomer@example.org", PASSWORD, first_name="Nia")


def _who_may_world(site, people, **rows):
    from tests.who_may_world import make_world

    return make_world(site, people)


def _small_content(**rows):
    from cms.starter_content.load import load
    from tests.starter_content.parts import small_starter_files

    with TemporaryDirectory() as folder, small_starter_files(Path(folder) / "small"):
        return load()


def _full_content(**rows):
    from cms.starter_content.load import load

    return load()


STARTING_ROWS = {
    "site": _site,
    "people": _people,
    "demo": _demo,
    "who_may_world": _who_may_world,
    "small_content": _small_content,
    "full_content": _full_content,
}


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Replace pytest-django's fixture: tests/databases.py makes the databases."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    databases = Databases(STARTING_ROWS, worker)
    yield databases
    with django_db_blocker.unblock():
        databases.close()


@pytest.fixture
def starting_rows(request, django_db_setup, django_db_blocker, monkeypatch):
    """Connect to a database with the test's starting rows; return {name: objects the tests need}."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool({"transactional_db", "live_server"} & set(request.fixturenames)) or (marker and marker.kwargs.get("transaction"))
    if commits:
        # Django would empty every table, which append-only tables refuse; the whole copy is dropped instead.
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
    with django_db_blocker.unblock():
        return django_db_setup.use(request.fixturenames, commits=commits)


@pytest.fixture
def _django_db_helper(starting_rows, _django_db_helper):
    """Choose the database before pytest-django opens the test's transaction in it."""


@pytest.fixture
def site(db, starting_rows):
    """Return a home page, a catalogue, and one module with three lessons."""
    return starting_rows["site"]


@pytest.fixture
def people(db, starting_rows):
    """Return alice, bob, carol, dana, erin and frank, as described in docs/architecture.md."""
    return starting_rows["people"]


@pytest.fixture
def who_may_world(site, people, starting_rows, settings):
    """Return at least one object for every URL. See tests/who_may_world.py."""
    world = starting_rows["who_may_world"]
    settings.MEDIA_ROOT, settings.STORAGES = world.files["MEDIA_ROOT"], world.files["STORAGES"]
    return world


@pytest.fixture
def small_content(db, starting_rows):
    """Load the small starter files of tests/starter_content; return the loader's report."""
    return starting_rows["small_content"]


@pytest.fixture
def full_content(db, starting_rows):
    """Load the repository's starter content; return the loader's report."""
    return starting_rows["full_content"]


@pytest.fixture
def signed_in(client):
    """Return a function that signs a person in on a new client."""

    def sign_in(person):
        from django.test import Client

        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def is_postgresql():
    return connection.vendor == "postgresql"
