"""The main task in a browser without JavaScript: nothing needs a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from learning.models import LearningEvent, ModulePage, Note, Place
from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPLETED = LearningEvent.Verb.COMPLETED


@pytest.fixture
def alice(demo, open_as):
    return open_as("alice", size=DESK, javascript=False)


def test_completing_a_lesson_leads_to_the_next_without_javascript(demo, alice):
    module = demo.module("RAISE")
    lessons = demo.lessons(module)
    alice.get_by_role("button", name="Carry on with lesson 3").click()
    expect(alice).to_have_url(re.compile(re.escape(lessons[2].url)))
    alice.get_by_role("button", name="Mark as complete and go on").click()
    expect(alice).to_have_url(re.compile(re.escape(lessons[3].url)))
    alice.get_by_role("button", name="Go on to the lesson").click()
    expect(alice.get_by_text("Lesson 4 of 5", exact=True)).to_be_visible()
    assert len(demo.events("alice", COMPLETED, lessons[2])) == 1


def test_home_offers_the_last_module_without_javascript(demo, alice):
    """Scrolling goes unnoticed without a script: completing a lesson must be enough to save the place."""
    other = demo.module("What is")
    alice.get_by_role("link", name="My learning").click()
    alice.get_by_role("listitem").filter(has_text=other.title).get_by_role("button", name="Carry on").click()
    if alice.get_by_role("button", name="Go on to the lesson").is_visible():
        alice.get_by_role("button", name="Go on to the lesson").click()
    alice.get_by_role("button", name="Mark as complete and go on").click()
    expect(alice.get_by_text("is on your record")).to_be_visible()
    alice.get_by_role("link", name="Drumbeat").first.click()
    expect(alice.locator(".next")).to_contain_text(f"{other.title}, lesson 4")


def test_a_button_saves_the_place_without_javascript(demo, alice):
    lesson = demo.lessons(demo.module("RAISE"))[2]
    alice.goto(lesson.url)
    keep = alice.get_by_role("button", name="Save my place here")
    assert keep.count() == alice.locator(".lesson-body h2").count()
    anchor = alice.locator(".lesson-body h2").last.get_attribute("id")
    keep.last.click()
    expect(alice).to_have_url(re.compile(f"#{anchor}$"))
    assert Place.objects.get(assignment__member=demo.person("alice"), item=demo.item(lesson)).anchor == anchor
    alice.goto("/")
    alice.get_by_role("button", name="Carry on with lesson 3").click()
    expect(alice).to_have_url(re.compile(f"#{anchor}$"))
    expect(alice.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_scenario_can_be_finished_and_restarted_without_javascript(demo, alice):
    lesson = demo.lessons(demo.module("RAISE"))[2]
    alice.goto(lesson.url)
    scene = alice.get_by_role("group", name="Scenario")
    taken = 0
    while scene.get_by_role("radio").count():
        scene.get_by_role("radio").first.check(force=True)
        scene.get_by_role("button", name="See what might happen next").click()
        taken += 1
        expect(scene.locator(".scenario-follows")).to_have_count(taken)
    assert taken > 1
    expect(scene.get_by_role("button")).to_have_count(0)
    scene.get_by_role("link", name="Go back and try another way").click()
    expect(scene.locator(".scenario-follows")).to_have_count(0)
    scene.get_by_role("button", name="See what might happen next").click()
    expect(scene.get_by_role("radio")).to_have_count(3)
    assert not demo.events("alice", page=lesson), "what one tries in a scenario goes on no record"


def test_a_note_is_saved_and_private_without_javascript(demo, alice, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[2]
    alice.goto(lesson.url)
    note = alice.get_by_role("group", name="Private note").first
    note.get_by_role("textbox").fill("Line one.\n\nIt was <mine> & nobody else’s.")
    note.get_by_role("button", name="Save my note").click()
    expect(note.get_by_role("textbox")).to_have_value("Line one.\n\nIt was <mine> & nobody else’s.")
    expect(note.get_by_role("status")).to_contain_text("Saved")
    assert [event.verb for event in demo.events("alice", page=lesson)] == [LearningEvent.Verb.REFLECTED]
    bob = open_as("bob", javascript=False)
    bob.goto(f"{lesson.url}?go-on=1")
    expect(bob.get_by_role("group", name="Private note").first.get_by_role("textbox")).to_have_value("")
    assert Note.objects.count() == 1


def test_what_changed_can_be_read_without_javascript(demo, alice):
    lesson = demo.lessons(demo.module("RAISE"))[0]
    lesson.summary += " Now with a second example."
    lesson.change, lesson.what_changed = "material", "A second example."
    lesson.save_revision().publish()
    alice.goto(lesson.url)
    alice.get_by_role("link", name="Read what changed").click()
    expect(alice).to_have_url(re.compile(reverse("learning:what_changed", args=[demo.item(lesson).uid])))
    expect(alice.locator("main ins, main .addition").first).to_be_visible()
    alice.get_by_role("button", name="I have read what changed").click()
    expect(alice.get_by_text("Your completion and its date stay the same")).to_be_visible()
    expect(alice.get_by_role("link", name="Read what changed")).to_have_count(0)
    assert demo.events("alice", LearningEvent.Verb.REREAD, lesson)


def test_the_catalogue_is_filtered_without_javascript(demo, alice):
    everything = ModulePage.objects.live().count()
    alice.get_by_role("link", name="Learn", exact=True).click()
    expect(alice.get_by_role("status")).to_contain_text(f"{everything} modules")
    alice.get_by_label("Theme").select_option("trauma")
    alice.get_by_role("button", name="Show", exact=True).click()
    expect(alice.get_by_label("Theme")).to_have_value("trauma")
    expect(alice.get_by_role("status")).not_to_contain_text(f"{everything} modules")
    alice.get_by_role("link", name=f"Show all {everything}").first.click()
    expect(alice.get_by_role("status")).to_contain_text(f"{everything} modules")


def test_a_glossary_term_is_explained_in_place_without_javascript(demo, alice):
    lesson = demo.lessons(demo.module("RAISE"))[1]
    alice.goto(f"{lesson.url}?go-on=1")
    term = alice.locator(".lesson-body button.term").first
    card = alice.locator(f"#{term.get_attribute('popovertarget')}")
    expect(card).to_be_hidden()
    term.click()
    expect(card).to_be_visible()


def test_signing_out_works_without_javascript(demo, alice):
    alice.get_by_role("link", name="Your account").click()
    alice.get_by_role("button", name="Sign out").click()
    expect(alice.get_by_role("link", name="Sign in").first).to_be_visible()
    alice.goto("/my-learning/")
    expect(alice.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
