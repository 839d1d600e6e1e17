"""Publishing a lesson in the admin: too long a lesson is refused, and a change to a recorded lesson must be described."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.validation import publish_errors
from learning.models import LearningEvent, LessonPage, ModulePage
from learning.pattern import LESSONS
from tests.builders import choice_question, complete, item_of, publish, try_check

pytestmark = pytest.mark.django_db

FIRST = "Think of the last time you said no to something a young person asked for."
LONG = " ".join(["word"] * 2200)


@pytest.fixture
def lesson(site):
    return site.lessons[0]


@pytest.fixture
def desk(people, signed_in):
    people.frank.is_superuser = people.frank.is_staff = True
    people.frank.save()
    return signed_in(people.frank)


def sent(lesson, words=FIRST, action="publish", **changes):
    """Return the editor's form as sent, with this text."""
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
        "questions": streamfield([]),
        "pass_mark": "",
        "change": "",
        "what_changed": "",
        "comments": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(form), **({f"action-{action}": "1"} if action else {})}


def send(desk, lesson, **how):
    return desk.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), sent(lesson, **how))


def errors(response):
    """Return the form's errors by field, from the form in the response's context."""
    form = response.context["form"]
    return {name: " ".join(str(error) for error in found) for name, found in form.errors.items()}


def versions(lesson):
    return list(item_of(lesson).versions.values_list("number", "change", "what_changed"))


def test_a_lesson_over_ten_minutes_is_refused_with_an_error_on_its_body(desk, lesson):
    response = send(desk, lesson, words=LONG, change="clarified", what_changed="Longer.")
    assert response.status_code == 200
    assert list(errors(response)) == ["body"] and "12 minutes" in errors(response)["body"]
    html = BeautifulSoup(response.content, "html.parser")
    # Wagtail passes a StreamField's errors to the editor as data, which shows them above the field.
    assert "12 minutes" in str(html.find(id="panel-child-content-body-section"))
    assert LessonPage.objects.get(pk=lesson.pk).minutes < 10
    assert len(versions(lesson)) == 1


def test_a_lesson_of_ten_minutes_is_published_with_its_minutes(desk, lesson):
    words = " ".join(["word"] * 1780)
    assert send(desk, lesson, words=words, change="clarified", what_changed="Longer.").status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).minutes == 10


def test_a_new_lesson_over_ten_minutes_is_refused_too(desk, site, lesson):
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    response = desk.post(url, sent(lesson, words=LONG, title="A new one", slug="a-new-one"))
    assert list(errors(response)) == ["body"]
    assert not LessonPage.objects.filter(slug="a-new-one").exists()


def test_a_new_lesson_is_not_asked_what_changed(desk, site, lesson):
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    response = desk.post(url, sent(lesson, title="A new one", slug="a-new-one"))
    assert response.status_code == 302
    assert versions(LessonPage.objects.get(slug="a-new-one")) == [(1, "first", "")]


def answered(response, **answers):
    """Return what the form of the question after Publish sends, with these answers."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form:has(input[name=asked])")
    sent_again = [(field["name"], field.get("value", "")) for field in form.select("input[type=hidden]")]
    button = form.select_one("button[name]")
    return {**dict(sent_again), button["name"]: button["value"], **answers}


def test_the_kind_of_change_is_asked_after_publish_and_what_was_typed_is_published(desk, lesson):
    response = send(desk, lesson, words="Other words.", title="A new title")
    assert list(errors(response)) == ["change"] and len(versions(lesson)) == 1
    assert "validation errors" not in response.content.decode()
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    again = desk.post(url, answered(response))
    assert "Choose what kind of change it is" in again.content.decode() and len(versions(lesson)) == 1
    again = desk.post(url, answered(again, change="material"))
    assert "what-changed-error" in again.content.decode() and 'value="material" checked' in again.content.decode()
    assert desk.post(url, answered(again, change="material", what_changed="New rule.")).status_code == 302
    assert versions(lesson)[1:] == [(2, "material", "New rule.")]
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.title == "A new title" and "Other words." in str(page.body)


def test_another_error_is_shown_in_the_editor_before_the_question_is_asked(desk, lesson):
    response = send(desk, lesson, words="Other words.", title="")
    assert "asked" not in response.content.decode() and "title" in errors(response)


def test_a_lesson_with_prompts_of_the_pattern_is_not_published(desk, site, lesson):
    url = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", site.module.pk])
    for title, blocks in LESSONS:
        body = LessonPage._meta.get_field("body").stream_block.to_python(blocks)
        errors_found = publish_errors(LessonPage(title=title, body=body))["body"]
        assert any("prompts" in message for message in errors_found), title
    prompt = "Say what to do, <b>then</b> why.  One idea is enough."
    prompt = "The idea itself, in plain words. " + prompt
    response = desk.post(url, sent(lesson, words=prompt, title="A new one", slug="a-new-one"))
    assert "block 1" in errors(response)["body"] and not LessonPage.objects.filter(slug="a-new-one").exists()


def test_a_module_without_a_published_lesson_is_published_only_after_a_warning(desk, site):
    url = reverse("wagtailadmin_pages:edit", args=[site.module.pk])
    for page in site.lessons:
        page.unpublish()
    site.module.unpublish()
    response = desk.post(url, {**_module_form(site.module), "action-publish": "1"})
    assert "None of its lessons is published" in response.content.decode()
    assert not ModulePage.objects.get(pk=site.module.pk).live
    assert desk.post(url, answered(response)).status_code == 302
    assert ModulePage.objects.get(pk=site.module.pk).live


def _module_form(module):
    fields = {
        "title": module.title,
        "slug": module.slug,
        "summary": module.summary,
        "intro": rich_text(""),
        "for_whom": "Everyone",
        "owner_words": "A team",
        "objectives": streamfield([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(fields)


def test_bulk_actions_say_before_they_ask_what_cannot_be_done_and_why(desk, people, site, lesson):
    complete(people.alice, lesson)
    LessonPage.objects.get(pk=site.lessons[1].pk).unpublish()
    for action, page, reason in (("delete", lesson, "learning records"), ("unpublish", site.lessons[1], "they are drafts")):
        response = desk.get(reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}")
        html = response.content.decode()
        assert reason in html and page.title in html and "permission" not in html, action


def test_unpublishing_says_how_many_people_are_on_the_page(desk, people, site, lesson):
    complete(people.alice, lesson)
    for page, said in ((lesson, "1 person has completed it"), (site.module, "1 person is in the middle of it")):
        text = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).content, "html.parser").get_text(" ")
        assert said in " ".join(text.split())


def test_clarified_and_material_changes_need_a_description(desk, lesson):
    for change in ("clarified", "material"):
        response = send(desk, lesson, words="Other words.", change=change)
        assert list(errors(response)) == ["what_changed"], change
        assert len(versions(lesson)) == 1, change


def test_a_described_change_is_published_as_a_version(desk, people, lesson):
    changes = [(2, "editorial", ""), (3, "clarified", "One sentence."), (4, "material", "The rule is new.")]
    for number, change, line in changes:
        assert send(desk, lesson, words=f"Words {number}.", change=change, what_changed=line).status_code == 302, change
        assert item_of(lesson).current.made_by == people.frank, change
    assert versions(lesson)[1:] == changes


def test_a_new_title_summary_or_content_note_is_a_change(desk, lesson):
    for field in ("title", "summary", "content_note"):
        assert list(errors(send(desk, lesson, **{field: "Something else"}))) == ["change"], field


def test_an_unknown_kind_of_change_is_refused(desk, lesson):
    assert list(errors(send(desk, lesson, words="Other words.", change="first"))) == ["change"]


def test_publishing_unchanged_text_asks_nothing_and_makes_no_version(desk, lesson):
    assert send(desk, lesson).status_code == 302
    assert len(versions(lesson)) == 1


def test_new_sources_or_a_new_slug_make_no_version(desk, lesson):
    source = {"title": "A paper", "author": "", "year": "", "url": "", "note": ""}
    assert send(desk, lesson, sources=streamfield([("source", source)]), slug="elsewhere").status_code == 302
    assert len(versions(lesson)) == 1


@pytest.mark.parametrize("words", ["Other words.", LONG], ids=["changed", "too long"])
def test_a_draft_may_be_too_long_or_undescribed(desk, lesson, words):
    assert send(desk, lesson, words=words, action=None).status_code == 302
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.has_unpublished_changes
    assert words in str(page.get_latest_revision_as_object().body)
    assert FIRST in str(page.body)
    assert len(versions(lesson)) == 1


def test_a_draft_may_be_nearly_empty(desk, lesson):
    empty = streamfield([("text", rich_text("")), ("key_point", {"text": ""}), ("reflection", {"question": "", "hint": ""})])
    assert send(desk, lesson, action=None, body=empty, summary="").status_code == 302


def test_publishing_a_draft_asks_for_the_kind_of_change(desk, lesson):
    send(desk, lesson, words="Other words.", action=None)
    assert list(errors(send(desk, lesson, words="Other words."))) == ["change"]
    assert send(desk, lesson, words="Other words.", change="editorial").status_code == 302


def test_the_description_of_the_last_change_is_not_prefilled(desk, lesson):
    send(desk, lesson, words="Other words.", change="material", what_changed="The rule is new.")
    html = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content, "html.parser")
    assert html.find("input", {"name": "what_changed"}).get("value", "") == ""
    assert html.find("input", {"name": "change", "checked": True, "value": "material"}) is None


@pytest.mark.parametrize("draft_waits", [False, True])
def test_reverting_to_an_older_version_asks_for_the_kind_of_change(desk, lesson, draft_waits):
    """Otherwise the old version's description would be used for the revert, and readers might never hear of the change."""
    send(desk, lesson, words="Other words.", change="editorial", what_changed="A comma.")
    older = LessonPage.objects.get(pk=lesson.pk).latest_revision
    send(desk, lesson, words="Quite other words.", change="material", what_changed="The rule is new.")
    if draft_waits:
        send(desk, lesson, words="Half done.", action=None)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, older.pk])
    editor = BeautifulSoup(desk.get(address).content, "html.parser").find(id="page-edit-form")
    assert editor.find("input", {"name": "what_changed"}).get("value", "") == ""
    assert [choice["value"] for choice in editor.find_all("input", {"name": "change"})] == ["editorial", "clarified", "material"]
    assert editor.find("input", {"name": "change", "checked": True}) is None
    said = {field["name"]: field.get("value", "") for field in editor.find_all("input", {"name": ["what_changed", "revision"]})}
    assert list(errors(desk.post(editor["action"], sent(lesson, words="Other words.", **said)))) == ["change"]
    said |= {"change": "material", "what_changed": "The old rule holds."}
    assert desk.post(editor["action"], sent(lesson, words="Other words.", **said)).status_code == 302
    assert versions(lesson)[-1] == (4, "material", "The old rule holds.")


@pytest.mark.parametrize("how", [{"words": LONG}, {"words": "Fresh words of today."}], ids=["too long", "undescribed"])
def test_typed_text_is_not_lost_when_publishing_is_refused(desk, lesson, how):
    response = send(desk, lesson, title="A title of today", what_changed="Typed in haste", **how)
    html = response.content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert response.status_code == 200
    assert page.find("textarea", {"name": "title"}) or page.find("input", {"name": "title"})["value"] == "A title of today"
    assert page.find("input", {"name": "what_changed"})["value"] == "Typed in haste"
    assert how["words"][:40] in html


def test_the_editor_says_how_many_people_a_change_affects(desk, people, lesson):
    assert not re.search(r"\b1 (person|authority)", editor_text(desk, lesson))
    complete(people.alice, lesson)
    assert re.search(r"\b1 person .*\b1 authority", editor_text(desk, lesson))
    for person in (people.bob, people.carol):
        complete(person, lesson)
    assert re.search(r"\b3 people .*\b2 authorities", editor_text(desk, lesson))


def test_a_lesson_never_published_is_not_asked_what_changed(desk, site, lesson):
    draft = site.module.add_child(instance=LessonPage(title="A draft", slug="a-draft", live=False, body=[]))
    assert (asks_for_change(desk, draft), asks_for_change(desk, lesson)) == (False, True)


def test_publishing_a_retired_lesson_with_changes_asks_for_their_kind(desk, people, lesson):
    complete(people.alice, lesson)
    lesson.unpublish()
    assert list(errors(send(desk, lesson, words="Other words."))) == ["change"]
    assert asks_for_change(desk, lesson)


def test_publishing_the_module_asks_nothing(desk, site, people, lesson):
    complete(people.alice, lesson)
    page = ModulePage.objects.get(pk=site.module.pk)
    page.summary = "Another summary."
    publish(page)
    assert len(versions(lesson)) == 1


def editor(desk, lesson):
    """Return a lesson's editor page as soup."""
    response = desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def editor_text(desk, lesson):
    """Return the text of a lesson's editor page."""
    return " ".join(editor(desk, lesson).get_text(" ").split())


def asks_for_change(desk, lesson):
    """Return whether the editor asks for the kind of change."""
    return bool(editor(desk, lesson).find("input", {"name": "change", "type": "radio"}))


def question_form(right="a"):
    """Return a question with one right answer, as the editor sends it, with the ids of builders.choice_question(1)."""
    question = choice_question(1, right=right)
    value = question["value"] | {"options": streamfield([])}
    form = nested_form_data({"questions": streamfield([("one_choice", value)])})
    form["questions-0-id"] = question["id"]
    form["questions-0-value-read"] = ""
    form["questions-0-value-options-count"] = "3"
    for number, item in enumerate(question["value"]["options"]):
        start = f"questions-0-value-options-{number}"
        form |= {f"{start}-id": item["id"], f"{start}-order": str(number), f"{start}-deleted": "", f"{start}-type": ""}
        form |= {f"{start}-value-text": item["value"]["text"], f"{start}-value-feedback": item["value"]["feedback"]}
        if item["value"]["right"]:
            form[f"{start}-value-right"] = "on"
    return form


def send_question(desk, lesson, **changes):
    form = {name: value for name, value in sent(lesson).items() if not name.startswith("questions")}
    return desk.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {**form, **question_form(changes.pop("right", "a")), **changes})


def test_wrong_answer_without_feedback_and_no_right_answer_are_refused(desk, lesson):
    response = send_question(desk, lesson, **{"questions-0-value-options-2-value-feedback": ""})
    assert "Answer 3 is wrong and has no feedback" in errors(response)["questions"]
    assert "No answer is marked as right" in errors(send_question(desk, lesson, right=""))["questions"]
    assert item_of(lesson).current_check_id is None


def test_trainer_sees_both_numbers_before_a_corrected_key_is_published(desk, lesson, people):
    assert send_question(desk, lesson).status_code == 302
    try_check(people.alice, lesson, {"question-1": "b1"})
    try_check(people.bob, lesson, {"question-1": "c1"})
    try_check(people.carol, lesson, {"question-1": "a1"})
    asked = send_question(desk, lesson, right="b")
    text = " ".join(BeautifulSoup(asked.content, "html.parser").get_text(" ").split())
    assert "2 people have not passed it. 1 of them will pass now" in text
    assert "1 person passed by the old answer and would not by the new one" in text
    assert item_of(lesson).check_versions.count() == 1
    assert send_question(desk, lesson, right="b", corrected_key="1").status_code == 302
    assert set(LearningEvent.objects.filter(verb="passed").values_list("subject", flat=True)) == {
        people.alice.subject,
        people.carol.subject,
    }
