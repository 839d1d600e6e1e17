"""The whole main task by keyboard: Tab, Enter, Space, arrows and Escape, no mouse, and the focus always visible."""

import re

import pytest
from playwright.sync_api import expect

from learning.models import LearningEvent, Note
from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { html: one.outerHTML.slice(0, 120), seen };
}"""
MOST_TABS = 80


def _tab_to(page, target, most=MOST_TABS):
    """Press Tab until `target` has the focus, checking every stop on the way. Return the number of presses."""
    for pressed in range(1, most + 1):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus is None or focus["seen"], f"focus cannot be seen on {focus['html']}"
        if target.evaluate("one => one === document.activeElement"):
            return pressed
    raise AssertionError(f"{most} presses of Tab did not reach {target}")


def _press(page, target, key="Enter"):
    _tab_to(page, target)
    page.keyboard.press(key)


@pytest.fixture
def page(open_browser):
    return open_browser(size=DESK)


def test_the_main_task_works_by_keyboard(demo, page):
    lessons = demo.lessons(demo.module("RAISE"))
    page.goto("/")
    skip = page.get_by_role("link", name="Skip to main content")
    assert _tab_to(page, skip) == 1
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    _press(page, page.get_by_role("main").get_by_role("link", name="Sign in"))

    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    _tab_to(page, page.get_by_label("Work email address"))
    page.keyboard.type("alice@example.org")
    _tab_to(page, page.get_by_label("Password"), most=1)
    page.keyboard.type(demo.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hello, Alice")).to_be_visible()

    _skip_to_the_page(page)
    assert _tab_to(page, page.get_by_role("button", name="Carry on with lesson 3")) == 1
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(lessons[2].url)))

    scene = page.get_by_role("group", name="Scenario")
    _tab_to(page, scene.get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(scene.get_by_role("radio").nth(0)).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(scene.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(scene.locator(".scenario-follows")).to_have_count(1)
    assert _tab_to(page, scene.get_by_role("radio").first, most=12) < 12

    note = page.get_by_role("group", name="Private note").first
    _tab_to(page, note.get_by_role("textbox"))
    page.keyboard.type("The third column.")
    _tab_to(page, note.get_by_role("button", name="Save my note"), most=1)
    page.keyboard.press("Enter")
    expect(note.get_by_role("status")).to_contain_text("Saved")
    assert Note.objects.get().text == "The third column."

    _press(page, page.get_by_role("button", name="Mark as complete and go on"))
    expect(page).to_have_url(re.compile(re.escape(lessons[3].url)))
    expect(page.get_by_role("link", name="Leave it for another day")).to_be_visible()
    _press(page, page.get_by_role("button", name="Go on to the lesson"))
    expect(page.get_by_text("Lesson 4 of 5", exact=True)).to_be_visible()
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lessons[2])) == 1

    _press(page, page.get_by_role("link", name="Your account"))
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_visible()
    _press(page, page.get_by_role("button", name="Sign out"), key="Space")
    expect(page.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible()


def _skip_to_the_page(page):
    """Follow the skip link, which must move the focus into the page, past header and navigation."""
    _press(page, page.get_by_role("link", name="Skip to main content"))
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_glossary_term_opens_with_enter_and_closes_with_escape(demo, page, sign_in):
    sign_in(page, "alice")
    page.goto(f"{demo.lessons(demo.module('RAISE'))[1].url}?go-on=1")
    term = page.locator(".lesson-body button.term").first
    card = page.locator(f"#{term.get_attribute('popovertarget')}")
    _tab_to(page, term)
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    expect(card).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()


def test_filters_and_disclosures_work_by_keyboard(demo, page, sign_in):
    sign_in(page, "alice")
    page.goto(demo.index)
    _tab_to(page, page.get_by_label("Theme"))
    page.keyboard.type("Trauma")
    _press(page, page.get_by_role("button", name="Show", exact=True))
    expect(page).to_have_url(re.compile("theme=trauma"))
    page.goto(f"{demo.lessons(demo.module('RAISE'))[2].url}?go-on=1")
    folded = page.locator("main details", has_text="Where this comes from").first
    _press(page, folded.locator("summary"))
    expect(folded).to_have_attribute("open", "")


def test_the_focus_is_visible_at_every_stop_on_every_kind_of_page(demo, page, sign_in):
    """Tab through whole pages, in dark mode too: the focus is never lost and never hidden."""
    sign_in(page, "alice")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in ["/", demo.index, demo.modules[0].url, "/my-learning/", "/account/", "/provocations/"]:
            page.goto(address)
            _tab_to(page, page.get_by_role("contentinfo").get_by_role("link").last, most=150)
