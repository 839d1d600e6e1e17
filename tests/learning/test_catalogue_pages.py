"""The catalogue: a page at a time, in the trainers' order, filters kept on the way; where one stands is one's own."""

import pytest
from bs4 import BeautifulSoup

from cms.people.models import JobRole
from learning.ways.listing import A_PAGE
from tests.builders import complete, make_module, publish
from tests.copies import copies

pytestmark = pytest.mark.django_db


def _read(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def _titles(page):
    return [link.get_text() for link in page.select("main .card h2 a")]


def test_many_modules_stand_in_pages_that_keep_order_and_filters(site, people, signed_in):
    other = JobRole.objects.create(title="Foster carer", slug="foster-carer")
    site.module.roles = [people.job, other]
    publish(site.module)
    copies(site.module, A_PAGE + 2, "One of many")
    alice = signed_in(people.alice)
    first = _read(alice, "/learn/?role=hub-worker")
    assert f"{A_PAGE + 3} modules" in first.select_one(".result").get_text()
    assert len(_titles(first)) == A_PAGE and _titles(first)[0] == site.module.title
    onward = first.find("a", string="Next page")["href"]
    assert "role=hub-worker" in onward
    assert _titles(_read(alice, f"/learn/{onward}")) == [f"One of many {A_PAGE}", f"One of many {A_PAGE + 1}", f"One of many {A_PAGE + 2}"]
    assert _titles(_read(alice, "/learn/?page=nonsense")) == _titles(_read(alice, "/learn/"))


def test_a_card_says_where_one_stands_and_the_time_filter_counts_what_is_left(site, people, signed_in):
    make_module(site.learn, "Without lessons", lessons=0)
    complete(people.alice, site.lessons[0])
    alice = signed_in(people.alice)
    cards = _read(alice, "/learn/").select("main .card")
    assert "1 of 3 lessons done" in cards[0].get_text() and "No lessons yet" in cards[1].get_text()
    narrowed = _read(alice, "/learn/?time=20")
    assert _titles(narrowed) == [site.module.title]
    assert "Show all 2" in narrowed.select_one(".result").get_text()
    assert "1 of 3" not in _read(signed_in(people.carol), "/learn/").select_one("main .cards").get_text()
