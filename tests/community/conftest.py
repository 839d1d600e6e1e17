"""Fixtures for community: its two lists on the small site."""

import pytest

from tests.community import builders


@pytest.fixture
def events(site):
    """Return an empty list of events."""
    return builders.make_index(site.home)


@pytest.fixture
def reflections(site):
    """Return an empty list of reflections."""
    return builders.make_reflection_index(site.home)


@pytest.fixture
def alice(people, signed_in):
    """Return a client signed in as alice."""
    return signed_in(people.alice)


@pytest.fixture
def read():
    """Return a function that requests a URL with a client and returns the page as soup."""
    from bs4 import BeautifulSoup

    def read(client, address):
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return BeautifulSoup(response.content, "html.parser")

    return read
