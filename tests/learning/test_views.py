"""What members send, and what they get back: also when it is wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.tree import current
from learning.actions import record
from learning.models import LearningEvent, LessonPage, ModulePage, ModuleState, Note, Place
from learning.outline import outline
from learning.rebuild import differences
from tests.builders import QUESTION, body, complete, edit, item_of, make_lesson, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def _press(client, page, **fields):
    item = item_of(page)
    data = {"event": uuid4(), "version": item.current.number, **fields}
    return client.post(reverse("learning:complete", args=[item.uid]), data)


def test_completing_goes_on_to_where_the_page_said(site, alice):
    assert _press(alice, site.lessons[0], next=site.lessons[1].url).url == site.lessons[1].url


def test_completing_never_leads_off_the_site(site, alice):
    assert _press(alice, site.lessons[0], next="https://elsewhere.example/").url == reverse("learning:my_learning")
    assert _press(alice, site.lessons[1], next="//elsewhere.example/").url == reverse("learning:my_learning")


def test_the_lesson_page_sends_to_the_next_open_lesson_and_the_last_one_to_the_module(site, people, alice):
    assert f'name="next" value="{site.lessons[1].url}"' in alice.get(site.lessons[0].url).content.decode()
    for lesson in site.lessons[1:]:
        complete(people.alice, lesson)
    assert f'name="next" value="{site.module.url}"' in alice.get(site.lessons[0].url).content.decode()


@pytest.mark.parametrize("fields", [{"event": "not an id"}, {"version": "0"}, {"version": "many"}, {"event": ""}])
def test_a_form_that_makes_no_sense_is_refused_in_words(site, alice, fields):
    response = _press(alice, site.lessons[0], **fields)
    assert response.status_code == 409
    assert "Nothing was saved" in response.content.decode()
    assert not LearningEvent.objects.exists()


def test_a_version_that_never_was_is_not_found(site, alice):
    assert _press(alice, site.lessons[0], version=99).status_code == 404


def test_somebody_elses_event_id_is_refused_in_words(site, people, alice):
    taken = complete(people.carol, site.lessons[0]).event.pk
    assert _press(alice, site.lessons[0], event=taken).status_code == 409


def test_a_lesson_that_was_taken_away_is_refused_in_words(site, alice):
    page = site.lessons[0]
    page.unpublish()
    response = _press(alice, page)
    assert response.status_code == 404
    assert "no longer published" in response.content.decode()


def test_with_a_retired_module_its_lessons_go_and_come_back(site, people, alice, client):
    module, lesson = site.module, site.lessons[0]
    complete(people.alice, site.lessons[1])
    module.unpublish()
    for one in (alice, client):
        response = one.get(lesson.url)
        assert response.status_code == 404
        assert module.title not in response.content.decode()
    assert "what is on your record stays" in alice.get(lesson.url).content.decode()
    assert "on your record" not in client.get(lesson.url).content.decode()
    assert "Nothing was saved" in _press(alice, lesson).content.decode()
    assert LearningEvent.objects.filter(verb="completed").count() == 1
    publish(ModulePage.objects.get(pk=module.pk))
    assert alice.get(lesson.url).status_code == 200
    assert _press(alice, lesson).status_code == 302
    assert ModuleState.objects.get().lessons_done == 2


def test_a_lesson_below_a_module_that_was_never_published_is_seen_by_nobody(site, alice, people, signed_in):
    secret = site.learn.add_child(instance=ModulePage(title="A secret draft", owner_words="Editors", live=False))
    lesson = make_lesson(secret, "The first of it")
    for one in (alice, signed_in(people.dana)):
        response = one.get(lesson.url)
        assert response.status_code == 404
        assert b"A secret draft" not in response.content
    publish(ModulePage.objects.get(pk=secret.pk))
    assert alice.get(lesson.url).status_code == 200


def test_members_read_on_while_the_public_home_is_not_published(site, alice):
    site.home.unpublish()
    assert alice.get(site.lessons[0].url).status_code == 200


def test_a_lesson_is_closed_with_its_module_and_opens_with_it(site, people, alice):
    """Old links say why, nothing more is written down, and what was written stays."""
    complete(people.alice, site.lessons[0])
    module, page = type(site.module).objects.get(pk=site.module.pk), site.lessons[1]
    uid = item_of(page).uid
    module.unpublish()
    response = alice.get(page.url)
    assert response.status_code == 404
    assert "belongs to something that is not published at the moment" in response.content.decode()
    assert _press(alice, page).status_code == 404
    assert alice.post(reverse("learning:keep_place", args=[uid]), {"event": uuid4(), "percent": 40}).status_code == 404
    assert "All my words" in _note(alice, page, "All my words").content.decode()
    assert alice.get(reverse("learning:what_changed", args=[uid])).status_code == 404
    assert (LearningEvent.objects.count(), Note.objects.count(), list(differences())) == (1, 0, [])
    publish(module)
    assert alice.get(page.url).status_code == 200
    assert _press(alice, page).status_code == 302
    assert (LearningEvent.objects.count(), list(differences())) == (2, [])


def test_a_lesson_moved_into_a_module_that_was_never_published_is_closed(site, people, alice):
    draft = site.learn.add_child(instance=type(site.module)(title="Not yet", slug="not-yet", owner_words="Editors", live=False))
    site.lessons[1].move(draft, pos="last-child")
    page = LessonPage.objects.get(pk=site.lessons[1].pk)
    assert alice.get(page.url).status_code == 404
    assert _press(alice, page).status_code == 404
    publish(type(draft).objects.get(pk=draft.pk))
    assert alice.get(page.url).status_code == 200
    assert _press(alice, page).status_code == 302


def test_a_person_without_membership_goes_home(site, people, signed_in):
    assert _press(signed_in(people.newcomer), site.lessons[0]).url == "/"
    assert not LearningEvent.objects.exists()


def test_carrying_on_leads_to_the_very_place(site, people, alice):
    lesson = item_of(site.lessons[1])
    record.keep_place(member=people.alice, lesson=lesson, anchor="part-22222222", percent=33, event_id=uuid4(), at=timezone.now())
    response = alice.post(reverse("learning:carry_on", args=[site.item.uid]), {"event": uuid4()})
    assert response.url == f"{site.lessons[1].url}#part-22222222"


def test_a_place_sent_by_script_needs_no_answer_and_by_button_leads_back(site, alice):
    url = reverse("learning:keep_place", args=[item_of(site.lessons[0]).uid])
    data = {"event": uuid4(), "anchor": "part-22222222", "percent": 40}
    assert alice.post(url, data).status_code == 204
    assert alice.post(url, {**data, "next": site.lessons[0].url}).url == site.lessons[0].url
    assert alice.post(url, {**data, "percent": 140}).status_code == 400
    assert Place.objects.get().percent == 40


def test_reading_again_what_is_done_does_not_move_the_place(site, people, alice):
    url = {page.pk: reverse("learning:keep_place", args=[item_of(page).uid]) for page in site.lessons}
    complete(people.alice, site.lessons[0])
    alice.post(url[site.lessons[1].pk], {"event": uuid4(), "anchor": "part-22222222", "percent": 40})
    done, page = alice.get(site.lessons[0].url).content.decode(), alice.get(site.lessons[1].url).content.decode()
    assert "data-place-url" in page and "data-place-url" not in done
    assert "place.js" in page and "place.js" in done  # which also sends a typed note along
    assert alice.post(url[site.lessons[0].pk], {"event": uuid4(), "anchor": "x", "percent": 10}).status_code == 204
    answer = alice.post(url[site.lessons[0].pk], {"event": uuid4(), "anchor": "x", "percent": 10, "next": site.lessons[0].url}, follow=True)
    assert "your place stays where you stopped" in answer.content.decode()
    place = Place.objects.get()
    assert (place.item, place.percent) == (item_of(site.lessons[1]), 40)


def test_a_place_in_a_module_that_is_asked_for_anew_begins_the_new_cycle(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    anew = record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=timezone.now())
    url = reverse("learning:keep_place", args=[item_of(site.lessons[1]).uid])
    alice.post(url, {"event": uuid4(), "anchor": "part-22222222", "percent": 40})
    assert Place.objects.get().assignment == anew
    assert "Carry on with lesson 2" in alice.get("/").content.decode()


def _note(client, page, text, prompt=QUESTION):
    url = reverse("learning:save_note", args=[item_of(page).uid, prompt])
    return client.post(url, {"event": uuid4(), "text": text})


def test_a_note_is_kept_shown_again_and_known_only_as_a_reflection(site, people, alice):
    response = _note(alice, site.lessons[0], "The one about phones.")
    assert response.url.endswith(f"#note-{QUESTION}")
    assert "The one about phones." in alice.get(site.lessons[0].url).content.decode()
    assert LearningEvent.objects.get().verb == "reflected"
    assert "phones" not in str(LearningEvent.objects.values().get())
    _note(alice, site.lessons[0], "Another thought.")
    assert (Note.objects.get().text, LearningEvent.objects.count()) == ("Another thought.", 1)


def test_nobody_else_sees_a_note(site, people, alice, signed_in):
    _note(alice, site.lessons[0], "The one about phones.")
    for other in (people.bob, people.carol, people.dana, people.frank):
        assert "about phones" not in signed_in(other).get(site.lessons[0].url).content.decode()


def test_a_note_that_is_too_long_comes_back_with_every_word(site, alice):
    text = "word " * 1200
    response = _note(alice, site.lessons[0], text)
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert "This note is too long" in response.content.decode()
    assert not Note.objects.exists()


def test_a_note_that_comes_too_late_comes_back_with_every_word(site, people, alice):
    """Seen as open, and refused when it is to be written down: the module asks for nothing yet, or the lesson has just gone."""
    type(site.item).objects.filter(pk=site.item.pk).update(structure=None)
    response = _note(alice, site.lessons[0], "Hello, all my words.")
    assert response.status_code == 404
    assert "Hello, all my words." in response.content.decode()
    assert not Note.objects.exists()


def test_an_empty_note_takes_the_words_away_and_writing_anew_is_no_second_reflection(site, alice):
    _note(alice, site.lessons[0], "The one about phones.")
    _note(alice, site.lessons[0], "  ")
    assert Note.objects.get().text == ""
    assert "about phones" not in alice.get(site.lessons[0].url).content.decode()
    _note(alice, site.lessons[0], "Another thought.")
    assert LearningEvent.objects.filter(verb="reflected").count() == 1


def test_a_note_to_a_question_that_is_not_there_is_refused(site, alice):
    response = _note(alice, site.lessons[0], "Hello, all my words.", prompt="nothing")
    assert response.status_code == 404
    assert "Hello, all my words." in response.content.decode()


def test_a_content_note_stands_first_until_one_goes_on_or_has_been_there(site, people, alice):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.content_note = "It speaks of self-harm."
    publish(page)
    before = alice.get(page.url).content.decode()
    assert "Go on to the lesson" in before
    assert "Lesson 1 of 3" in before
    assert "1 minute" in before
    assert "Mark as complete" in alice.get(f"{page.url}?go-on=1").content.decode()
    complete(people.alice, page)
    assert "On your record since" in alice.get(page.url).content.decode()


def test_the_modules_content_note_stands_before_its_lessons_until_one_is_under_way(site, people, alice):
    module = type(site.module).objects.get(pk=site.module.pk)
    module.content_note = "It speaks of exploitation."
    publish(module)
    for page in site.lessons:
        assert "It speaks of exploitation." in alice.get(page.url).content.decode()
    assert "Mark as complete" in alice.get(f"{site.lessons[0].url}?go-on=1").content.decode()
    complete(people.alice, site.lessons[0])
    assert "Mark as complete" in alice.get(site.lessons[1].url).content.decode()


def test_an_editorial_change_after_a_clarified_one_takes_nothing_back(site, people, alice):
    complete(people.alice, site.lessons[0])
    edit(site.lessons[0], "Clearer words.", "clarified", "It is clearer.")
    told = outline()[site.module.pk].lessons[0].changed_at
    edit(site.lessons[0], "Clearer words, spelt right.", "editorial")
    assert outline()[site.module.pk].lessons[0].changed_at == told
    assert "It is clearer." in alice.get("/").content.decode()


def test_nothing_a_member_reads_is_kept_by_a_shared_browser(site, alice):
    for path in ("/", site.lessons[0].url, "/account/"):
        assert alice.get(path).headers["Cache-Control"] == "private, no-store"


def test_material_change_is_asked_about_and_reading_it_keeps_the_date(site, people, alice):
    written = complete(people.alice, site.lessons[0])
    edit(site.lessons[0], "Another rule.", "material", "The rule is new.")
    lesson = item_of(site.lessons[0])
    url = reverse("learning:what_changed", args=[lesson.uid])
    assert url in alice.get(site.lessons[0].url).content.decode()
    assert "I have read what changed" in alice.get(url).content.decode()
    alice.post(url, {"event": uuid4(), "version": lesson.current.number})
    assert "I have read what changed" not in alice.get(url).content.decode()
    assert written.assignment.lesson_states.get().completed_at == written.event.occurred_at


def test_home_offers_what_was_last_begun_and_names_what_is_overdue(site, people, alice):
    from tests.builders import make_module

    other, _ = make_module(site.learn, "Words that care", lessons=1)
    record.assign(
        member=people.alice, module=item_of(other), due_on=timezone.localdate() - timedelta(days=3), by=people.bob, at=timezone.now()
    )
    complete(people.alice, site.lessons[0])
    page = alice.get("/").content.decode()
    assert "Carry on with lesson 2" in page
    assert "One module is overdue" in page
    assert "Overdue since" in page


def test_home_goes_on_to_what_has_lessons_when_those_last_begun_were_all_retired(site, people, alice):
    from tests.builders import make_module

    other, _ = make_module(site.learn, "Words that care", lessons=1)
    due = timezone.localdate() - timedelta(days=3)
    record.assign(member=people.alice, module=item_of(other), due_on=due, by=people.bob, at=timezone.now())
    complete(people.alice, site.lessons[0])
    for lesson in site.lessons:
        lesson.unpublish()
    page = alice.get("/").content.decode()
    assert "Nothing more is asked of you" not in page
    assert "Start lesson 1" in page and "Words that care, lesson 1." in page


def test_home_of_a_new_starter_offers_the_first_module(site, alice):
    page = alice.get("/").content.decode()
    assert "A good place to begin" in page
    assert "Start lesson 1" in page


def test_home_says_what_is_new_until_one_has_completed_it(site, people, alice):
    assert "New module" in alice.get("/").content.decode()
    for lesson in site.lessons:
        complete(people.alice, lesson)
    assert "New module" not in alice.get("/").content.decode()


def test_home_is_calm_when_all_is_done(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    assert "Nothing more is asked of you" in alice.get("/").content.decode()


def test_a_preview_works_for_a_lesson_that_was_never_saved(site, people):
    page = LessonPage(title="New", slug="new", body=body("Fresh words."))
    parent = site.module
    page.depth, page.path = parent.depth + 1, parent.path + "0009"
    page.set_url_path(parent)
    response = page.make_preview_request()
    assert "Fresh words." in response.content.decode()


def test_a_preview_of_an_edit_shows_the_draft(site, people):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.body = body("Draft words.")
    response = page.make_preview_request()
    assert "Draft words." in response.content.decode()
    assert current().nodes[page.pk].live


def test_my_learning_says_what_a_completion_rests_on(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    edit(site.lessons[0], "Clearer words.", "clarified", "One sentence is clearer.")
    page = alice.get(reverse("learning:my_learning")).content.decode()
    for words in ("Read, 3 lessons", "Version of", "2 November 2026", "Changed since:", "One sentence is clearer."):
        assert words in page


def test_a_lesson_that_is_done_is_shown_as_done_on_its_module_though_one_stopped_there(site, people, alice):
    lesson = site.lessons[0]
    complete(people.alice, site.lessons[1])
    alice.post(reverse("learning:keep_place", args=[item_of(lesson).uid]), {"event": uuid4(), "percent": 40, "anchor": "part-1"})
    for states in (["here", "done", "not-started"], ["done", "done", "not-started"]):
        assert [row.state for row in alice.get(site.module.url).context["lessons"]] == states
        complete(people.alice, lesson)
