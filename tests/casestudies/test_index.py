"""The index: filters, words of the result, and what is shown to whom. What it asks of the database: tests/test_query_ceilings.py."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from casestudies.index_pages import PAGE_SIZE
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from tests.casestudies.stories import make_draft, make_index, make_study

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert(1)</script>' OR 1=1 --"


@pytest.fixture
def index(site):
    return make_index()


@pytest.fixture
def shelf(index):
    """Three case studies that differ in everything."""
    _the_shelf()


def _the_shelf():
    index = CaseStudyIndexPage.objects.get()
    make_study(index, "Missing", themes=["risk"], provocations=["whose-risk"])
    make_study(
        index, "Notice", themes=["family", "team"], provocations=["staying"], age_band="11-13", practice="foster-care", outcome="home-held"
    )
    make_study(index, "Home", themes=["family"], provocations=["staying", "whose-risk"], age_band="", practice="short-stay", outcome="open")


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def soup_of(client, query=""):
    response = client.get(f"/case-studies/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(soup):
    return [heading.get_text() for heading in soup.select(".card h2")]


def said(soup):
    return " ".join(soup.select_one(".result").get_text(" ").split())


FILTERS = {
    "?theme=risk": ["Missing"],
    "?theme=family": ["Notice", "Home"],
    "?age=11-13": ["Notice"],
    "?practice=short-stay": ["Home"],
    "?outcome=safer": ["Missing"],
    "?provocation=whose-risk": ["Missing", "Home"],
    "?theme=family&provocation=whose-risk": ["Home"],
    "?theme=family&age=11-13&practice=foster-care&provocation=staying&outcome=home-held": ["Notice"],
    "?theme=risk&age=11-13": [],
    "": ["Missing", "Notice", "Home"],
}


@pytest.mark.parametrize("query", FILTERS)
def test_the_filters_narrow_together(shelf, alice, query):
    assert titles(soup_of(alice, query)) == FILTERS[query]


@pytest.mark.parametrize("name", ["theme", "age", "practice", "provocation", "outcome"])
@pytest.mark.parametrize("value", ["nowhere", HOSTILE, "%00", "a" * 3000, "0", "🥁"])
def test_a_filter_nobody_knows_counts_as_any(shelf, alice, name, value):
    response = alice.get("/case-studies/", {name: value})
    assert response.status_code == 200
    assert titles(BeautifulSoup(response.content, "html.parser")) == ["Missing", "Notice", "Home"]
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("page", ["0", "-1", "99", "two", HOSTILE, "9" * 400])
def test_a_page_nobody_knows_is_a_page_all_the_same(shelf, alice, page):
    response = alice.get("/case-studies/", {"page": page})
    assert response.status_code == 200 and b"Missing" in response.content


def test_the_result_says_how_many_and_for_what_and_the_way_back(shelf, alice):
    assert said(soup_of(alice)) == "3 case studies"
    assert said(soup_of(alice, "?theme=risk&age=14-15")) == "1 case study for “Risk”, “14 or 15” Show all case studies"
    soup = soup_of(alice, "?theme=risk")
    assert soup.select_one(".result a")["href"] == "/case-studies/"
    assert soup.select_one("select[name=theme] option[selected]")["value"] == "risk"


def test_nothing_that_fits_says_so_and_shows_a_way_on(shelf, alice):
    soup = soup_of(alice, "?theme=risk&age=11-13")
    assert "No case study fits all of that." in soup.select_one(".empty").get_text()
    assert soup.select_one(".empty a")["href"] == "/case-studies/"


def test_an_empty_shelf_says_what_will_stand_there(index, alice):
    assert "Case studies will stand here" in soup_of(alice).select_one(".empty").get_text()


def test_a_card_says_age_practice_and_where_it_stops(shelf, alice):
    card = soup_of(alice).select(".card")[1]
    assert [span.get_text() for span in card.select(".card-facts span")] == [
        "Age 11 to 13",
        "Foster care alongside the hub",
        "Stayed in the same home",
    ]


def test_it_works_as_a_plain_form(shelf, alice):
    form = soup_of(alice).select_one("form.filters")
    assert form["method"] == "get" and not form.get("action") and form.find("button", type="submit")
    assert all(form.find("label", attrs={"for": select["id"]}) for select in form.find_all("select"))


def test_drafts_and_those_kept_to_a_few_are_not_listed(shelf, index, alice):
    make_draft(index, "Half a story")
    kept = CaseStudyPage.objects.get(title="Notice")
    PageViewRestriction.objects.create(page=kept, restriction_type="groups").groups.add(Group.objects.create(name="Few"))
    assert titles(soup_of(alice)) == ["Missing", "Home"]


def test_nothing_is_visible_to_somebody_who_is_no_member(shelf, people):
    from django.contrib.auth.models import AnonymousUser

    assert not CaseStudyPage.objects.visible_to(AnonymousUser()).exists()
    assert not CaseStudyPage.objects.visible_to(people.newcomer).exists()
    assert CaseStudyPage.objects.visible_to(people.carol).count() == 3


def test_the_navigation_leads_here_after_learn(shelf, alice):
    names = [link.get_text() for link in soup_of(alice).select(".site-nav a")]
    assert names.index("Learn") < names.index("Case studies") < names.index("My learning")


def test_a_second_page_keeps_the_filters(index, alice):
    for n in range(PAGE_SIZE + 1):
        make_study(index, f"Study {n}", themes=["risk"])
    soup = soup_of(alice, "?theme=risk")
    assert len(titles(soup)) == PAGE_SIZE and said(soup).startswith(f"{PAGE_SIZE + 1} case studies")
    onward = soup.find("a", string="Next page")["href"]
    assert "theme=risk" in onward and titles(soup_of(alice, onward)) == [f"Study {PAGE_SIZE}"]
