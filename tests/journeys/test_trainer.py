"""A trainer's change: dana edits a lesson that people have completed, alice reads what changed, and her completion remains."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from learning.models import ItemVersion, LearningEvent, LessonState
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_WORDS = "A worry is not a plan. This lesson now shows the difference with an example."
WHAT_CHANGED = "One example shows the difference between a worry and a plan."


@pytest.fixture
def lesson(demo):
    return demo.lessons(demo.module("RAISE"))[0]


@pytest.fixture
def editor(demo, open_as, lesson):
    """Return dana's page with the lesson open in Wagtail's editor."""
    dana = open_as("dana", size=DESK)
    dana.get_by_role("link", name="Your account").click()
    dana.get_by_role("link", name="Open the trainers’ desk").click()
    expect(dana).to_have_url(re.compile("/admin/$"))
    dana.on_their_way = set()

    def arrived(request):
        dana.on_their_way.discard(request)

    dana.on("request", lambda request: request.method == "POST" and dana.on_their_way.add(request))
    dana.on("requestfinished", arrived)
    dana.on("requestfailed", arrived)
    dana.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    return dana


def _publish(editor):
    """Wait for Wagtail to save the draft, half a second after each change; publishing sooner would race it."""
    editor.wait_for_timeout(1_000)
    for _ in range(50):
        if not editor.on_their_way:
            break
        editor.wait_for_timeout(100)
    editor.locator("button[name=action-publish]").click()


def test_a_material_change_asks_for_details_is_published_and_read(demo, editor, lesson, open_as):
    item = demo.item(lesson)
    before = LessonState.objects.get(assignment__member=demo.person("alice"), item=item)
    holders = LessonState.objects.filter(item=item, completed_at__isnull=False).count()
    assert holders == 2, "alice and dana have it on their record"

    editor.get_by_role("textbox", name="Summary").fill(NEW_WORDS)
    _publish(editor)

    expect(editor.get_by_role("heading", level=1)).to_contain_text("What kind of change is this?")
    expect(editor.get_by_text("2 people have completed it, in 1 authority")).to_be_visible()
    assert demo.item(lesson).current.number == 1, "nothing was published"

    editor.get_by_role("radio", name="Material").check()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("Say in one line what changed: readers will see it.")).to_be_visible()
    expect(editor.get_by_role("radio", name="Material")).to_be_checked()

    editor.get_by_role("textbox", name="What changed").fill(WHAT_CHANGED)
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messages").get_by_text(re.compile("published", re.IGNORECASE)).first).to_be_visible()
    published = demo.item(lesson).current
    assert (published.number, published.change, published.what_changed) == (2, ItemVersion.Change.MATERIAL, WHAT_CHANGED)
    assert published.made_by == demo.person("dana")

    alice = open_as("alice", size=PHONE)
    expect(alice.get_by_text(WHAT_CHANGED)).to_be_visible()
    alice.goto(lesson.url)
    expect(alice.get_by_text(NEW_WORDS)).to_be_visible()
    alice.get_by_role("link", name="Read what changed").click()
    expect(alice.get_by_text(WHAT_CHANGED)).to_be_visible()
    expect(alice.locator("main ins, main .addition").filter(has_text="example").first).to_be_visible()
    alice.get_by_role("button", name="I have read what changed").click()
    expect(alice.get_by_text("Your completion and its date stay the same")).to_be_visible()
    expect(alice.get_by_role("link", name="Read what changed")).to_have_count(0)
    expect(alice.get_by_text(f"On your record since {before.completed_at:%-d %B %Y}")).to_be_visible()

    after = LessonState.objects.get(pk=before.pk)
    assert (after.completed_at, after.version_id) == (before.completed_at, before.version_id)
    assert len(demo.events("alice", LearningEvent.Verb.REREAD, lesson)) == 1


def test_an_editorial_change_is_not_announced(demo, editor, lesson, open_as):
    editor.get_by_role("textbox", name="Summary").fill(NEW_WORDS)
    _publish(editor)
    editor.get_by_role("radio", name="Editorial").check()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messages").get_by_text(re.compile("published", re.IGNORECASE)).first).to_be_visible()
    assert demo.item(lesson).current.change == ItemVersion.Change.EDITORIAL
    alice = open_as("alice", size=PHONE)
    alice.goto(lesson.url)
    expect(alice.get_by_text(NEW_WORDS)).to_be_visible()
    expect(alice.locator(".lesson-head .notice")).to_have_count(0)


def test_a_lesson_with_a_record_is_retired_and_not_deleted(demo, editor, lesson):
    editor.goto(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    expect(editor.get_by_text("Unpublish it instead")).to_be_visible()
    expect(editor).to_have_url(re.compile(f"{reverse('wagtailadmin_explore', args=[lesson.get_parent().pk])}$"))
    assert demo.item(lesson).page_id == lesson.pk
