"""The same people and the same small site in every test."""

import gc
import os
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from tests import builders, migrated
from tests.made_once import look_again, made_once

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in the browser tests' thread


def pytest_collection_finish():
    """What the suite stands on stays, so it need not be looked through for garbage again and again: nearly half of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


def _let_the_suite_clear(connection, **kwargs):
    """The suite's lawful door on SQLite: for its own file only, whose name begins with test_."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "test_drumbeat" in name:
        connection.connection.create_function("drumbeat_suite_may_clear", 0, lambda: int(_door["open"]))


_door = {"open": False}
connection_created.connect(_let_the_suite_clear, dispatch_uid="suite_may_clear")


def pytest_runtest_teardown(item, nextitem):
    """Open the door while Django empties the tables after a test with real transactions; the next set-up closes it."""
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        _door["open"] = True
        look_again()


def pytest_runtest_setup(item):
    _door["open"] = False
    if os.environ.get("DRUMBEAT_REQUIRE") == "1":
        item.user_properties.append(("required", "1"))


def pytest_runtest_logreport(report):
    """In CI a skipped test is a failed one."""
    if report.skipped and os.environ.get("DRUMBEAT_REQUIRE") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be skipped: {report.longrepr}"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """pytest-django's own question, whether there is a database to go on with: on SQLite the migrated file, where it is kept."""
    kept = migrated.kept()
    return bool(kept) and migrated.put_ready(kept)


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup):
    """As pytest-django's; what the migrations made is kept for the next run."""
    kept = migrated.kept()
    if kept and not django_db_keepdb:
        migrated.keep(kept)
    yield
    if kept and django_db_keepdb:
        connection.close()
        migrated.clear()


def _is_transactional(request):
    return "transactional_db" in request.fixturenames or any(
        mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db")
    )


@pytest.fixture
def site(db, request):
    """A home page, a catalogue, and one module with three lessons."""
    return made_once(builders.make_site, transactional=_is_transactional(request))


@pytest.fixture
def people(db, request):
    """alice, bob, carol, dana, erin and frank, as ARCHITECTURE.md has them."""
    return made_once(_the_people, transactional=_is_transactional(request))


def _the_people():
    return builders.make_people(on=date(2026, 9, 1))


@pytest.fixture
def signed_in(client):
    """A function that signs somebody in on a client of their own."""

    def sign_in(person):
        from django.test import Client

        one = Client()
        one.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return one

    return sign_in


@pytest.fixture
def is_postgresql():
    return connection.vendor == "postgresql"
