"""The page Who can see my record: true, because each claim is compared with what the doors answer to everybody."""

from datetime import date

import pytest
from django.test import Client

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.directory.actions import put_up
from cms.hooks import WHO_SEES, gathered
from cms.people import personal_data
from cms.people.models import JoinRequest
from cms.people.permissions import managers_of, people_led_by
from tests.builders import AT, make_more_people

pytestmark = pytest.mark.django_db
EVERYBODY = ["newcomer", "jude", "alice", "bob", "hari", "gita", "iris", "carol", "dana", "erin", "milo", "kit", "lena", "frank", "nell"]


@pytest.fixture
def everybody(site, people):
    make_more_people(people, on=date(2026, 9, 1))
    for one in (people.alice, people.carol, people.iris):
        put_up(user=one, at=AT)
    JoinRequest.objects.create(user=people.newcomer, authority=people.ashdale, job_role=people.job, made_at=AT)
    add_entry(what=AuditEntry.What.SIGNED_IN, by=people.newcomer, about=people.newcomer)  # all others joined, which is written down
    return {name: getattr(people, name) for name in EVERYBODY}


def _client(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="cms.accounts.backends.MemberBackend")
    return client


def test_what_it_says_is_what_the_doors_answer(everybody):
    """Of each kind of person, each claim, at its door, as each other person."""
    clients = {name: _client(person) for name, person in everybody.items()}
    wrong, opened = [], {}
    for owner, person in everybody.items():
        for sight in [one for house in gathered(WHO_SEES, person) for one in house]:
            if not sight.door:
                assert list(sight.people) == [], sight.title
                continue
            told = {one.pk for one in sight.people}
            for name, other in everybody.items():
                if name == owner:
                    continue
                response = clients[name].get(sight.door)
                sees = response.status_code == 200 and sight.shows in response.content.decode()
                opened[sight.title] = opened.get(sight.title, 0) + sees
                if sees != (other.pk in told):
                    wrong.append(f"{sight.title} of {owner}: {name} {'sees' if sees else 'does not see'} it")
    assert wrong == []
    assert all(opened.values()), f"nobody saw any of it, so nothing was shown to be true: {opened}"


def test_both_ways_round_agree(everybody):
    for person in everybody.values():
        leading = {one.pk for one in everybody.values() if people_led_by(one).filter(pk=person.pk).exists()}
        assert {one.pk for one in managers_of(person)} == leading, person


def test_the_page_names_them(everybody):
    page = _client(everybody["alice"]).get("/account/who-can-see/").content.decode()
    for name in ("Gita Ward", "Frank Ward", "Nell Ward"):
        assert name in page
    for name in ("Bob Ward", "Carol Ward", "Dana Ward", "Hari Ward"):
        assert name not in page


def test_somebody_of_another_authority_reads_no_names_of_this_one(everybody):
    page = _client(everybody["carol"]).get("/account/who-can-see/").content.decode()
    assert "Gita" not in page
    assert "Frank Ward" in page


def test_a_hub_manager_reads_that_the_hub_sees_their_address(everybody):
    page = _client(everybody["bob"]).get("/account/who-can-see/").content.decode()
    assert "Everybody in Mill Lane hub" in page
    assert [one.title for one in personal_data.visibility(everybody["alice"])] == [
        one.title for one in personal_data.visibility(everybody["carol"])
    ]


def test_it_is_linked_from_every_page_for_who_is_signed_in_and_from_the_record(everybody, client):
    alice = _client(everybody["alice"])
    for address in ("/", "/learn/", "/my-learning/", "/account/", "/no-such-page/"):
        assert 'href="/account/who-can-see/"' in alice.get(address).content.decode(), address
    assert "/account/who-can-see/" not in client.get("/").content.decode()
