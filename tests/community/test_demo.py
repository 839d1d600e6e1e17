"""The demo's events, as a person trying out Drumbeat sees them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.demo import load_history
from community.models import EventPage
from tests.community.builders import make_index

pytestmark = pytest.mark.django_db


def test_the_demo_has_an_upcoming_visit_and_a_member_interested_in_it(site, people, signed_in):
    make_index(site.home)
    load_history(timezone.now())
    visit = EventPage.objects.get()
    assert visit.live and visit.is_upcoming(timezone.localdate())
    page = signed_in(people.alice).get(visit.url).content.decode()
    assert reverse("community:be_interested", args=[visit.pk]) in page
    assert [interest.member for interest in visit.interests.all()] == [people.carol]


def test_without_an_event_index_the_demo_adds_no_events(site, people):
    load_history(timezone.now())
    assert not EventPage.objects.exists()
