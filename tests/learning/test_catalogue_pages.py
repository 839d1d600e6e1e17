"""The catalogue: paging in the trainers' order with filters preserved, and the member's own progress."""

import pytest
from bs4 import BeautifulSoup

from cms.people.models import JobRole
from learning.progress.catalogue import PAGE_SIZE
from tests.builders import complete, make_module, publish
from tests.copies import copies

pytestmark = pytest.mark.django_db


def _read(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def _titles(page):
    return [link.get_text() for link in page.select("main .card h2 a")]


def test_paging_preserves_order_and_filters(site, people, signed_in):
    carer = JobRole.objects.create(title="Foster carer", slug="foster-carer")
    site.module.roles = [people.job, carer]
    publish(site.module)
    copies(site.module, PAGE_SIZE + 2, "One of many")
    alice = signed_in(people.alice)
    first = _read(alice, "/learn/?role=hub-worker")
    assert f"{PAGE_SIZE + 3} " in first.select_one(".result").get_text()
    assert len(_titles(first)) == PAGE_SIZE and _titles(first)[0] == site.module.title
    onward = first.find("a", string="Next page")["href"]
    assert "role=hub-worker" in onward
    assert _titles(_read(alice, f"/learn/{onward}")) == [
        f"One of many {PAGE_SIZE}",
        f"One of many {PAGE_SIZE + 1}",
        f"One of many {PAGE_SIZE + 2}",
    ]
    assert _titles(_read(alice, "/learn/?page=nonsense")) == _titles(_read(alice, "/learn/"))


def test_a_card_shows_the_members_own_progress_and_a_time_leads_back_to_all_modules(site, people, signed_in):
    make_module(site.learn, "Without lessons", lessons=0)
    complete(people.alice, site.lessons[0])
    alice = signed_in(people.alice)
    cards = _read(alice, "/learn/").select("main .card")
    assert "1 of 3" in cards[0].get_text() and " of " not in cards[1].get_text()
    narrowed = _read(alice, "/learn/?time=20")
    assert len(narrowed.select(".lesson-rows li")) == 3
    assert narrowed.select_one(".result a")["href"] == "/learn/"
    assert "1 of 3" not in _read(signed_in(people.carol), "/learn/").select_one("main .cards").get_text()
