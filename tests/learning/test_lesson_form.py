"""Publishing a lesson at the desk: too long is refused, and a change of what people have on record is described."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from learning.models import LessonPage, ModulePage
from tests.builders import complete, item_of, publish

pytestmark = pytest.mark.django_db

FIRST = "Think of the last time you said no to something a young person asked for."
LONG = " ".join(["word"] * 2200)
ASKS_KIND = "Say what kind of change this is: people have this lesson on their record."
ASKS_LINE = "Say in one line what changed: readers will see it."


@pytest.fixture
def lesson(site):
    return site.lessons[0]


@pytest.fixture
def desk(people, signed_in):
    people.frank.is_superuser = people.frank.is_staff = True
    people.frank.save()
    return signed_in(people.frank)


def sent(lesson, words=FIRST, action="publish", **changes):
    """The editor's form as it is sent, with these words."""
    page = LessonPage.objects.get(pk=lesson.pk)
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "content_note": page.content_note,
        "body": streamfield(
            [
                ("text", rich_text(f"<p>{words}</p>")),
                ("key_point", {"text": "Name whose risk it is."}),
                ("reflection", {"question": "Which rule is hardest to explain?", "hint": ""}),
            ]
        ),
        "sources": streamfield([]),
        "change": "",
        "what_changed": "",
        "comments": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(form), **({f"action-{action}": "1"} if action else {})}


def send(desk, lesson, **how):
    return desk.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), sent(lesson, **how))


def errors(response):
    """The form's errors by field, read from the form the page was made with."""
    form = response.context["form"]
    return {name: " ".join(str(one) for one in found) for name, found in form.errors.items()}


def versions(lesson):
    return list(item_of(lesson).versions.values_list("number", "change", "what_changed"))


def test_a_lesson_over_ten_minutes_is_refused_beside_the_field(desk, lesson):
    response = send(desk, lesson, words=LONG, change="clarified", what_changed="Longer.")
    assert response.status_code == 200
    assert errors(response)["body"] == "This lesson takes about 12 minutes. The limit is 10. Split it in two, or shorten it."
    html = BeautifulSoup(response.content, "html.parser")
    # Wagtail hands a stream's errors to its editor as data, which shows them at the head of the field.
    assert "This lesson takes about 12 minutes." in str(html.find(id="panel-child-content-body-section"))
    assert LessonPage.objects.get(pk=lesson.pk).minutes < 10
    assert len(versions(lesson)) == 1


def test_ten_minutes_can_be_published_and_the_minutes_are_kept(desk, lesson):
    words = " ".join(["word"] * 1780)
    assert send(desk, lesson, words=words, change="clarified", what_changed="Longer.").status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).minutes == 10


def test_a_new_lesson_over_ten_minutes_is_refused_too(desk, site, lesson):
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    response = desk.post(url, sent(lesson, words=LONG, title="A new one", slug="a-new-one"))
    assert "12 minutes" in errors(response)["body"]
    assert not LessonPage.objects.filter(slug="a-new-one").exists()


def test_a_new_lesson_is_not_asked_what_changed(desk, site, lesson):
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    response = desk.post(url, sent(lesson, title="A new one", slug="a-new-one"))
    assert response.status_code == 302
    assert versions(LessonPage.objects.get(slug="a-new-one")) == [(1, "first", "")]


def test_a_changed_lesson_without_the_kind_of_change_is_refused(desk, lesson):
    response = send(desk, lesson, words="Other words.")
    assert response.status_code == 200
    assert errors(response) == {"change": ASKS_KIND}
    assert ASKS_KIND in response.content.decode()
    assert len(versions(lesson)) == 1


@pytest.mark.parametrize("change", ["clarified", "material"])
def test_clarified_and_material_need_their_line(desk, lesson, change):
    response = send(desk, lesson, words="Other words.", change=change)
    assert errors(response) == {"what_changed": ASKS_LINE}
    assert ASKS_LINE in response.content.decode()
    assert len(versions(lesson)) == 1


@pytest.mark.parametrize(("change", "line"), [("editorial", ""), ("clarified", "One sentence."), ("material", "The rule is new.")])
def test_a_described_change_is_published_as_a_version(desk, people, lesson, change, line):
    assert send(desk, lesson, words="Other words.", change=change, what_changed=line).status_code == 302
    assert versions(lesson)[1:] == [(2, change, line)]
    assert item_of(lesson).current.made_by == people.frank


@pytest.mark.parametrize("field", ["title", "summary", "content_note"])
def test_title_summary_and_content_note_are_words_too(desk, lesson, field):
    assert errors(send(desk, lesson, **{field: "Something else"})) == {"change": ASKS_KIND}


def test_a_kind_of_change_nobody_knows_is_refused(desk, lesson):
    assert list(errors(send(desk, lesson, words="Other words.", change="first"))) == ["change"]


def test_a_lesson_of_the_same_words_is_not_asked_about_and_makes_no_version(desk, lesson):
    assert send(desk, lesson).status_code == 302
    assert len(versions(lesson)) == 1


def test_sources_and_the_address_are_not_the_words(desk, lesson):
    source = {"title": "A paper", "author": "", "year": "", "url": "", "note": ""}
    assert send(desk, lesson, sources=streamfield([("source", source)]), slug="elsewhere").status_code == 302
    assert len(versions(lesson)) == 1


@pytest.mark.parametrize("words", ["Other words.", LONG], ids=["changed", "too long"])
def test_a_draft_needs_none_of_it(desk, lesson, words):
    assert send(desk, lesson, words=words, action=None).status_code == 302
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.has_unpublished_changes
    assert words in str(page.get_latest_revision_as_object().body)
    assert FIRST in str(page.body)
    assert len(versions(lesson)) == 1


def test_a_draft_may_lack_nearly_everything(desk, lesson):
    empty = streamfield([("text", rich_text("")), ("key_point", {"text": ""}), ("reflection", {"question": "", "hint": ""})])
    assert send(desk, lesson, action=None, body=empty, summary="").status_code == 302


def test_a_draft_that_is_published_later_is_asked_then(desk, lesson):
    send(desk, lesson, words="Other words.", action=None)
    assert errors(send(desk, lesson, words="Other words.")) == {"change": ASKS_KIND}
    assert send(desk, lesson, words="Other words.", change="editorial").status_code == 302


def test_what_was_said_of_the_last_change_is_not_said_of_the_next(desk, lesson):
    send(desk, lesson, words="Other words.", change="material", what_changed="The rule is new.")
    html = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content, "html.parser")
    assert html.find("input", {"name": "what_changed"}).get("value", "") == ""
    assert html.find("input", {"name": "change", "checked": True, "value": "material"}) is None


@pytest.mark.parametrize("draft_waits", [False, True])
def test_going_back_to_an_older_version_is_asked_about_afresh(desk, lesson, draft_waits):
    """Else what was said of that version then is said of going back, and a change may be announced to nobody."""
    send(desk, lesson, words="Other words.", change="editorial", what_changed="A comma.")
    older = LessonPage.objects.get(pk=lesson.pk).latest_revision
    send(desk, lesson, words="Quite other words.", change="material", what_changed="The rule is new.")
    if draft_waits:
        send(desk, lesson, words="Half done.", action=None)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, older.pk])
    editor = BeautifulSoup(desk.get(address).content, "html.parser").find(id="page-edit-form")
    assert editor.find("input", {"name": "what_changed"}).get("value", "") == ""
    assert [one["value"] for one in editor.find_all("input", {"name": "change"})] == ["editorial", "clarified", "material"]
    assert editor.find("input", {"name": "change", "checked": True}) is None
    said = {field["name"]: field.get("value", "") for field in editor.find_all("input", {"name": ["what_changed", "revision"]})}
    assert errors(desk.post(editor["action"], sent(lesson, words="Other words.", **said))) == {"change": ASKS_KIND}
    said |= {"change": "material", "what_changed": "The old rule holds."}
    assert desk.post(editor["action"], sent(lesson, words="Other words.", **said)).status_code == 302
    assert versions(lesson)[-1] == (4, "material", "The old rule holds.")


@pytest.mark.parametrize("how", [{"words": LONG}, {"words": "Fresh words of today."}], ids=["too long", "undescribed"])
def test_what_was_typed_is_kept(desk, lesson, how):
    response = send(desk, lesson, title="A title of today", what_changed="Typed in haste", **how)
    html = response.content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert response.status_code == 200
    assert page.find("textarea", {"name": "title"}) or page.find("input", {"name": "title"})["value"] == "A title of today"
    assert page.find("input", {"name": "what_changed"})["value"] == "Typed in haste"
    assert how["words"][:40] in html


def test_before_publishing_it_says_how_many_people_are_touched(desk, people, lesson):
    for person in (people.alice, people.bob, people.carol):
        complete(person, lesson)
    words = panel(desk, lesson)
    assert "3 people have completed this lesson, in 2 authorities." in words
    assert "all 3 will be asked to read what changed" in words


def test_one_person_and_nobody_are_said_as_people_say_it(desk, people, lesson):
    assert "Nobody has completed this lesson yet." in panel(desk, lesson)
    complete(people.alice, lesson)
    assert "1 person has completed this lesson, in 1 authority." in panel(desk, lesson)


def test_a_lesson_never_published_is_not_asked_what_changed(desk, site):
    draft = site.module.add_child(instance=LessonPage(title="A draft", slug="a-draft", live=False, body=[]))
    assert "What kind of change is this?" not in panel(desk, draft)


def test_a_lesson_that_was_retired_is_asked_when_it_comes_back_changed(desk, people, lesson):
    complete(people.alice, lesson)
    lesson.unpublish()
    assert errors(send(desk, lesson, words="Other words.")) == {"change": ASKS_KIND}
    assert "What kind of change is this?" in panel(desk, lesson)


def test_publishing_the_module_asks_nothing(desk, site, people, lesson):
    complete(people.alice, lesson)
    page = ModulePage.objects.get(pk=site.module.pk)
    page.summary = "Another summary."
    publish(page)
    assert len(versions(lesson)) == 1


def panel(desk, lesson):
    response = desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split()).replace(" .", ".").replace(" ,", ",")
