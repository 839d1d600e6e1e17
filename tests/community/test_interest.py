"""Saying that one is interested, and taking it back."""

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
from tests.cms.blocks.parts import text_of
from tests.community.builders import make_event, make_upcoming

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(events):
    return make_upcoming(events)


def press(client, event, deed="be_interested"):
    return client.post(reverse(f"community:{deed}", args=[event.pk]), follow=True)


def say(member, event):
    return actions.be_interested(member=member, event=event, at=timezone.now())


def others(people, many):
    """So many more members."""
    for number in range(many):
        person = User.objects.create_user(f"member{number}@example.org", "x" * 12, first_name="Pat")
        join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-01-01")
        yield User.objects.get(pk=person.pk)


def test_alice_says_it_and_the_page_says_so(visit, people, alice, read):
    response = press(alice, visit)
    assert response.redirect_chain == [(visit.url, 302)]
    assert "Noted: you are interested." in response.content.decode()
    assert Interest.objects.get().member == people.alice
    assert "You are interested" in text_of(read(alice, visit.url))


def test_pressed_twice_it_is_one(visit, alice):
    press(alice, visit)
    assert press(alice, visit).status_code == 200
    assert Interest.objects.count() == 1


def test_the_database_itself_keeps_one_per_person_and_event(visit, people):
    row = {"member": people.alice, "event": visit, "made_at": timezone.now()}
    Interest.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(**row)


def test_it_can_be_taken_back_and_nothing_is_kept(visit, alice, read):
    press(alice, visit)
    assert "Taken back." in press(alice, visit, "take_back_interest").content.decode()
    assert not Interest.objects.exists()
    assert read(alice, visit.url).find("button", string="I am interested")


def test_taking_back_what_one_never_said_does_nothing_and_touches_nobody_else(visit, people, alice):
    say(people.carol, visit)
    assert press(alice, visit, "take_back_interest").status_code == 200
    assert Interest.objects.get().member == people.carol


def test_carol_does_not_see_that_alice_is_interested(visit, people, signed_in, read):
    say(people.alice, visit)
    page = read(signed_in(people.carol), visit.url)
    assert page.find("button", string="I am interested")
    assert "You are interested" not in text_of(page)
    assert "are interested." not in text_of(page)


@pytest.mark.parametrize(("many", "shown"), [(4, False), (5, True)])
def test_how_many_is_told_from_five_on(visit, people, alice, many, shown):
    for member in others(people, many):
        say(member, visit)
    assert (f"{many} people are interested." in alice.get(visit.url).content.decode()) is shown


@pytest.mark.parametrize(("many", "shown"), [(6, False), (7, True)])
def test_how_many_is_told_from_the_number_on_that_an_authority_of_theirs_chose(visit, people, alice, many, shown):
    Authority.objects.filter(pk=people.northholt.pk).update(small_number=7)
    for member in others(people, many):
        say(member, visit)
    assert (f"{many} people are interested." in alice.get(visit.url).content.decode()) is shown


def test_an_authority_whose_people_are_not_among_them_hides_nothing(visit, people, alice):
    Authority.objects.filter(pk=people.ashdale.pk).update(small_number=50)
    for member in others(people, 5):
        move(user=member, authority=people.ashdale, hub=None, job_role=people.job, on="2026-02-01", by=member)
        move(user=member, authority=people.northholt, hub=None, job_role=people.job, on="2026-03-01", by=member)
        say(member, visit)
    assert "5 people are interested." in alice.get(visit.url).content.decode()


def test_an_event_that_is_over_is_refused_in_words(events, alice):
    over = make_upcoming(events, days=-1)
    response = press(alice, over)
    assert response.status_code == 403
    assert "is over" in response.content.decode()
    assert not Interest.objects.exists()


def test_on_its_last_day_it_is_not_over_yet(events, people):
    today = timezone.localdate()
    event = make_event(events, starts_on=today - timedelta(days=2), ends_on=today)
    assert say(people.alice, event).pk


def test_an_event_that_is_over_offers_neither_interest_nor_calendar(events, alice, read):
    page = read(alice, make_upcoming(events, days=-1).url)
    assert not page.find("button", string="I am interested")
    assert not page.find("a", href=lambda href: href and href.endswith(".ics"))


def test_who_is_no_member_is_refused(visit, people):
    with pytest.raises(actions.NotOpenToYou):
        say(people.newcomer, visit)
    with pytest.raises(actions.NotOpenToYou):
        actions.take_back_interest(member=people.newcomer, event=visit)


def test_a_draft_and_a_locked_event_are_not_there(events, visit, people, alice):
    PageViewRestriction.objects.create(page_id=visit.pk, restriction_type=PageViewRestriction.PASSWORD, password="x")
    hidden = make_upcoming(events, "Hidden")
    hidden.unpublish()
    for event in (visit, hidden):
        assert press(alice, event).status_code == 404
        with pytest.raises(actions.NotOpenToYou):
            say(people.alice, event)


def test_a_visitor_is_sent_to_sign_in(visit, client):
    assert client.post(reverse("community:be_interested", args=[visit.pk])).url.startswith("/accounts/login/")
    assert not Interest.objects.exists()


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_number_that_is_no_event_is_not_found(events, alice, pk):
    for deed in ("interested", "not-interested"):
        assert alice.post(f"/community/events/{pk}/{deed}/").status_code in {404, 405}
    assert alice.get(f"/community/events/{pk}/event.ics").status_code == 404


def test_it_goes_when_the_event_goes(visit, people):
    say(people.alice, visit)
    visit.delete()
    assert not Interest.objects.exists()
