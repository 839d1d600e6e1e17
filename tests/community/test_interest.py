"""Interest in an event: registering it and withdrawing it."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.people.actions import join, move
from cms.people.models import Authority, User
from community import actions
from community.models import Interest
from tests.community.builders import make_event, make_upcoming
from tests.pages.blocks.parts import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(events):
    return make_upcoming(events)


def press(client, event, deed="be_interested"):
    return client.post(reverse(f"community:{deed}", args=[event.pk]), follow=True)


def offers(page, event):
    """Return which of the two actions an event's page offers."""
    deeds = ("be_interested", "take_back_interest")
    return {deed for deed in deeds if page.find("form", action=reverse(f"community:{deed}", args=[event.pk]))}


def say(member, event):
    return actions.be_interested(member=member, event=event, at=timezone.now())


def others(people, many):
    """Make more members."""
    for number in range(many):
        person = User.objects.create_user(f"member{number}@example.org", "x" * 12, first_name="Pat")
        join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-01-01")
        yield User.objects.get(pk=person.pk)


def test_a_member_registers_and_withdraws_interest_on_the_page(visit, people, alice, read):
    response = press(alice, visit)
    assert response.redirect_chain == [(visit.url, 302)]
    assert Interest.objects.get().member == people.alice
    assert offers(read(alice, visit.url), visit) == {"take_back_interest"}


def test_registering_interest_twice_counts_once(visit, alice):
    press(alice, visit)
    assert press(alice, visit).status_code == 200
    assert Interest.objects.count() == 1


@pytest.mark.engine
def test_the_database_allows_one_interest_per_person_and_event(visit, people):
    row = {"member": people.alice, "event": visit, "made_at": timezone.now()}
    Interest.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(**row)


def test_withdrawing_interest_deletes_it(visit, alice, read):
    press(alice, visit)
    assert press(alice, visit, "take_back_interest").status_code == 200
    assert not Interest.objects.exists()
    assert offers(read(alice, visit.url), visit) == {"be_interested"}


def test_withdrawing_without_interest_leaves_the_interest_of_others(visit, people, alice):
    say(people.carol, visit)
    assert press(alice, visit, "take_back_interest").status_code == 200
    assert Interest.objects.get().member == people.carol


def test_no_page_shows_who_is_interested(visit, people, signed_in, read):
    say(people.alice, visit)
    page = read(signed_in(people.carol), visit.url)
    assert offers(page, visit) == {"be_interested"}
    assert "Alice" not in text_of(page) and not re.search(r"\b1\b", text_of(page.select_one("section[aria-labelledby=coming]")))


def told(alice, visit, many):
    """Return whether the page says how many people are interested."""
    return f"{many} people" in alice.get(visit.url).content.decode()


def test_the_number_of_interested_people_is_shown_from_five_up(visit, people, alice):
    for number, member in enumerate(others(people, 5), start=1):
        say(member, visit)
        assert told(alice, visit, number) is (number == 5)


def test_the_number_is_shown_from_the_small_number_of_a_participating_authority(visit, people, alice):
    Authority.objects.filter(pk=people.northholt.pk).update(small_number=7)
    for number, member in enumerate(others(people, 7), start=1):
        say(member, visit)
        assert number < 5 or told(alice, visit, number) is (number == 7)


def test_the_small_number_of_another_authority_is_ignored(visit, people, alice):
    Authority.objects.filter(pk=people.ashdale.pk).update(small_number=50)
    for member in others(people, 5):
        move(user=member, authority=people.ashdale, hub=None, job_role=people.job, on="2026-02-01", by=member)
        move(user=member, authority=people.northholt, hub=None, job_role=people.job, on="2026-03-01", by=member)
        say(member, visit)
    assert told(alice, visit, 5)


def test_interest_in_a_past_event_is_refused(events, alice):
    over = make_upcoming(events, days=-1)
    response = press(alice, over)
    assert response.status_code == 403
    assert not Interest.objects.exists()


def test_members_can_register_interest_on_the_last_day_of_an_event(events, people):
    today = timezone.localdate()
    event = make_event(events, starts_on=today - timedelta(days=2), ends_on=today)
    assert say(people.alice, event).pk


def test_a_past_event_offers_no_interest_button_and_no_calendar_file(events, alice, read):
    event = make_upcoming(events, days=-1)
    page = read(alice, event.url)
    assert offers(page, event) == set()
    assert not page.find("a", href=lambda href: href and href.endswith(".ics"))


def test_a_person_without_membership_is_refused(visit, people):
    with pytest.raises(actions.EventNotOpen):
        say(people.newcomer, visit)
    with pytest.raises(actions.EventNotOpen):
        actions.take_back_interest(member=people.newcomer, event=visit)


def test_draft_and_restricted_events_are_not_found(events, visit, people, alice):
    PageViewRestriction.objects.create(page_id=visit.pk, restriction_type=PageViewRestriction.PASSWORD, password="x")
    hidden = make_upcoming(events, "Hidden")
    hidden.unpublish()
    for event in (visit, hidden):
        assert press(alice, event).status_code == 404
        with pytest.raises(actions.EventNotOpen):
            say(people.alice, event)


def test_a_visitor_must_sign_in(visit, client):
    assert client.post(reverse("community:be_interested", args=[visit.pk])).url.startswith("/accounts/login/")
    assert not Interest.objects.exists()


@pytest.mark.parametrize("pk", [0, 10**30])
def test_an_unknown_event_is_not_found(events, alice, pk):
    for deed in ("interested", "not-interested"):
        assert alice.post(f"/community/events/{pk}/{deed}/").status_code in {404, 405}
    assert alice.get(f"/community/events/{pk}/event.ics").status_code == 404


def test_deleting_an_event_deletes_its_interest_records(visit, people):
    say(people.alice, visit)
    visit.delete()
    assert not Interest.objects.exists()
