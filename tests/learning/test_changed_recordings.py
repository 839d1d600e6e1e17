"""Changed recordings: a change in the library changes the lessons that show it. Publishing asks about it and the admin lists it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.desk.rights import set_desk_rights
from cms.library.models import Recording
from learning.models import LessonPage
from learning.rebuild import differences
from tests.builders import complete, item_of, make_lesson, publish
from tests.pages.blocks.parts import a_recording

pytestmark = pytest.mark.django_db


def show(lesson, recording, called=""):
    """Publish the lesson with the recording in it."""
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = [("video", {"recording": recording, "called": called})]
    page.change, page.what_changed = "material", "A film."
    publish(page)
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def lesson(site):
    return show(site.lessons[0], a_recording())


@pytest.fixture
def dana(people, signed_in):
    set_desk_rights()
    return signed_in(people.dana)


def versions(lesson):
    return list(item_of(lesson).versions.order_by("number").values_list("number", "change", "what_changed"))


def send(client, lesson, **changes):
    """Return the editor's form with only these fields changed."""
    page = LessonPage.objects.get(pk=lesson.pk)
    (block,) = page.body
    form = {
        **{name: getattr(page, name) for name in ("title", "slug", "summary", "content_note")},
        "body": streamfield([("video", {"recording": str(block.value["recording"].pk), "called": ""})]),
        "sources": streamfield([]),
        "questions": streamfield([]),
        "pass_mark": "",
        "change": "",
        "what_changed": "",
        "comments": inline_formset([]),
        **changes,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {**nested_form_data(form), "action-publish": "1"})


def test_publishing_after_a_transcript_changed_asks_for_the_kind_of_change(lesson, people, dana):
    complete(people.alice, lesson)
    Recording.objects.update(transcript="The kettle goes on. Then the bell rings.")
    assert list(differences()) == []  # the record is still complete while the lesson has not been published again
    response = send(dana, lesson)
    assert list(response.context["form"].errors) == ["change"]
    assert send(dana, lesson, change="material", what_changed="The bell.").status_code == 302
    assert versions(lesson)[-1] == (3, "material", "The bell.")
    kept = item_of(lesson).current.snapshot["body"][0]["value"]
    assert kept["transcript"] == "The kettle goes on. Then the bell rings."
    assert item_of(lesson).last_material == 3
    assert list(differences()) == []


@pytest.mark.parametrize("change", [{}, {"duration": 151}, {"captions": ""}])
def test_a_change_that_leaves_the_recordings_text_alone_asks_for_nothing(lesson, dana, change):
    if change:
        Recording.objects.update(**change)
    before = versions(lesson)
    assert LessonPage.objects.get(pk=lesson.pk).extra_publish_errors == {}
    if "captions" not in change:
        assert send(dana, lesson).status_code == 302
    assert versions(lesson) == before


def test_a_new_title_counts_only_where_the_title_is_shown(site, lesson):
    called = show(site.lessons[1], Recording.objects.get(), called="Our film")
    Recording.objects.update(title="A hub in the evening")
    assert LessonPage.objects.get(pk=lesson.pk).changed_since(item_of(lesson).current) == "recordings"
    assert LessonPage.objects.get(pk=called.pk).changed_since(item_of(called).current) == ""


def test_publishing_a_changed_transcript_in_code_is_a_clarification(lesson):
    Recording.objects.update(transcript="Other words.")
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert versions(lesson)[-2:] == [(2, "material", "A film."), (3, "clarified", "")]


def _listed(client):
    """Return the titles in the panel of lessons with changed recordings."""
    html = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    found = html.find("section", id=lambda value: value and value.startswith("recordings-changed"))
    return [link.get_text(strip=True) for link in found.select("tbody td.title a")] if found else []


def test_the_admin_lists_the_lessons_until_they_are_published_again(site, lesson, dana):
    show(site.lessons[1], a_recording(title="Another film"))
    assert _listed(dana) == []
    Recording.objects.filter(title="A hub in the morning").update(transcript="Other words.")
    assert _listed(dana) == [lesson.title]
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert _listed(dana) == []


@pytest.mark.engine
def test_the_list_of_changed_recordings_costs_the_same_queries_for_1_as_for_6(site, lesson, dana):
    def asked():
        dana.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as context:
            assert _listed(dana)
        return len(context.captured_queries)

    Recording.objects.update(transcript="Other words.")
    few = asked()
    for n in range(5):
        show(make_lesson(site.module, f"More {n}"), a_recording(title=f"Film {n}"))
    Recording.objects.update(transcript="Other words again.")
    assert asked() == few
