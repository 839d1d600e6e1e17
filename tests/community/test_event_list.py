"""The list of events: filters, order, what is to come and what was. What it asks of the database: tests/test_query_ceilings.py."""

from datetime import date, timedelta

import pytest
from wagtail.models import PageViewRestriction

from community.forms import EventFilterForm
from community.index_pages import MAX_UPCOMING, PAGE_SIZE
from tests.cms.blocks.parts import HOSTILE, is_harmless, text_of
from tests.community.builders import make_event, make_upcoming

pytestmark = pytest.mark.django_db
SFPC = "Strengthening Families, Protecting Children"


def titles(page, section=None):
    """The titles of the events that are shown, in order; of one section if it is named."""
    within = page.find("section", attrs={"aria-labelledby": section}) if section else page
    return [link.get_text() for link in within.select(".event-row h3 a")] if within else []


@pytest.fixture
def some(events, people):
    """Four events of three years, two programmes and three kinds."""
    make_event(events, "Workshop", date(2021, 9, 15), kind="workshop", programme=SFPC, mode="online", host=people.ashdale)
    make_event(events, "Visit", date(2019, 12, 1), kind="visit", only_month=True)
    make_event(events, "Over new year", date(2022, 12, 30), ends_on=date(2023, 1, 2), kind="conference", programme="Winter")
    make_upcoming(events, "To come", kind="workshop", programme="Winter")
    return events


def test_what_is_to_come_stands_apart_and_the_rest_newest_first(some, alice, read):
    make_upcoming(some, "Sooner", days=2)
    page = read(alice, "/events/")
    assert titles(page, "coming-up") == ["Sooner", "To come"]
    assert titles(page, "what-happened") == ["Over new year", "Workshop", "Visit"]


def test_each_says_when_where_and_who_as_exactly_as_is_known(some, alice, read):
    shown = text_of(read(alice, "/events/"))
    assert "Wednesday 15 September 2021 Workshop What came of it. Workshop. Online. Led by Ashdale" in shown
    assert "December 2019 Visit What came of it. Learning visit" in shown
    assert "30 December 2022 to 2 January 2023" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2021", ["Workshop"]),
        ("year=2022", ["Over new year"]),
        ("year=2023", ["Over new year"]),
        ("kind=visit", ["Visit"]),
        ("kind=workshop", ["To come", "Workshop"]),
        ("programme=winter", ["To come", "Over new year"]),
        ("programme=winter&kind=workshop", ["To come"]),
        ("programme=winter&year=2021", []),
        ("year=1066", ["To come", "Over new year", "Workshop", "Visit"]),
        ("year=&kind=party&programme=none", ["To come", "Over new year", "Workshop", "Visit"]),
        ("kind=visit&kind=workshop", ["To come", "Workshop"]),
        ("page=99999999999999999999", ["Over new year", "Workshop", "Visit", "To come"]),
        ("page=-1", ["Over new year", "Workshop", "Visit", "To come"]),
        ("year=%00&kind=%F0%9F&programme='--", ["To come", "Over new year", "Workshop", "Visit"]),
    ],
)
def test_filters_fit_and_what_nobody_knows_is_no_filter(some, alice, read, query, found):
    assert sorted(titles(read(alice, f"/events/?{query}"))) == sorted(found)


def test_two_spellings_of_a_programme_are_one_choice(some, alice, read):
    make_event(some, "Another", date(2020, 1, 1), programme="WINTER")
    page = read(alice, "/events/?programme=winter")
    assert "Another" in titles(page) and "Over new year" in titles(page)
    assert len(page.select("#id_programme option")) == 3


def test_the_form_keeps_what_was_chosen_and_every_field_has_its_label(some, alice, read):
    page = read(alice, "/events/?kind=visit")
    assert page.select_one("#id_kind option[selected]")["value"] == "visit"
    assert all(page.find("label", attrs={"for": field["id"]}) for field in page.select("form.filters select"))
    assert page.find("a", string="Show all events")["href"] == "/events/"


def test_an_empty_list_says_what_will_be_here(events, alice, read):
    assert "Nothing here yet." in text_of(read(alice, "/events/"))


def test_filters_that_fit_nothing_say_so_and_lead_back(some, alice, read):
    page = read(alice, "/events/?programme=winter&year=2021")
    assert "No event fits all of that." in text_of(page)
    assert page.select_one(".empty a")["href"] == "/events/"


def test_many_are_shown_in_pages_that_keep_the_filter(events, alice, read):
    for number in range(PAGE_SIZE + 3):
        make_event(events, f"Event {number}", date(2021, 1, 1) + timedelta(days=number), kind="visit")
    first = read(alice, "/events/?kind=visit")
    assert len(titles(first)) == PAGE_SIZE and titles(first)[0] == f"Event {PAGE_SIZE + 2}"
    onward = first.find("a", string="Next page")["href"]
    assert "kind=visit" in onward
    assert titles(read(alice, f"/events/{onward}")) == ["Event 2", "Event 1", "Event 0"]


def test_more_than_fit_of_what_is_to_come_is_said(events, alice, read):
    for number in range(MAX_UPCOMING + 1):
        make_upcoming(events, f"Event {number}", days=number + 1)
    page = read(alice, "/events/")
    assert len(titles(page, "coming-up")) == MAX_UPCOMING
    assert "More are planned after these." in text_of(page)


def test_drafts_and_locked_events_are_in_no_list(some, alice, read):
    draft = make_event(some, "Gone")
    draft.unpublish()
    locked = make_event(some, "Locked")
    PageViewRestriction.objects.create(page_id=locked.pk, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert not {"Gone", "Locked"} & set(titles(read(alice, "/events/")))


def test_hostile_words_stay_words(events, alice, read):
    make_event(events, HOSTILE[:200], programme=HOSTILE[:150], place=HOSTILE[:150], summary=HOSTILE)
    assert is_harmless(read(alice, "/events/"))


def test_a_programme_without_letters_is_no_choice():
    form = EventFilterForm({"programme": ""}, years=[], programmes=["!!!", "Winter"], kinds=[])
    assert list(form.fields["programme"].choices) == [("", "Any"), ("winter", "Winter")]
    assert form.programme_names == []


def test_the_navigation_leads_to_it(events, alice, read):
    page = read(alice, "/events/")
    assert [link.get_text() for link in page.select(".site-nav a")] == ["Learn", "Events", "My learning"]
    assert page.select_one(".site-nav [aria-current]").get_text() == "Events"
