"""The two lists of community on the small site."""

import pytest

from tests.community import builders


@pytest.fixture
def events(site):
    """The list of events, with nothing in it."""
    return builders.make_index(site.home)


@pytest.fixture
def reflections(site):
    """The list of reflections, with nothing in it."""
    return builders.make_reflection_index(site.home)


@pytest.fixture
def alice(people, signed_in):
    """Alice's browser."""
    return signed_in(people.alice)


@pytest.fixture
def read():
    """A function that opens an address in a browser and gives its page as soup."""
    from bs4 import BeautifulSoup

    def read(client, address):
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return BeautifulSoup(response.content, "html.parser")

    return read
