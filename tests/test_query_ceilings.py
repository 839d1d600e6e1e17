"""Query counts do not grow with the number of rows: the same at two sizes, and never above the ceiling."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.people.actions import join
from cms.people.models import Authority, User
from cms.vocabulary.models import Provocation, Theme
from learning.models import LearnIndexPage, ModulePage
from tests.builders import ask, choice_question, complete, edit, item_of, make_lesson, make_module, make_site, publish, try_check
from tests.casestudies.stories import make_index as make_stories
from tests.casestudies.stories import make_study
from tests.community.builders import make_event, make_reflection, make_reflection_index, make_upcoming
from tests.community.builders import make_index as make_events
from tests.copies import copies

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def _queries(client, method, url, data=None):
    """Return the number of SQL statements in a warm request, without those that only open or close a transaction."""
    with CaptureQueriesContext(connection) as context:
        response = getattr(client, method)(url, data)
    assert response.status_code in (200, 302), (url, response.status_code)
    return [query["sql"] for query in context.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


def _grow(site, people):
    """Add many more modules, lessons, people and records."""
    learn = LearnIndexPage.objects.get()
    for n in range(9):
        _, lessons = make_module(learn, f"Another module {n}", lessons=4)
        for lesson in lessons[: n % 4 + 1]:
            complete(people.alice, lesson)
    for n in range(7):
        make_lesson(site.module, f"One more lesson {n}")
    for n in range(30):
        people.ashdale.hubs.create(name=f"Hub {n}")
        people.ashdale.milestones.create(when=str(1990 + n), what="Something happened", source="A report")
    for n in range(40):
        authority = Authority.objects.create(name=f"Authority {n}", slug=f"authority-{n}")
        person = User.objects.create_user(f"person{n}@example.org", "x" * 12, first_name="Pat")
        join(user=person, authority=authority, hub=None, job_role=people.job, on="2026-01-01")
        complete(person, site.lessons[0])


GETS = {
    "home": (lambda site: "/", 9),
    "catalogue": (lambda site: "/learn/", 11),
    "catalogue filtered": (lambda site: "/learn/?time=10&role=hub-worker&theme=risk", 12),
    "my notes": (lambda site: reverse("learning:my_notes"), 8),
    "end of a module": (lambda site: reverse("learning:finished", args=[item_of(site.module).uid]), 12),
    # Three read which pages use it. They are cached with the page tree, but nothing is cached inside a test's transaction.
    "provocation": (lambda site: "/provocations/asked/", 6),
    "module": (lambda site: site.module.url, 9),
    "lesson": (lambda site: site.lessons[1].url, 10),
    "my learning": (lambda site: reverse("learning:my_learning"), 12),
    "what changed": (lambda site: reverse("learning:what_changed", args=[item_of(site.lessons[0]).uid]), 7),
    "glossary": (lambda site: "/words/", 3),
    "provocations": (lambda site: "/provocations/", 3),
    "authorities": (lambda site: "/authorities/", 5),
    "account": (lambda site: "/account/", 11),
    "where one is signed in": (lambda site: "/account/sessions/", 6),
    "one's authority's log-in": (lambda site: "/accounts/connected/", 8),
    "authority": (lambda site: "/authorities/ashdale/", 10),
    "everything held": (lambda site: "/account/everything/", 100),
    "who can see": (lambda site: "/account/who-can-see/", 16),
    "find": (lambda site: "/find/?q=risk", 14),
    "kept": (lambda site: "/kept/", 5),
    "your case studies": (lambda site: "/case-studies/contribute/", 4),
    "what one reported": (lambda site: "/reported/", 5),
    "report a problem": (lambda site: reverse("report_problem", args=[site.module.pk]), 4),
}


def _index(name, site, people):
    """Return an index with one published page below it: the page, the index's URL, and the URL with every filter set."""
    if name == "catalogue":
        site.module.roles = [people.job]
        site.module.themes.add(Theme.objects.create(name="Risk", slug="risk"))
        publish(site.module)
        return ModulePage.objects.get(), "/learn/", "/learn/?role=hub-worker&theme=risk"
    if name == "case studies":
        study = make_study(make_stories(), themes=["risk", "family"], provocations=["whose-risk"])
        return study, "/case-studies/", "/case-studies/?theme=risk&age=14-15&practice=police-liaison&provocation=whose-risk&outcome=safer"
    if name == "reflections":
        reflection = make_reflection(make_reflection_index(site.home), authority=people.ashdale, attribution="role", consent_words="So")
        return reflection, "/reflections/", "/reflections/?page=2"
    what = {"host": people.ashdale, "programme": "SFPC", "kind": "visit"}
    event = (make_upcoming if name == "events to come" else make_event)(make_events(site.home), **what)
    return event, "/events/", f"/events/?year={event.starts_on.year}&programme=sfpc&kind=visit"


@pytest.mark.parametrize("name", ["catalogue", "events", "events to come", "case studies", "reflections"])
def test_an_index_costs_the_same_queries_and_bytes_with_10_pages_as_with_1000(name, site, people, signed_in):
    alice = signed_in(people.alice)
    page, address, narrowed = _index(name, site, people)
    copies(page, 9)

    def asked():
        found = []
        for url in (address, narrowed):
            alice.get(url)
            found.append(_queries(alice, "get", url))
            assert len(alice.get(url).content) < 60_000, url
        return found

    few = asked()
    copies(page, 990)
    many = asked()
    assert type(page).objects.live().count() == 1000
    assert [len(one) for one in few] == [len(one) for one in many], "\n".join(many[0])
    assert max(map(len, many)) <= 12, "\n".join(max(many, key=len))
    for url in (address, narrowed):
        shown = BeautifulSoup(alice.get(url).content, "html.parser")
        assert 20 <= len(shown.select("main .card, main .event-row")) <= 50, url
        assert name == "events to come" or shown.find("a", string="Next page"), url


def test_every_page_costs_the_same_queries_at_two_sizes(site, people, signed_in):
    alice = signed_in(people.alice)
    for lesson in site.lessons:
        complete(people.alice, lesson)
    # At both sizes there is something to go on with: home and the end of a module read it, and have nothing to read once all is done.
    complete(people.alice, make_module(site.learn, "Half-way", lessons=2)[1][0])
    Provocation.objects.create(slug="asked", text="Good enough for my child?", live=True)
    edit(site.lessons[0], "Clearer words.", "clarified")

    def asked(name):
        url = GETS[name][0](site)
        alice.get(url)
        return _queries(alice, "get", url)

    few = {name: asked(name) for name in GETS}
    _grow(site, people)
    faults = []
    for name, (_, ceiling) in GETS.items():
        many = asked(name)
        if len(many) != len(few[name]) or len(many) > ceiling:
            faults.append("\n".join([f"{name}: {len(few[name])}, then {len(many)}, at most {ceiling}", *many]))
    assert not faults, "\n\n".join(faults)


def test_questions_cost_a_lesson_page_one_query_and_the_check_no_more_with_more_tries(site, people, signed_in):
    alice = signed_in(people.alice)
    url = site.lessons[1].url
    alice.get(url)
    without = _queries(alice, "get", url)
    ask(site.lessons[1], *(choice_question(number) for number in range(1, 6)))
    alice.get(url)
    assert len(_queries(alice, "get", url)) == len(without) + 1
    answers = {f"question-{number}": f"b{number}" for number in range(1, 6)}
    try_check(people.alice, site.lessons[1], answers)
    result = reverse("learning:check_result", args=[item_of(site.lessons[1]).uid])
    few = _queries(alice, "get", result)
    for _ in range(5):
        try_check(people.alice, site.lessons[1], answers)
    many = _queries(alice, "get", result)
    assert len(few) == len(many) <= 8, "\n".join(many)


def test_completing_a_lesson_takes_at_most_ten_queries_at_two_sizes(site, people, signed_in):
    alice = signed_in(people.alice)
    complete(people.alice, site.lessons[0])

    def press(page):
        item = item_of(page)
        return _queries(alice, "post", reverse("learning:complete", args=[item.uid]), {"event": uuid4(), "version": 1})

    few = press(site.lessons[1])
    _grow(site, people)
    many = press(site.lessons[2])
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= 10, "\n".join(many)


def test_the_query_count_can_fail(people):
    """Control: a page with a query for each row is caught."""
    site = make_site(lessons=2)
    few = len(_per_row(site))
    make_lesson(site.module, "A third")
    assert len(_per_row(site)) > few


def _per_row(site):
    with CaptureQueriesContext(connection) as context:
        [page.get_parent().title for page in site.module.get_children()]
    return context.captured_queries
