"""The desk in a real browser: Wagtail's own checks look at what is written."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
A_NUMBER = re.compile(r"^[1-9]\d*$")


def test_the_checks_count_words_and_find_what_is_wrong(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[0]
    dana = open_as("dana", size=DESK)
    dana.set_default_timeout(60_000)  # the editor of a long lesson, made while other tests run
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    dana.get_by_role("button", name="Toggle checks").click()
    counted, issues = dana.locator("[data-content-word-count]"), dana.locator("[data-checks-panel]")
    expect(counted).to_have_text(A_NUMBER, timeout=60_000)
    expect(issues).to_be_empty()

    lesson.body.insert(0, ("heading", {"text": "Too small, too soon", "level": "3"}))
    lesson.save_revision(user=demo.person("dana"))
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))  # the panel is still open
    expect(issues).to_contain_text("Incorrect heading hierarchy", timeout=60_000)
    expect(dana.locator("[data-content-checker-count]").first).to_have_text(A_NUMBER)
    assert all("axe.run results" in one for one in dana.seen.complaints), dana.seen.complaints
    dana.seen.complaints.clear()  # Wagtail writes to the console what axe found


# The words of a page as somebody might find it: with a look of its own, a script, and a picture.
FROM_ELSEWHERE = """<h1>A page from elsewhere</h1><h2 style="color: red">What they <b>say</b></h2>
<p style="font-family: Comic Sans MS">The <i>kettle</i> goes on, <a href="https://example.org/a">they write</a>.<script>"run"</script></p>
<p><img alt="A door" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"></p><ul><li>One</li><li>Two</li></ul>"""


def test_a_page_from_elsewhere_is_pasted_without_its_pictures_and_it_is_said_why(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[0]
    lesson.body = [("text", "<p>Before.</p>")]
    lesson.save_revision(user=demo.person("dana"))
    dana = open_as("dana", size=DESK)
    dana.set_default_timeout(60_000)
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    editor = dana.locator("[data-contentpath=body] [role=textbox][contenteditable=true]").last
    editor.wait_for()
    elsewhere = dana.context.new_page()
    elsewhere.goto("about:blank")
    elsewhere.set_content(FROM_ELSEWHERE)
    elsewhere.keyboard.press("Control+A")
    elsewhere.keyboard.press("Control+C")
    elsewhere.close()
    editor.click()
    dana.keyboard.press("Control+End")
    dana.keyboard.press("Control+V")
    said = dana.get_by_role("alert").get_by_text("The pictures were left out of what you pasted.")
    expect(said).to_be_in_viewport(ratio=1)
    expect(editor).to_contain_text("The kettle goes on")
    expect(editor.locator("img")).to_have_count(0)
    dana.get_by_role("button", name="Save draft").first.click()
    expect(dana.locator(".messages")).to_contain_text("has been")
    saved = str(lesson.specific_class.objects.get(pk=lesson.pk).get_latest_revision_as_object().body[0].value.source)
    assert re.sub(r' data-block-key="\w+"', "", saved) == (
        "<p>Before.A page from elsewhere</p><p>What they <b>say</b></p>"
        '<p>The <i>kettle</i> goes on, <a href="https://example.org/a">they write</a>.</p><ul><li>One</li><li>Two</li></ul>'
    )

    editor.click()
    for key in ("Control+A", "Control+C", "Control+V"):
        dana.keyboard.press(key)
    expect(dana.get_by_role("alert")).to_have_count(0)
