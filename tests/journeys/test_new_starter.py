"""Alice's main task on her phone: one next step, short lessons, a saved place, and a record nothing can undo."""

import re

import pytest
from playwright.sync_api import expect

from learning import marking
from learning.models import LearningEvent, ModuleState, Place
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPLETED = LearningEvent.Verb.COMPLETED
AND_GO_ON = "Mark as complete and go on"


def _is_at(page, lesson):
    """Check that the browser is at this lesson, with any query string or fragment."""
    expect(page).to_have_url(re.compile(re.escape(lesson.url) + r"(\?[^#]*)?(#.*)?$"))


def _past_the_note(page):
    """Accept the content note, if the lesson has one."""
    go_on = page.get_by_role("button", name="Go on to the lesson")
    if go_on.is_visible():
        go_on.click()


def _answer_right(page, lesson):
    """Answer each question of the lesson's check (an Item) as its key says, and hand the check in."""
    questions = {question["id"]: question for question in lesson.current_check.questions}
    for _ in questions:
        question = questions[page.locator("input[name=question]").get_attribute("value")]
        answer = marking.right_answer(question)
        if question["kind"] == "short_answer":
            page.locator("[name=answer]").fill(answer)
        elif question["kind"] == "match":
            for key, value in answer.items():
                page.locator(f"[name='answer-{key}']").select_option(value)
        elif question["kind"] == "order":
            for number, key in enumerate(answer, start=1):
                page.locator(f"[name='answer-{key}']").select_option(str(number))
        else:
            for value in answer if isinstance(answer, list) else [answer]:
                page.locator(f"[name=answer][value='{value}']").check()
        page.get_by_role("button", name="Save and see").click()
        page.locator("main .button-next").click()


def test_alice_signs_in_carries_on_and_finishes_a_module(demo, open_browser):
    module = demo.module("RAISE")
    lessons = demo.lessons(module)
    page = open_browser(size=PHONE)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Work email address").fill("alice@example.org")
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Hello, Alice", level=1)).to_be_visible()
    next_thing = page.locator("main .button-next")
    expect(next_thing).to_have_count(1)
    expect(page.get_by_role("heading", name=lessons[2].title)).to_be_visible()
    expect(page.get_by_text("You stopped about half-way down")).to_be_visible()
    expect(next_thing).to_have_text("Carry on with lesson 3")
    assert next_thing.bounding_box()["y"] < PHONE["height"], "the next thing is not on the first screen"
    next_thing.click()

    _is_at(page, lessons[2])
    expect(page.get_by_text("Lesson 3 of 5", exact=True)).to_be_visible()
    expect(page.locator("main .button-next")).to_have_count(1)
    for number, lesson in enumerate(lessons[2:4], start=3):
        page.get_by_role("button", name=AND_GO_ON).click()
        _is_at(page, lessons[number])
        expect(page.get_by_role("status").filter(has_text=f"“{lesson.title}” is on your record")).to_be_visible()
        _past_the_note(page)
        expect(page.get_by_text(f"Lesson {number + 1} of 5", exact=True)).to_be_visible()

    page.goto(module.url)
    expect(page.get_by_text("4 of 5 lessons done")).to_be_visible()
    page.get_by_role("button", name="Carry on with lesson 5").click()
    _past_the_note(page)
    page.locator("#complete .button-next").click()
    _answer_right(page, demo.item(lessons[4]))
    expect(page.get_by_role("status")).to_be_visible()
    page.locator("main .button-next").click()
    expect(page.get_by_role("heading", name="You have finished RAISE", level=1)).to_be_visible()
    expect(page.locator("main .button-next")).to_have_count(1)

    page.get_by_role("link", name="My learning").click()
    done = page.get_by_role("row").filter(has_text=module.title)
    expect(done).to_contain_text("Read, 5 lessons")
    completed = ModuleState.objects.get(assignment__member=demo.person("alice"), module=demo.item(module)).completed_at
    expect(done).to_contain_text(f"{completed:%-d %B %Y}")
    assert [len(demo.events("alice", COMPLETED, lesson)) for lesson in lessons] == [1] * 5

    page.goto("/")
    expect(page.locator("main .button-next")).to_have_text("Carry on with lesson 3")
    expect(page.locator(".next")).to_contain_text("What is No Wrong Door?, lesson 3")


def test_going_back_and_completing_again_is_one_event(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[2]
    page = open_as("alice")
    page.goto(lesson.url)
    with page.expect_request(lambda request: request.method == "POST") as pressed:
        page.get_by_role("button", name=AND_GO_ON).click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("On your record since")).to_be_visible()
    expect(page.get_by_role("button", name=AND_GO_ON)).to_have_count(0)
    # A browser that cached the page would send the same button again.
    sent = pressed.value
    again = page.request.post(sent.url, headers={"Content-Type": "application/x-www-form-urlencoded"}, data=sent.post_data)
    assert again.ok and "is on your record" in again.text()
    assert len(demo.events("alice", COMPLETED, lesson)) == 1


def test_two_windows_and_two_taps_are_one_event(demo, open_as):
    lesson, after = demo.lessons(demo.module("RAISE"))[2:4]
    one = open_as("alice")
    other = one.context.new_page()
    for window in (one, other):
        window.goto(lesson.url)
    one.get_by_role("button", name=AND_GO_ON).dblclick()
    _is_at(one, after)
    other.get_by_role("button", name=AND_GO_ON).click()
    _is_at(other, after)
    assert len(demo.events("alice", COMPLETED, lesson)) == 1


def test_a_lesson_continues_at_the_saved_place_on_another_device(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[2]
    phone = open_as("alice")
    phone.goto(lesson.url)
    heading = phone.locator(".lesson-body h2").last
    words, anchor = heading.inner_text(), heading.get_attribute("id")
    with phone.expect_response(lambda response: response.url.endswith("/place/")) as kept:
        heading.evaluate("heading => heading.scrollIntoView({ block: 'start' })")
    assert kept.value.status == 204
    assert Place.objects.get(assignment__member=demo.person("alice"), item=demo.item(lesson)).anchor == anchor

    desk = open_as("alice", size={"width": 1280, "height": 900})
    desk.get_by_role("button", name="Carry on with lesson 3").click()
    _is_at(desk, lesson)
    there = desk.get_by_role("heading", name=words, exact=True)
    expect(there).to_be_in_viewport()
    assert there.bounding_box()["y"] < 200
    assert len(demo.events("alice", page=lesson)) == 0, "a place is not evidence"
