"""Start here: a list for each job role, linked from home and the catalogue."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import StartIndexPage, StartPage
from cms.starter_content import files
from cms.starter_content.content_types import file_context
from cms.starter_content.files import StarterError
from cms.starter_content.pages import StartLists
from tests.builders import complete, edit, make_module, publish
from tests.community.builders import make_event, make_index
from tests.copies import copies

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(site):
    """Publish the page with all lists."""
    return site.home.add_child(instance=StartIndexPage(title="Start here", slug="start-here"))


def _list(start, title, pages, roles=(), minutes=5):
    steps = [{"type": "step", "value": {"page": page.pk, "minutes": minutes, "why": f"Why {n}."}} for n, page in enumerate(pages, start=1)]
    made = start.add_child(instance=StartPage(title=title, summary="First things first.", steps=[], live=False))
    made.steps = StartPage._meta.get_field("steps").stream_block.to_python(steps)
    made.roles = list(roles)
    publish(made)
    return made


def test_a_start_list_shows_its_pages_in_order_with_minutes_and_reasons(site, start, people, signed_in):
    made = _list(start, "If you are new", [site.lessons[1], site.lessons[0], make_event(make_index(site.home))])
    text = signed_in(people.carol).get(made.url).content.decode()
    assert text.index(site.lessons[1].title) < text.index(site.lessons[0].title)
    assert "7 minutes" in text  # a minute for each lesson, as the lessons say; five for the event, as its step says
    assert "Why 1." in text


def test_a_start_list_shows_the_current_minutes_of_lessons_and_modules(site, start, people, signed_in):
    made = _list(start, "If you are new", [site.lessons[0], site.module])
    alice = signed_in(people.alice)

    def said():
        page = BeautifulSoup(alice.get(made.url).content, "html.parser")
        return [step.select_one(".quiet").get_text() for step in page.select(".start-steps li")]

    assert said() == ["1 minute", "3 minutes"]
    edit(site.lessons[0], "word " * 900, "editorial")
    assert said() == ["6 minutes", "8 minutes"]
    empty, _ = make_module(site.learn, "Nothing yet", lessons=0)
    bare = _list(start, "If it is empty", [empty])
    assert BeautifulSoup(alice.get(bare.url).content, "html.parser").select_one(".start-steps li .quiet") is None


def test_minutes_are_required_only_for_pages_without_minutes_of_their_own(site, start):
    block = StartPage._meta.get_field("steps").stream_block
    event = make_event(make_index(site.home))

    def clean(page, minutes):
        return block.clean(block.to_python([{"type": "step", "value": {"page": page.pk, "minutes": minutes, "why": "So."}}]))

    assert clean(site.lessons[0], None)[0].value["minutes"] is None
    assert clean(site.module, 90)[0].value["minutes"] is None
    assert clean(event, 4)[0].value["minutes"] == 4
    with pytest.raises(ValidationError):
        clean(event, None)


def test_unpublished_pages_are_left_out_and_not_counted(site, start, people, signed_in):
    made = _list(start, "If you are new", site.lessons[:2])
    site.lessons[0].unpublish()
    text = signed_in(people.alice).get(made.url).content.decode()
    assert site.lessons[0].title not in text
    assert "1 minute" in text and "2 minutes" not in text


def test_home_and_catalogue_link_to_start_lists_and_home_to_the_members_own(site, start, people, signed_in):
    complete(people.alice, site.lessons[0])  # before that, home shows one step and no more
    alice = signed_in(people.alice)
    assert start.url.encode() in alice.get("/").content
    _list(start, "If you are a hub worker", site.lessons, roles=[people.job])
    assert b"If you are a hub worker" in alice.get("/").content
    assert b'href="/start-here/"' in alice.get("/learn/").content
    start.unpublish()
    assert b'href="/start-here/' not in alice.get("/").content
    assert b'href="/start-here/' not in alice.get("/learn/").content


def test_the_page_of_all_start_lists_costs_the_same_queries_for_1_as_for_21(site, start, people, signed_in):
    alice = signed_in(people.alice)
    made = _list(start, "One", site.lessons)

    def asked():
        alice.get(start.url)
        with CaptureQueriesContext(connection) as context:
            alice.get(start.url)
        return len(context.captured_queries)

    few = asked()
    copies(made, 20)
    assert asked() == few


def test_a_start_list_survives_export_and_import(site, start, people, tmp_path):
    made = _list(start, "If you are a hub worker", [*site.lessons, make_event(make_index(site.home))], roles=[people.job])
    kind, path = StartLists(), tmp_path / "01-if.md"
    path.write_text(kind.dump(made, file_context(tmp_path)))
    before = path.read_text()
    made.steps, made.roles = [], []
    publish(made)
    kind.fill(kind.checked(files.read(path, tmp_path)), made, file_context(tmp_path))
    assert kind.dump(StartPage.objects.get(pk=made.pk), file_context(tmp_path)) == before


def test_a_step_to_a_missing_page_is_refused_with_its_line_number(site, start, tmp_path):
    path = tmp_path / "01-if.md"
    path.write_text("---\ntitle: If\nsummary: S\nsteps:\n  - path: learn/nowhere\n    minutes: 5\n    why: Because.\n---\n")
    kind = StartLists()
    with pytest.raises(StarterError, match=r"01-if\.md:4"):
        kind.fill(kind.checked(files.read(path, tmp_path)), _list(start, "If", site.lessons), file_context(tmp_path))
