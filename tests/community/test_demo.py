"""What somebody who tries Drumbeat finds among the events."""

import pytest
from django.utils import timezone

from community.demo import load_history
from community.models import EventPage
from tests.community.builders import make_index

pytestmark = pytest.mark.django_db


def test_an_invented_visit_is_to_come_and_somebody_is_interested(site, people, signed_in):
    make_index(site.home)
    load_history(timezone.now())
    visit = EventPage.objects.get()
    assert visit.live and visit.is_upcoming(timezone.localdate())
    page = signed_in(people.alice).get(visit.url).content.decode()
    assert "invented" in page and "I am interested" in page
    assert [one.member for one in visit.interests.all()] == [people.carol]


def test_without_a_list_of_events_there_is_none(site, people):
    load_history(timezone.now())
    assert not EventPage.objects.exists()
