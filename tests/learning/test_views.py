"""Members' requests and the responses to them, invalid requests included."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.page_tree.snapshot import current_tree
from cms.vocabulary.models import Provocation
from learning.actions import record
from learning.models import LearningEvent, LessonPage, ModulePage, ModuleState, Note, Place
from learning.outline import outline
from learning.rebuild import differences
from tests.builders import QUESTION, body, complete, edit, item_of, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(people, signed_in):
    return signed_in(people.alice)


def _press(client, page, **fields):
    item = item_of(page)
    data = {"event": uuid4(), "version": item.current.number, **fields}
    return client.post(reverse("learning:complete", args=[item.uid]), data)


def _can_complete(client, url, page):
    """Return whether the page at a URL has the form that completes the lesson."""
    return reverse("learning:complete", args=[item_of(page).uid]) in client.get(url).content.decode()


def _next(client):
    """Return the next step that the member's home offers, or nothing."""
    return next((context["next"] for context in client.get("/").context if "next" in context), None)


def test_completing_redirects_to_the_next_page(site, alice):
    assert _press(alice, site.lessons[0], next=site.lessons[1].url).url == site.lessons[1].url


def test_a_completion_of_text_that_has_no_version_is_refused_with_the_page_again(site, people, alice):
    """Publishing was interrupted: the page shows new text, and the newest version has the old one."""
    lesson = site.lessons[0]
    LessonPage.objects.filter(pk=lesson.pk).update(body=body("Words that nobody has recorded."), summary="New.")
    page = alice.get(lesson.url).content.decode()
    assert "nobody has recorded" in page and not _can_complete(alice, lesson.url, lesson)
    for version in (1, 2, 77):
        response = _press(alice, lesson, version=version)
        assert response.status_code == 409
        assert "nobody has recorded" in response.content.decode()
        assert "We have not marked this lesson as complete" in response.content.decode()
    assert not LearningEvent.objects.exists()
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert _can_complete(alice, lesson.url, lesson) and _press(alice, lesson).status_code == 302
    assert LearningEvent.objects.get().version.number == 2


def test_a_recorded_completion_is_confirmed_again_though_the_text_has_no_version(site, people, alice):
    event = uuid4()
    _press(alice, site.lessons[0], event=event)
    LessonPage.objects.filter(pk=site.lessons[0].pk).update(summary="New.")
    assert _press(alice, site.lessons[0], event=event).status_code == 302


def test_a_voided_completion_is_not_confirmed_again(site, people, alice):
    event = uuid4()
    _press(alice, site.lessons[0], event=event)
    alice.get(reverse("learning:my_learning"))  # shows the confirmation
    record.void(event=LearningEvent.objects.get(), by=people.frank, reason="By mistake.", event_id=uuid4(), at=timezone.now())
    response = _press(alice, site.lessons[0], event=event)
    assert response.status_code == 409 and "is on your record" not in response.content.decode()
    assert _press(alice, site.lessons[0]).status_code == 302
    assert _press(alice, site.lessons[0], event=event).status_code == 302


def test_completing_never_redirects_to_another_site(site, alice):
    assert _press(alice, site.lessons[0], next="https://elsewhere.example/").url == reverse("learning:my_learning")
    assert _press(alice, site.lessons[1], next="//elsewhere.example/").url == reverse("learning:my_learning")


def test_a_lesson_leads_to_the_next_open_lesson_and_the_last_to_the_end_of_the_module(site, people, alice):
    assert f'name="next" value="{site.lessons[1].url}"' in alice.get(site.lessons[0].url).content.decode()
    for lesson in site.lessons[1:]:
        complete(people.alice, lesson)
    finished_url = reverse("learning:finished", args=[site.item.uid])
    assert f'name="next" value="{finished_url}"' in alice.get(site.lessons[0].url).content.decode()
    assert _press(alice, site.lessons[0], next=site.lessons[1].url).url == finished_url


def test_an_invalid_form_is_refused_and_writes_nothing(site, alice):
    for fields in ({"event": "not an id"}, {"version": "0"}, {"version": "many"}, {"event": ""}):
        response = _press(alice, site.lessons[0], **fields)
        assert response.status_code == 409, fields
        assert "learning/refused.html" in [template.name for template in response.templates], fields
    assert not LearningEvent.objects.exists()


def test_the_event_id_of_someone_else_is_refused(site, people, alice):
    taken = complete(people.carol, site.lessons[0]).event.pk
    assert _press(alice, site.lessons[0], event=taken).status_code == 409


def test_completing_an_unpublished_lesson_is_refused(site, alice):
    page = site.lessons[0]
    page.unpublish()
    response = _press(alice, page)
    assert response.status_code == 404
    assert not LearningEvent.objects.exists()


def test_lessons_close_and_reopen_with_their_module(site, people, alice, client):
    module, lesson = site.module, site.lessons[0]
    complete(people.alice, site.lessons[1])
    module.unpublish()
    for browser in (alice, client):
        response = browser.get(lesson.url)
        assert response.status_code == 404
        assert module.title not in response.content.decode()
    assert alice.get(lesson.url).content != client.get(lesson.url).content, "only a member is told that their record stays"
    assert _press(alice, lesson).status_code == 404
    assert LearningEvent.objects.filter(verb="completed").count() == 1
    publish(ModulePage.objects.get(pk=module.pk))
    assert alice.get(lesson.url).status_code == 200
    assert _press(alice, lesson).status_code == 302
    assert ModuleState.objects.get().lessons_done == 2


def test_a_lesson_of_a_draft_module_is_closed(site, alice, people, signed_in):
    secret = site.learn.add_child(instance=ModulePage(title="A secret draft", owner_words="Editors", live=False))
    lesson = make_lesson(secret, "The first of it")
    for browser in (alice, signed_in(people.dana)):
        response = browser.get(lesson.url)
        assert response.status_code == 404
        assert b"A secret draft" not in response.content
    publish(ModulePage.objects.get(pk=secret.pk))
    assert alice.get(lesson.url).status_code == 200


def test_lessons_stay_open_while_the_public_home_is_unpublished(site, alice):
    site.home.unpublish()
    assert alice.get(site.lessons[0].url).status_code == 200


def test_no_event_is_written_for_a_lesson_of_an_unpublished_module(site, people, alice):
    """Old links explain why, no new event is recorded, and earlier events remain."""
    complete(people.alice, site.lessons[0])
    module, page = type(site.module).objects.get(pk=site.module.pk), site.lessons[1]
    uid = item_of(page).uid
    module.unpublish()
    assert alice.get(page.url).status_code == 404
    assert _press(alice, page).status_code == 404
    assert alice.post(reverse("learning:keep_place", args=[uid]), {"event": uuid4(), "percent": 40}).status_code == 404
    assert "All my words" in _note(alice, page, "All my words").content.decode()
    assert alice.get(reverse("learning:what_changed", args=[uid])).status_code == 404
    assert (LearningEvent.objects.count(), Note.objects.count(), list(differences())) == (1, 0, [])
    publish(module)
    assert alice.get(page.url).status_code == 200
    assert _press(alice, page).status_code == 302
    assert (LearningEvent.objects.count(), list(differences())) == (2, [])


def test_a_lesson_moved_into_a_draft_module_is_closed(site, people, alice):
    draft = site.learn.add_child(instance=type(site.module)(title="Not yet", slug="not-yet", owner_words="Editors", live=False))
    site.lessons[1].move(draft, pos="last-child")
    page = LessonPage.objects.get(pk=site.lessons[1].pk)
    assert alice.get(page.url).status_code == 404
    assert _press(alice, page).status_code == 404
    publish(type(draft).objects.get(pk=draft.pk))
    assert alice.get(page.url).status_code == 200
    assert _press(alice, page).status_code == 302


def test_a_person_without_membership_is_sent_home(site, people, signed_in):
    assert _press(signed_in(people.newcomer), site.lessons[0]).url == "/"
    assert not LearningEvent.objects.exists()


def test_continuing_leads_to_the_saved_place(site, people, alice):
    lesson = item_of(site.lessons[1])
    record.keep_place(member=people.alice, lesson=lesson, anchor="part-22222222", percent=33, event_id=uuid4(), at=timezone.now())
    response = alice.post(reverse("learning:carry_on", args=[site.item.uid]), {"event": uuid4()})
    assert response.url == f"{site.lessons[1].url}#part-22222222"


def test_continuing_falls_back_to_how_far_down_the_place_was(site, people, alice):
    """The heading of the saved place was reworded, so its anchor is gone."""
    lesson = item_of(site.lessons[1])
    for percent, anchor in [(50, "part-22222222"), (99, "part-33333333"), (1, "part-11111111")]:
        record.keep_place(member=people.alice, lesson=lesson, anchor="old-words", percent=percent, event_id=uuid4(), at=timezone.now())
        response = alice.post(reverse("learning:carry_on", args=[site.item.uid]), {"event": uuid4()})
        assert response.url == f"{site.lessons[1].url}#{anchor}"


def test_saving_a_place_returns_204_to_a_script_and_a_redirect_to_a_button(site, alice):
    url = reverse("learning:keep_place", args=[item_of(site.lessons[0]).uid])
    data = {"event": uuid4(), "anchor": "part-22222222", "percent": 40}
    assert alice.post(url, data).status_code == 204
    assert alice.post(url, {**data, "next": site.lessons[0].url}).url == site.lessons[0].url
    assert alice.post(url, {**data, "percent": 140}).status_code == 400
    assert Place.objects.get().percent == 40


def test_rereading_a_completed_lesson_does_not_move_the_place(site, people, alice):
    url = {page.pk: reverse("learning:keep_place", args=[item_of(page).uid]) for page in site.lessons}
    complete(people.alice, site.lessons[0])
    alice.post(url[site.lessons[1].pk], {"event": uuid4(), "anchor": "part-22222222", "percent": 40})
    done, page = alice.get(site.lessons[0].url).content.decode(), alice.get(site.lessons[1].url).content.decode()
    assert "data-place-url" in page and "data-place-url" not in done
    assert "place.js" in page and "place.js" in done  # the script also sends a typed note along
    assert alice.post(url[site.lessons[0].pk], {"event": uuid4(), "anchor": "x", "percent": 10}).status_code == 204
    answer = alice.post(url[site.lessons[0].pk], {"event": uuid4(), "anchor": "x", "percent": 10, "next": site.lessons[0].url}, follow=True)
    assert len(list(answer.context["messages"])) == 1
    place = Place.objects.get()
    assert (place.item, place.percent) == (item_of(site.lessons[1]), 40)


def test_a_place_in_a_reassigned_module_starts_the_new_cycle(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    anew = record.renew(member=people.alice, module=site.item, due_on=None, by=people.bob, at=timezone.now())
    url = reverse("learning:keep_place", args=[item_of(site.lessons[1]).uid])
    alice.post(url, {"event": uuid4(), "anchor": "part-22222222", "percent": 40})
    assert Place.objects.get().assignment == anew
    assert _next(alice)["button"].url == reverse("learning:carry_on", args=[site.item.uid])


def _note(client, page, text, prompt=QUESTION):
    url = reverse("learning:save_note", args=[item_of(page).uid, prompt])
    return client.post(url, {"event": uuid4(), "text": text})


def test_a_note_is_saved_and_its_text_is_never_in_the_record(site, people, alice):
    response = _note(alice, site.lessons[0], "The one about phones.")
    assert response.url.endswith(f"#note-{QUESTION}")
    assert "The one about phones." in alice.get(site.lessons[0].url).content.decode()
    assert LearningEvent.objects.get().verb == "reflected"
    assert "phones" not in str(LearningEvent.objects.values().get())
    _note(alice, site.lessons[0], "Another thought.")
    assert (Note.objects.get().text, LearningEvent.objects.count()) == ("Another thought.", 1)


def test_other_people_cannot_see_a_note(site, people, alice, signed_in):
    _note(alice, site.lessons[0], "The one about phones.")
    for person in (people.bob, people.carol, people.dana, people.frank):
        assert "about phones" not in signed_in(person).get(site.lessons[0].url).content.decode()


def test_a_note_that_is_too_long_is_returned_complete(site, alice):
    text = "word " * 1200
    response = _note(alice, site.lessons[0], text)
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not Note.objects.exists()


def test_a_note_on_a_lesson_just_retired_is_returned_complete(site, people, alice):
    """The lesson was open when read but is refused on saving: the module has no structure yet, or has just lost the lesson."""
    type(site.item).objects.filter(pk=site.item.pk).update(structure=None)
    response = _note(alice, site.lessons[0], "Hello, all my words.")
    assert response.status_code == 404
    assert "Hello, all my words." in response.content.decode()
    assert not Note.objects.exists()


def test_emptying_and_rewriting_a_note_is_a_single_reflection(site, alice):
    _note(alice, site.lessons[0], "The one about phones.")
    _note(alice, site.lessons[0], "  ")
    assert Note.objects.get().text == ""
    assert "about phones" not in alice.get(site.lessons[0].url).content.decode()
    _note(alice, site.lessons[0], "Another thought.")
    assert LearningEvent.objects.filter(verb="reflected").count() == 1


def test_a_note_to_an_unknown_question_is_refused_and_returned(site, alice):
    response = _note(alice, site.lessons[0], "Hello, all my words.", prompt="nothing")
    assert response.status_code == 404
    assert "Hello, all my words." in response.content.decode()


def _set_note(page, note, ask_first):
    """Publish a module or a lesson with a content note."""
    page = type(page).objects.get(pk=page.pk)
    page.content_note, page.ask_first, page.change = note, ask_first, "editorial"
    publish(page)
    return page


def _is_asked(client, page):
    """Return whether a lesson's content note is shown instead of it."""
    return not _can_complete(client, page.url, page)


def test_an_ordinary_content_note_is_shown_and_stops_nobody(site, people, alice):
    _set_note(site.module, "It speaks of exploitation.", False)
    page = _set_note(site.lessons[0], "It speaks of self-harm.", False)
    assert not _is_asked(alice, page)
    assert "It speaks of self-harm." in alice.get(page.url).content.decode()
    assert "It speaks of exploitation." in alice.get(site.module.url).content.decode()


def test_hard_content_notes_are_asked_about_once_in_a_module(site, people, alice):
    """The first hard lesson shows the notes of all of them; past it, none asks again, in any session and without JavaScript."""
    second, _ = (_set_note(page, f"Hard matter in {page.title}.", True) for page in site.lessons[1:])
    assert [_is_asked(alice, page) for page in site.lessons] == [False, True, True]
    shown = alice.get(second.url)
    assert [note["heading"] for note in shown.context["notes_before"]] == ["In this lesson", "In lesson 3"]
    button = shown.context["go_on"]
    answer = alice.post(button.url, {**button.fields})
    assert answer.url == f"{second.url}?go-on=1" and LearningEvent.objects.filter(verb="started").count() == 1
    assert [_is_asked(alice, page) for page in site.lessons] == [False, False, False]


def test_a_modules_hard_note_is_asked_about_before_its_first_lesson_read(site, people, alice):
    _set_note(site.module, "It speaks of exploitation.", True)
    assert all(_is_asked(alice, page) for page in site.lessons)
    complete(people.alice, site.lessons[0])
    assert not any(_is_asked(alice, page) for page in site.lessons[1:])


def test_an_editorial_change_does_not_hide_an_earlier_clarified_one(site, people, alice):
    complete(people.alice, site.lessons[0])
    edit(site.lessons[0], "Clearer words.", "clarified", "It is clearer.")
    told = outline()[site.module.pk].lessons[0].changed_at
    edit(site.lessons[0], "Clearer words, spelt right.", "editorial")
    assert outline()[site.module.pk].lessons[0].changed_at == told
    assert "It is clearer." in alice.get("/").content.decode()


def test_browsers_never_cache_members_pages(site, alice):
    for path in ("/", site.lessons[0].url, "/account/"):
        assert alice.get(path).headers["Cache-Control"] == "private, no-store"


def test_confirming_a_material_change_preserves_the_completion_date(site, people, alice):
    written = complete(people.alice, site.lessons[0])
    edit(site.lessons[0], "Another rule.", "material", "The rule is new.")
    lesson = item_of(site.lessons[0])
    url = reverse("learning:what_changed", args=[lesson.uid])
    assert url in alice.get(site.lessons[0].url).content.decode()
    assert alice.get(url).context["button"]
    alice.post(url, {"event": uuid4(), "version": lesson.current.number})
    assert not alice.get(url).context["button"]
    assert written.assignment.lesson_states.get().completed_at == written.event.occurred_at


def test_home_offers_the_module_last_begun_and_overdue_ones(site, people, alice):
    overdue, _ = make_module(site.learn, "Words that care", lessons=1)
    record.assign(
        member=people.alice, module=item_of(overdue), due_on=timezone.localdate() - timedelta(days=3), by=people.bob, at=timezone.now()
    )
    complete(people.alice, site.lessons[0])
    shown = _next(alice)
    assert shown["title"] == site.lessons[1].title
    assert shown["overdue_words"] and shown["overdue_url"] == overdue.url
    assert b"row-overdue" in alice.get("/").content


def test_home_skips_a_module_whose_lessons_were_all_retired(site, people, alice):
    assigned, (lesson,) = make_module(site.learn, "Words that care", lessons=1)
    due = timezone.localdate() - timedelta(days=3)
    record.assign(member=people.alice, module=item_of(assigned), due_on=due, by=people.bob, at=timezone.now())
    complete(people.alice, site.lessons[0])
    for retired in site.lessons:
        retired.unpublish()
    assert _next(alice)["title"] == lesson.title


def test_home_offers_a_new_starter_the_first_lesson(site, alice):
    assert _next(alice)["title"] == site.lessons[0].title


def test_home_tells_of_a_new_module_until_the_member_starts_or_is_assigned_it(site, people, alice):
    """Modules that were there when the member joined are not news, nor are those shown as due or started."""
    complete(people.alice, site.lessons[0])
    module, _ = make_module(site.learn, "Words that care", lessons=1)
    html = alice.get("/").content.decode()
    assert "Words that care" in html.partition('aria-labelledby="new"')[2]
    assert site.module.title not in html.partition('aria-labelledby="new"')[2].partition("</section>")[0]
    record.assign(member=people.alice, module=item_of(module), due_on=None, by=people.bob, at=timezone.now())
    assert 'aria-labelledby="new"' not in alice.get("/").content.decode()


def test_home_shows_one_step_until_the_first_lesson_is_done(site, people, alice):
    Provocation.objects.create(slug="asked", text="Is this good enough for my child?", live=True)
    other, _ = make_module(site.learn, "Words that care", lessons=1)
    first = alice.get("/")
    html = first.content.decode()
    assert html.count("button-next") == 1 and "Your first step" in html
    assert other.title in html.partition("What comes after")[2] and site.module.title not in html.partition("What comes after")[2]
    assert "Is this good enough" not in html and 'aria-labelledby="new"' not in html
    complete(people.alice, site.lessons[0])
    assert "Is this good enough" in alice.get("/").content.decode()


def test_home_never_says_not_started_of_a_lesson_with_a_saved_place(site, people, alice):
    record.keep_place(member=people.alice, lesson=item_of(site.lessons[0]), anchor="", percent=90, event_id=uuid4(), at=timezone.now())
    panel = alice.get("/").content.decode().partition('<section class="next"')[2].partition("</section>")[0]
    assert "near the end" in panel and "Not started" not in panel


def test_home_offers_nothing_when_everything_is_done(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    assert _next(alice) is None and "next-calm" in alice.get("/").content.decode()


def test_an_unsaved_lesson_can_be_previewed(site, people):
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
    assert current_tree().nodes[page.pk].live


def test_my_learning_shows_version_and_later_changes_of_a_completion(site, people, alice):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    edit(site.lessons[0], "Clearer words.", "clarified", "One sentence is clearer.")
    response = alice.get(reverse("learning:my_learning"))
    (done,) = response.context["done"]
    assert done["version_words"] and "3" in done["rests_on"][0]["words"]
    assert "2 November 2026" in response.content.decode() and "One sentence is clearer." in response.content.decode()


def test_a_completed_lesson_is_shown_as_done_even_with_a_saved_place(site, people, alice):
    lesson = site.lessons[0]
    complete(people.alice, site.lessons[1])
    alice.post(reverse("learning:keep_place", args=[item_of(lesson).uid]), {"event": uuid4(), "percent": 40, "anchor": "part-1"})
    for states in (["here", "done", "not-started"], ["done", "done", "not-started"]):
        assert [row.state for row in alice.get(site.module.url).context["lessons"]] == states
        complete(people.alice, lesson)
