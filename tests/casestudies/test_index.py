"""The index of case studies: filters, result text, and who sees what. Its queries: tests/test_query_ceilings.py."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from casestudies.index_pages import PAGE_SIZE
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from tests.casestudies.stories import make_draft, make_index, make_study
from tests.copies import copies

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert(1)</script>' OR 1=1 --"


@pytest.fixture
def index(site):
    return make_index()


@pytest.fixture
def shelf(index):
    """Publish three case studies that differ in everything."""
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


def test_filters_combine(shelf, alice):
    assert {query: titles(soup_of(alice, query)) for query in FILTERS} == FILTERS


def test_an_unknown_filter_value_is_ignored(shelf, alice):
    faults = []
    for name in ("theme", "age", "practice", "provocation", "outcome"):
        for value in ("nowhere", HOSTILE, "a" * 3000, "0", "🥁"):
            response = alice.get("/case-studies/", {name: value})
            found = titles(BeautifulSoup(response.content, "html.parser"))
            if response.status_code != 200 or found != ["Missing", "Notice", "Home"] or b"<script>alert" in response.content:
                faults.append((name, value[:20]))
    assert faults == []


def test_an_invalid_page_number_still_returns_a_page(shelf, alice):
    for page in ("0", "-1", "99", "two", HOSTILE, "9" * 400):
        response = alice.get("/case-studies/", {"page": page})
        assert response.status_code == 200 and b"Missing" in response.content, page


def test_the_result_has_a_count_and_a_link_back_to_all(shelf, alice):
    assert said(soup_of(alice)).startswith("3 ") and not soup_of(alice).select(".result a")
    soup = soup_of(alice, "?theme=risk&age=14-15")
    assert said(soup).startswith("1 ") and "Risk" in said(soup)
    assert soup.select_one(".result a")["href"] == "/case-studies/"
    assert soup.select_one("select[name=theme] option[selected]")["value"] == "risk"


def test_an_empty_result_links_back_to_all(shelf, alice):
    assert soup_of(alice, "?theme=risk&age=11-13").select_one(".empty a")["href"] == "/case-studies/"


def test_an_empty_index_says_so(index, alice):
    assert soup_of(alice).select_one(".empty").get_text(strip=True) and titles(soup_of(alice)) == []


def test_a_card_shows_age_practice_and_outcome(shelf, alice):
    notice = CaseStudyPage.objects.get(title="Notice")
    facts = [span.get_text() for span in soup_of(alice).select(".card")[1].select(".card-facts span")]
    assert len(facts) == 3 and facts[1:] == [notice.get_practice_display(), notice.get_outcome_display()]
    assert "11" in facts[0] and "13" in facts[0]


def test_the_filters_are_a_plain_form_with_labels(shelf, alice):
    form = soup_of(alice).select_one("form.filters-form")
    assert form["method"] == "get" and not form.get("action") and form.find("button", type="submit")
    assert all(form.find("label", attrs={"for": select["id"]}) for select in form.find_all("select"))


def test_drafts_and_restricted_case_studies_are_not_listed(shelf, index, alice):
    make_draft(index, "Half a story")
    kept = CaseStudyPage.objects.get(title="Notice")
    PageViewRestriction.objects.create(page=kept, restriction_type="groups").groups.add(Group.objects.create(name="Few"))
    assert titles(soup_of(alice)) == ["Missing", "Home"]


def test_case_studies_are_visible_to_members_only(shelf, people):
    from django.contrib.auth.models import AnonymousUser

    assert not CaseStudyPage.objects.visible_to(AnonymousUser()).exists()
    assert not CaseStudyPage.objects.visible_to(people.newcomer).exists()
    assert CaseStudyPage.objects.visible_to(people.carol).count() == 3


def test_the_navigation_lists_case_studies_after_learn(shelf, alice):
    addresses = [link["href"] for link in soup_of(alice).select(".site-nav a")]
    assert addresses.index("/learn/") < addresses.index("/case-studies/") < addresses.index("/my-learning/")


def test_paging_keeps_the_filters(index, alice):
    copies(make_study(index, "Study", themes=["risk"]), PAGE_SIZE, "Study")
    soup = soup_of(alice, "?theme=risk")
    assert len(titles(soup)) == PAGE_SIZE and said(soup).startswith(f"{PAGE_SIZE + 1} ")
    onward = soup.find("a", string="Next page")["href"]
    assert "theme=risk" in onward and titles(soup_of(alice, onward)) == [f"Study {PAGE_SIZE}"]
