"""The list of events: filters, order, upcoming and past. Its queries: tests/test_query_ceilings.py."""

from datetime import date, timedelta

import pytest
from wagtail.models import Page, PageViewRestriction

from community.forms.events import EventFilterForm
from community.index_pages import MAX_UPCOMING, PAGE_SIZE
from community.models import EventPage
from tests.community.builders import make_event, make_upcoming
from tests.copies import copies
from tests.pages.blocks.parts import HOSTILE, is_harmless, text_of

pytestmark = pytest.mark.django_db
SFPC = "Strengthening Families, Protecting Children"


def titles(page, section=None):
    """Return the titles of the listed events, in order, of one section if given."""
    within = page.find("section", attrs={"aria-labelledby": section}) if section else page
    return [link.get_text() for link in within.select(".event-row h3 a")] if within else []


@pytest.fixture
def some(events, people):
    """Publish four events in three years, of two programmes and three kinds."""
    make_event(events, "Workshop", date(2021, 9, 15), kind="workshop", programme=SFPC, mode="online", host=people.ashdale)
    make_event(events, "Visit", date(2019, 12, 1), kind="visit", only_month=True)
    make_event(events, "Over new year", date(2022, 12, 30), ends_on=date(2023, 1, 2), kind="conference", programme="Winter")
    make_upcoming(events, "To come", kind="workshop", programme="Winter")
    return events


def test_upcoming_and_past_events_are_separate_and_past_ones_newest_first(some, alice, read):
    make_upcoming(some, "Sooner", days=2)
    page = read(alice, "/events/")
    assert titles(page, "coming-up") == ["Sooner", "To come"]
    assert titles(page, "what-happened") == ["Over new year", "Workshop", "Visit"]


def test_a_row_shows_the_leader_and_a_date_no_more_exact_than_known(some, alice, read):
    shown = {row.h3.get_text(): text_of(row) for row in read(alice, "/events/").select(".event-row")}
    assert "Wednesday 15 September 2021" in shown["Workshop"] and "Ashdale" in shown["Workshop"]
    assert "December 2019" in shown["Visit"] and "1 December" not in shown["Visit"]
    assert "30 December 2022 to 2 January 2023" in shown["Over new year"]


FILTERS = {
    "year=2021": ["Workshop"],
    "year=2022": ["Over new year"],
    "year=2023": ["Over new year"],
    "kind=visit": ["Visit"],
    "kind=workshop": ["To come", "Workshop"],
    "programme=winter": ["To come", "Over new year"],
    "programme=winter&kind=workshop": ["To come"],
    "programme=winter&year=2021": [],
    "year=1066": ["To come", "Over new year", "Workshop", "Visit"],
    "year=&kind=party&programme=none": ["To come", "Over new year", "Workshop", "Visit"],
    "kind=visit&kind=workshop": ["To come", "Workshop"],
    "page=99999999999999999999": ["Over new year", "Workshop", "Visit", "To come"],
    "page=-1": ["Over new year", "Workshop", "Visit", "To come"],
    "year=9year=%FF&kind=kind=%F0%9F&programme='--": ["To come", "Over new year", "Workshop", "Visit"],
}


def test_filters_combine_and_unknown_values_are_ignored(some, alice, read):
    found = {query: sorted(titles(read(alice, f"/events/?{query}"))) for query in FILTERS}
    assert found == {query: sorted(expected) for query, expected in FILTERS.items()}


def test_two_spellings_of_a_programme_are_a_single_filter_choice(some, alice, read):
    make_event(some, "Another", date(2020, 1, 1), programme="WINTER")
    page = read(alice, "/events/?programme=winter")
    assert "Another" in titles(page) and "Over new year" in titles(page)
    assert len(page.select("#id_programme option")) == 3


def test_the_filter_form_keeps_its_choice_and_labels_every_field(some, alice, read):
    page = read(alice, "/events/?kind=visit")
    assert page.select_one("#id_kind option[selected]")["value"] == "visit"
    fields = page.select("form.filters-form select")
    assert fields
    assert all(page.find("label", attrs={"for": field["id"]}) for field in fields)
    assert page.select_one("main a.alone[href='/events/']")


def test_an_empty_list_says_so(events, alice, read):
    assert text_of(read(alice, "/events/").select_one(".empty"))


def test_an_empty_result_links_back_to_all_events(some, alice, read):
    page = read(alice, "/events/?programme=winter&year=2021")
    assert page.select_one(".empty a")["href"] == "/events/"


def many(event, number):
    """Add copies of an event, each a day later than the one before."""
    for n, pk in enumerate(copies(event, number), start=1):
        Page.objects.filter(pk=pk).update(title=f"Event {n}")
        day = event.starts_on + timedelta(days=n)
        EventPage.objects.filter(pk=pk).update(starts_on=day, ends_on=day)


def test_paging_keeps_the_filter(events, alice, read):
    many(make_event(events, "Event 0", date(2021, 1, 1), kind="visit"), PAGE_SIZE + 2)
    first = read(alice, "/events/?kind=visit")
    assert len(titles(first)) == PAGE_SIZE and titles(first)[0] == f"Event {PAGE_SIZE + 2}"
    onward = first.find("a", string="Next page")["href"]
    assert "kind=visit" in onward
    assert titles(read(alice, f"/events/{onward}")) == ["Event 2", "Event 1", "Event 0"]


def test_upcoming_events_beyond_the_limit_are_announced(events, alice):
    many(make_upcoming(events, "Event 0", days=1), MAX_UPCOMING)
    response = alice.get("/events/")
    assert (len(response.context["upcoming"]), response.context["more_upcoming"]) == (MAX_UPCOMING, True)


def test_draft_and_restricted_events_are_not_listed(some, alice, read):
    draft = make_event(some, "Gone")
    draft.unpublish()
    locked = make_event(some, "Locked")
    PageViewRestriction.objects.create(page_id=locked.pk, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert not {"Gone", "Locked"} & set(titles(read(alice, "/events/")))


def test_hostile_text_is_escaped(events, alice, read):
    make_event(events, HOSTILE[:200], programme=HOSTILE[:150], place=HOSTILE[:150], summary=HOSTILE)
    assert is_harmless(read(alice, "/events/"))


def test_a_programme_name_without_alphabetic_characters_is_not_a_filter_choice():
    form = EventFilterForm({"programme": ""}, years=[], programmes=["!!!", "Winter"], kinds=[])
    assert list(form.fields["programme"].choices) == [("", "Any"), ("winter", "Winter")]
    assert form.programme_names == []


def test_the_navigation_marks_the_list_of_events_as_current(events, alice, read):
    page = read(alice, "/events/")
    assert [link["href"] for link in page.select(".site-nav a")] == ["/learn/", "/events/", "/boards/", "/my-learning/", "/notices/"]
    assert page.select_one(".site-nav [aria-current]")["href"] == "/events/"
