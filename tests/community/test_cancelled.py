"""A cancelled event says so on its page, in lists, in its calendar file, and to everyone who is interested, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community import actions
from tests.builders import publish
from tests.community.builders import make_upcoming
from tests.pages.blocks.parts import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(events):
    return make_upcoming(events)


def cancel(event, *, on=None, capture):
    event.cancelled_on = on or timezone.localdate()
    with capture(execute=True):
        publish(event)


def test_everyone_who_is_interested_gets_one_email(visit, people, django_capture_on_commit_callbacks):
    for person in (people.alice, people.bob):
        actions.be_interested(member=person, event=visit, at=timezone.now())
    cancel(visit, capture=django_capture_on_commit_callbacks)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([people.alice.email, people.bob.email])
    cancel(visit, capture=django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 2
    visit.cancelled_on = None
    publish(visit)
    cancel(visit, capture=django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 4


def test_people_who_may_no_longer_read_it_and_past_events_get_no_email(events, visit, people, django_capture_on_commit_callbacks):
    actions.be_interested(member=people.alice, event=visit, at=timezone.now())
    PageViewRestriction.objects.create(page=visit, restriction_type=PageViewRestriction.GROUPS)
    cancel(visit, capture=django_capture_on_commit_callbacks)
    other = make_upcoming(events, "Last week")
    actions.be_interested(member=people.alice, event=other, at=timezone.now())
    other.starts_on = other.ends_on = timezone.localdate() - timedelta(days=7)
    cancel(other, capture=django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_page_list_and_calendar_file_say_that_it_is_cancelled(visit, people, read, alice, django_capture_on_commit_callbacks):
    cancel(visit, capture=django_capture_on_commit_callbacks)
    page = read(alice, visit)
    assert "This event is cancelled" in text_of(page.main)
    assert not page.find("form", action=reverse("community:be_interested", args=[visit.pk]))
    assert "Cancelled" in text_of(read(alice, visit.get_parent()).select_one(".event-row"))
    assert b"\r\nSTATUS:CANCELLED\r\n" in alice.get(reverse("community:calendar", args=[visit.pk])).content
    with pytest.raises(actions.EventIsOver):
        actions.be_interested(member=people.alice, event=visit, at=timezone.now())
