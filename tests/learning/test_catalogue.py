"""The catalogue's filters: theme, role and time, alone and combined; unknown values are ignored."""

import pytest
from bs4 import BeautifulSoup

from cms.people.models import JobRole
from cms.vocabulary.models import Theme
from learning.models import ModulePage
from tests.builders import complete, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db
RISK, WORDS, EMPTY = "RAISE and shared risk", "Words that care", "Nothing in it yet"


@pytest.fixture
def cards(site, people, signed_in):
    """Return a function that opens the catalogue with a query as alice, and returns the titles of its cards and the soup."""
    words, _ = make_module(site.learn, WORDS, lessons=0)
    make_module(site.learn, EMPTY, lessons=0)
    for number in range(3):
        make_lesson(words, f"A long one, part {number}", words="word " * 1500)
    for made, theme, role in [(site.module, "risk", None), (words, "words", "life-coach")]:
        page = ModulePage.objects.get(pk=made.pk)
        page.themes.add(Theme.objects.get_or_create(slug=theme, defaults={"name": theme.title()})[0])
        page.roles = [JobRole.objects.get_or_create(slug=role, defaults={"title": "Life coach"})[0]] if role else []
        publish(page)
    alice = signed_in(people.alice)

    def get(query=""):
        soup = BeautifulSoup(alice.get(f"{site.learn.url}{query}").content, "html.parser")
        return [link.get_text(strip=True) for link in soup.select("main h2 a, main h3 a")], soup

    return get


FILTERS = {
    "": [RISK, WORDS, EMPTY],
    "?theme=risk": [RISK],
    "?theme=words": [WORDS],
    "?role=life-coach": [RISK, WORDS, EMPTY],  # a module that names no role suits everyone
    "?role=hub-worker": [RISK, EMPTY],
    "?time=30": [RISK, WORDS, EMPTY],
    "?theme=words&role=hub-worker": [],
    "?theme=nonsense&role=nobody&time=7&more=x": [RISK, WORDS, EMPTY],
    "?theme=%3Cscript%3E&time=20%20": [RISK, WORDS, EMPTY],
}


def test_filters_combine_and_unknown_values_are_ignored(cards):
    assert {query: cards(query)[0] for query in FILTERS} == FILTERS


def test_a_time_lists_the_lessons_that_fit_it_those_still_to_do_first(cards, people, site):
    complete(people.alice, site.lessons[0])

    def lessons(query):
        return [link.get_text(strip=True) for link in cards(query)[1].select("main .lesson-rows .row-title a")]

    short = [page.title for page in [*site.lessons[1:], site.lessons[0]]]
    assert lessons("?time=5") == short
    assert lessons("?time=5&theme=words") == []
    long = [f"A long one, part {number}" for number in range(3)]
    assert lessons("?time=10") == [*short[:2], *long, short[2]]


def test_the_result_has_a_count_and_a_link_back_to_all(cards, site):
    found, soup = cards("?theme=risk&role=hub-worker")
    result = soup.select_one(".result")
    assert found == [RISK]
    assert result.get_text(" ", strip=True).startswith("1 ")
    assert result.select_one("a")["href"] == site.learn.url
    assert soup.find("option", value="risk").has_attr("selected")
    assert not cards()[1].select(".result a")
