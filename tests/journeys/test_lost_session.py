"""Ended sessions and dropped connections: no text is lost and nothing counts twice."""

import re

import pytest
from playwright.sync_api import expect

from learning.models import LearningEvent, Note
from tests.journeys import pages
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "She said: “nobody asked me”.\n\n<b>So I asked.</b> It took ten minutes & a cup of tea."
AND_GO_ON = "Mark as complete and go on"


@pytest.fixture
def lesson(demo):
    return demo.lessons(demo.module("RAISE"))[2]


@pytest.fixture
def alice(demo, open_as):
    return open_as("alice", size=PHONE)


def _type_and_lose_the_session(page, lesson):
    page.goto(lesson.url)
    note = page.get_by_role("group", name="Private note").first
    note.get_by_role("textbox").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    note.get_by_role("button", name="Save my note").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    expect(page.get_by_text("You were in the middle of something")).to_be_visible()
    assert not Note.objects.exists()


def _sign_in_here(page, demo, name):
    page.get_by_label("Work email address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_note_survives_an_ended_session_and_saves_with_one_press(demo, alice, lesson):
    _type_and_lose_the_session(alice, lesson)
    assert not pages.axe(alice)
    _sign_in_here(alice, demo, "alice")
    expect(alice.get_by_role("heading", name="You were in the middle of something", level=1)).to_be_visible()
    assert alice.locator(".kept").inner_text() == WORDS
    assert not pages.axe(alice) + pages.sideways(alice)
    alice.get_by_role("main").get_by_role("button", name="Send it now").click()
    expect(alice).to_have_url(re.compile(re.escape(lesson.url)))
    expect(alice.get_by_role("group", name="Private note").first.get_by_role("textbox")).to_have_value(WORDS)
    assert Note.objects.get().text == WORDS.replace("\n", "\r\n") or Note.objects.get().text == WORDS
    assert len(demo.events("alice", LearningEvent.Verb.REFLECTED, lesson)) == 1
    alice.goto("/account/send-again/")
    expect(alice.get_by_text("So I asked")).to_have_count(0)


def test_an_unsaved_note_is_saved_with_the_next_press(demo, alice, lesson):
    alice.goto(lesson.url)
    alice.get_by_role("group", name="Private note").first.get_by_role("textbox").fill(WORDS)
    alice.get_by_role("button", name=AND_GO_ON).click()
    expect(alice.get_by_text("is on your record.")).to_be_visible()
    assert Note.objects.get().text.replace("\r\n", "\n") == WORDS
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1


def test_an_unsaved_note_waits_if_the_session_has_ended(demo, alice, lesson):
    alice.goto(lesson.url)
    alice.get_by_role("group", name="Private note").first.get_by_role("textbox").fill(WORDS)
    alice.context.clear_cookies(name="sessionid")
    alice.get_by_role("button", name=AND_GO_ON).click()
    expect(alice.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    _sign_in_here(alice, demo, "alice")
    assert alice.locator(".kept").inner_text() == WORDS
    alice.get_by_role("main").get_by_role("button", name="Send it now").click()
    expect(alice).to_have_url(re.compile(re.escape(lesson.url)))
    assert Note.objects.get().text.replace("\r\n", "\n") == WORDS


def test_another_person_who_signs_in_does_not_see_the_note(demo, alice, lesson):
    _type_and_lose_the_session(alice, lesson)
    _sign_in_here(alice, demo, "bob")
    expect(alice.get_by_role("link", name="Your account")).to_be_visible()
    assert "nobody asked me" not in alice.content()
    assert not Note.objects.exists()


def test_a_completion_sent_after_the_session_ended_counts_once(demo, alice, lesson):
    alice.goto(lesson.url)
    alice.context.clear_cookies(name="sessionid")
    alice.get_by_role("button", name=AND_GO_ON).click()
    _sign_in_here(alice, demo, "alice")
    assert not demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)
    alice.get_by_role("main").get_by_role("button", name="Send it now").click()
    expect(alice.get_by_text("is on your record")).to_be_visible()
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1


def test_a_completion_sent_while_offline_counts_once(demo, alice, lesson):
    alice.goto(lesson.url)
    alice.context.set_offline(True)
    alice.get_by_role("button", name=AND_GO_ON).click()
    alice.wait_for_url("chrome-error://**")
    alice.context.set_offline(False)
    assert not demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)
    alice.go_back()
    alice.get_by_role("button", name=AND_GO_ON).click()
    expect(alice.get_by_text("is on your record")).to_be_visible()
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1


def test_a_completion_whose_response_was_lost_counts_once(demo, alice, lesson):
    """The connection drops at the worst moment: the event is written, and the browser never hears of it."""
    alice.goto(lesson.url)
    sent = {}

    def drop_the_answer(route):
        sent["status"] = route.fetch(max_redirects=0).status
        sent["form"] = route.request.post_data
        route.abort("connectionreset")

    alice.route("**/complete/", drop_the_answer, times=1)
    alice.get_by_role("button", name=AND_GO_ON).click()
    alice.wait_for_url("chrome-error://**")
    assert sent["status"] == 302
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1
    with_the_same_form = alice.context.request.post(
        f"/my-learning/lessons/{demo.item(lesson).uid}/complete/",
        data=sent["form"],
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert with_the_same_form.ok
    assert "is on your record" in with_the_same_form.text()
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1
