"""A recording that is changed in the library is changed under the lessons that show it: the next publishing asks, and the desk says so."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.desk import set_desk_rights
from cms.models import Recording
from learning.models import LessonPage
from learning.rebuild import differences
from tests.builders import complete, item_of, make_lesson, publish
from tests.cms.blocks.parts import a_recording

pytestmark = pytest.mark.django_db
SAYS = "A recording in this lesson has changed. Say what kind of change this is: people have this lesson on their record."


def show(lesson, recording, called=""):
    """The lesson, published with the recording in it."""
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
    """The editor's form, with nothing changed but these fields."""
    page = LessonPage.objects.get(pk=lesson.pk)
    (block,) = page.body
    form = {
        **{name: getattr(page, name) for name in ("title", "slug", "summary", "content_note")},
        "body": streamfield([("video", {"recording": str(block.value["recording"].pk), "called": ""})]),
        "sources": streamfield([]),
        "change": "",
        "what_changed": "",
        "comments": inline_formset([]),
        **changes,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {**nested_form_data(form), "action-publish": "1"})


def test_the_next_publishing_asks_what_kind_of_change_it_is_and_keeps_the_new_words(lesson, people, dana):
    complete(people.alice, lesson)
    Recording.objects.update(transcript="The kettle goes on. Then the bell rings.")
    assert list(differences()) == []  # nothing of the record is lost while nobody has published
    response = send(dana, lesson)
    assert response.context["form"].errors["change"] == [SAYS]
    assert send(dana, lesson, change="material", what_changed="The bell.").status_code == 302
    assert versions(lesson)[-1] == (3, "material", "The bell.")
    kept = item_of(lesson).current.snapshot["body"][0]["value"]
    assert kept["transcript"] == "The kettle goes on. Then the bell rings."
    assert item_of(lesson).last_material == 3
    assert list(differences()) == []


@pytest.mark.parametrize("change", [{}, {"duration": 151}, {"captions": ""}])
def test_without_other_words_nothing_is_asked(lesson, dana, change):
    if change:
        Recording.objects.update(**change)
    before = versions(lesson)
    assert LessonPage.objects.get(pk=lesson.pk).why_not_published == {}
    if "captions" not in change:
        assert send(dana, lesson).status_code == 302
    assert versions(lesson) == before


def test_a_new_title_counts_where_it_stands_on_the_play_button(site, lesson):
    called = show(site.lessons[1], Recording.objects.get(), called="Our film")
    Recording.objects.update(title="A hub in the evening")
    assert LessonPage.objects.get(pk=lesson.pk).changed_since(item_of(lesson).current) == "recordings"
    assert LessonPage.objects.get(pk=called.pk).changed_since(item_of(called).current) == ""


def test_published_without_being_asked_it_is_clarified_and_says_nothing_of_the_change_before(lesson):
    Recording.objects.update(transcript="Other words.")
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert versions(lesson)[-2:] == [(2, "material", "A film."), (3, "clarified", "")]


def _listed(client):
    html = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    found = html.find("section", id=lambda value: value and value.startswith("recordings-changed"))
    return " ".join(found.get_text(" ").split()) if found else ""


def test_the_desk_lists_the_lessons_until_they_are_published_again(site, lesson, dana):
    untouched = show(site.lessons[1], a_recording(title="Another film"))
    assert _listed(dana) == ""
    Recording.objects.filter(title="A hub in the morning").update(transcript="Other words.")
    listed = _listed(dana)
    assert lesson.title in listed and untouched.title not in listed
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert _listed(dana) == ""


def test_the_list_asks_as_much_for_one_as_for_many(site, lesson, dana):
    def asked():
        dana.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as context:
            assert "Publish it again" in _listed(dana)
        return len(context.captured_queries)

    Recording.objects.update(transcript="Other words.")
    few = asked()
    for n in range(12):
        show(make_lesson(site.module, f"More {n}"), a_recording(title=f"Film {n}"))
    Recording.objects.update(transcript="Other words again.")
    assert asked() == few
