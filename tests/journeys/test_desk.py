"""The admin in a real browser: checks, pasting, and a module from a Word file through to a reader."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page, Site

from cms.pages.models import SiteSettings
from cms.people.actions import grant_role, join
from cms.people.models import Role, User
from learning.models import LearningEvent, LessonPage, ModulePage
from tests.journeys.conftest import DESK, PHONE
from tests.learning.wordfiles import docx, h, p, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_NUMBER = re.compile(r"^[1-9]\d*$")


def test_the_checks_count_words_and_report_problems(demo, open_as):
    lesson = demo.lessons(demo.module("RAISE"))[0]
    dana = open_as("dana", size=DESK)
    dana.set_default_timeout(60_000)  # the editor of a long lesson, opened while other tests run
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
    dana.seen.complaints.clear()  # Wagtail logs axe's findings to the console


# A web page as it might be copied: with its own styles, a script and a picture.
FROM_ELSEWHERE = """<h1>A page from elsewhere</h1><h2 style="color: red">What they <b>say</b></h2>
<p style="font-family: Comic Sans MS">The <i>kettle</i> goes on, <a href="https://example.org/a">they write</a>.<script>"run"</script></p>
<p><img alt="A door" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"></p><ul><li>One</li><li>Two</li></ul>"""


def test_a_pasted_page_loses_its_pictures_and_the_editor_says_why(demo, open_as):
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
    said = dana.get_by_role("alert").get_by_text("The pictures in what you pasted were left out.")
    expect(said).to_be_in_viewport(ratio=1)
    expect(editor).to_contain_text("The kettle goes on")
    expect(editor.locator("img")).to_have_count(0)
    dana.get_by_role("button", name="Save draft").first.click()
    expect(dana.locator(".messages")).to_contain_text("What we mean by risk")
    saved = str(lesson.specific_class.objects.get(pk=lesson.pk).get_latest_revision_as_object().body[0].value.source)
    assert re.sub(r' data-block-key="\w+"', "", saved) == (
        "<p>Before.A page from elsewhere</p><p>What they <b>say</b></p>"
        '<p>The <i>kettle</i> goes on, <a href="https://example.org/a">they write</a>.</p><ul><li>One</li><li>Two</li></ul>'
    )

    editor.click()
    for key in ("Control+A", "Control+C", "Control+V"):
        dana.keyboard.press(key)
    expect(dana.get_by_role("alert")).to_have_count(0)


def _action(editor, name, *, asked=False):
    """Choose one of the editor's further actions after the automatic save, half a second after each change.

    A module without a published lesson is asked about first; `asked` confirms it.
    """
    editor.wait_for_timeout(1_500)
    action = editor.get_by_role("button", name=name).last
    if not action.is_visible():
        editor.get_by_role("button", name="More actions").last.click()
    editor.get_by_role("button", name=name).last.click()
    if asked:
        editor.locator("form:has(input[name=asked]) button").first.click()
    editor.locator(".messages li").first.wait_for()


@pytest.fixture
def gwen(demo):
    """Add a second trainer, on a site where a second trainer reviews."""
    dana = demo.person("dana")
    person = User.objects.create_user("gwen@example.org", demo.password, first_name="Gwen", last_name="Hill")
    join(user=person, authority=dana.membership.authority, hub=None, job_role=dana.membership.job_role, on="2026-09-01")
    grant_role(user=person, role=Role.TRAINER, on="2026-09-01")
    SiteSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults={"second_trainer_reviews": True})
    return person


def test_a_module_from_a_word_file_is_reviewed_published_and_read(demo, gwen, open_as, tmp_path):
    file = tmp_path / "whose-fear.docx"
    parts = [h(1, "Whose fear?"), p("Why it matters."), h(2, "On a Tuesday"), p("Somebody rings at two."), picture(), p("And then?")]
    file.write_bytes(docx(*parts).read())
    dana = open_as("dana", size=DESK)
    dana.set_default_timeout(60_000)
    dana.goto(reverse("newmodule:start"))
    dana.locator("input[type=file]").set_input_files(file)
    dana.get_by_role("button", name="Read the file").click()
    dana.get_by_label("Who looks after it").fill("Hub trainers")
    dana.get_by_role("button", name="Create the drafts").click()
    expect(dana.get_by_text("Say what the picture shows, mark it as decorative, or leave it out.")).to_be_visible()
    dana.get_by_label("What it shows").fill("A blue front door, half open")
    dana.get_by_role("button", name="Create the drafts").click()
    expect(dana.get_by_text("“Whose fear?” and its 1 lesson are now drafts.")).to_be_visible()

    module = ModulePage.objects.get(title="Whose fear?")
    lesson = LessonPage.objects.child_of(module).get()
    for page, summary in ((lesson, "A call in the night, and whose fear it is."), (module, "Whose fear decides?")):
        dana.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        expect(dana.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
        dana.get_by_role("textbox", name="Summary").fill(summary)
        _action(dana, "Submit to a second trainer", asked=page == module)
        assert not Page.objects.get(pk=page.pk).live
    dana.goto(reverse("wagtailadmin_home"))
    expect(dana.locator("#under-review-section, #under-review").first).to_contain_text("Whose fear?")

    second = open_as("gwen", size=DESK)
    second.set_default_timeout(60_000)
    for page in (module, lesson):
        second.goto(reverse("wagtailadmin_home"))
        waiting = second.locator("#to-review-section, #to-review").first
        expect(waiting).to_contain_text("Submitted by Dana Okafor")
        waiting.get_by_role("link", name=page.title, exact=True).click()
        _action(second, "Approve and Publish", asked=page == module)
        assert Page.objects.get(pk=page.pk).live

    alice = open_as("alice", size=PHONE)
    alice.goto(demo.index)
    alice.get_by_role("link", name="Whose fear?").first.click()
    expect(alice.get_by_role("heading", name="Whose fear?", level=1)).to_be_visible()
    alice.get_by_role("link", name="On a Tuesday").first.click()
    expect(alice.get_by_text("Somebody rings at two.")).to_be_visible()
    expect(alice.get_by_role("img", name="A blue front door, half open")).to_be_visible()
    with alice.expect_navigation():
        alice.get_by_role("button", name="Mark as complete").first.click()
    assert len(demo.events("alice", LearningEvent.Verb.COMPLETED, lesson)) == 1
