"""The page “Who can see my record”: each claim is compared with what the pages show to each user."""

from datetime import date
from itertools import chain

import pytest
from django.test import Client

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.directory.actions import put_up
from cms.hooks import WHO_SEES, collect
from cms.people import personal_data
from cms.people.models import JoinRequest
from cms.people.permissions import leads_and_administrators_of, people_led_by
from tests.builders import AT, make_more_people
from tests.responses import html_of, links_to

pytestmark = pytest.mark.django_db
EVERYBODY = ["newcomer", "jude", "alice", "bob", "hari", "gita", "iris", "carol", "dana", "erin", "milo", "kit", "lena", "frank", "nell"]
# One of each kind whose record may be seen: asking to join, a leaver, a member with a card, a hub manager, a lead, a partner, a member
# of another authority, two roles of the network, an administrator. The others differ from these only as readers.
OWNERS = ["newcomer", "jude", "alice", "bob", "gita", "iris", "carol", "erin", "frank"]


@pytest.fixture
def everybody(site, people):
    make_more_people(people, on=date(2026, 9, 1))
    for user in (people.alice, people.carol, people.iris):
        put_up(user=user, at=AT)
    JoinRequest.objects.create(user=people.newcomer, authority=people.ashdale, job_role=people.job, made_at=AT)
    add_entry(what=AuditEntry.What.SIGNED_IN, by=people.newcomer, about=people.newcomer)  # the others joined, which is logged
    return {name: getattr(people, name) for name in EVERYBODY}


def _client(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="cms.accounts.backends.MemberBackend")
    return client


def test_every_claim_about_who_can_see_a_record_matches_the_pages(everybody):
    """Check each claim about one owner of each kind, on its page, as every other person."""
    clients, pages = {name: _client(person) for name, person in everybody.items()}, {}

    def page(name, address):
        if (name, address) not in pages:
            response = clients[name].get(address)
            pages[name, address] = html_of(response) if response.status_code == 200 else ""
        return pages[name, address]

    wrong, opened = [], {}
    for owner in OWNERS:
        for sight in chain.from_iterable(collect(WHO_SEES, everybody[owner])):
            told = {user.pk for user in sight.people}
            if not sight.url:
                assert not told, sight.title
                continue
            for name, reader in everybody.items():
                if name == owner:
                    continue
                # If the page is closed to a reader, it is closed for every search, so request it once without the query.
                sees = bool(page(name, sight.url.partition("?")[0])) and sight.page_text in page(name, sight.url)
                opened[sight.title] = opened.get(sight.title, 0) + sees
                if sees != (reader.pk in told):
                    wrong.append(f"{sight.title} of {owner}: {name} {'sees' if sees else 'does not see'} it")
    assert wrong == []
    assert all(opened.values()), f"nobody saw any of it, so nothing was shown to be true: {opened}"


def test_managers_of_is_the_inverse_of_people_led_by(everybody):
    keys = {person.pk for person in everybody.values()}
    led = {person.pk: set(people_led_by(person).filter(pk__in=keys).values_list("pk", flat=True)) for person in everybody.values()}
    for person in everybody.values():
        leading = {pk for pk, people in led.items() if person.pk in people}
        assert {user.pk for user in leads_and_administrators_of(person)} == leading, person


def test_the_page_names_those_who_can_see_a_record_and_nobody_from_another_authority(everybody):
    names = {"Gita Ward", "Frank Ward", "Nell Ward", "Bob Ward", "Carol Ward", "Dana Ward", "Hari Ward"}
    read = {}
    for owner in ("alice", "carol", "bob"):
        page = html_of(_client(everybody[owner]).get("/account/who-can-see/"))
        read[owner] = {name for name in names if name in page}
        assert ("Mill Lane hub" in page) is (owner == "bob"), "Only a manager is told that the hub sees their address."
    assert read["alice"] == {"Bob Ward", "Gita Ward", "Frank Ward", "Nell Ward"}, "Her hub manager sees her learning record."
    assert read["carol"] == {"Frank Ward", "Nell Ward"}
    assert [sight.title for sight in personal_data.visibility(everybody["alice"])] == [
        sight.title for sight in personal_data.visibility(everybody["carol"])
    ]


def test_every_page_for_signed_in_users_links_to_who_can_see_my_record(site, people, client):
    alice = _client(people.alice)
    for address in ("/", "/learn/", "/my-learning/", "/account/", "/no-such-page/"):
        assert links_to(alice.get(address), "/account/who-can-see/"), address
    assert "/account/who-can-see/" not in html_of(client.get("/"))
