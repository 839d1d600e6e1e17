"""Checks before publishing: problems in the saved page, block by block. The same problems block publishing."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.desk.checks import page_text, publish_checks
from cms.desk.rights import set_desk_rights
from cms.pages.validation import publish_errors
from learning.models import LessonPage, ModulePage
from tests.casestudies.stories import make_draft
from tests.casestudies.stories import make_index as make_stories
from tests.community.builders import make_event, make_reflection, make_reflection_index, make_upcoming
from tests.community.builders import make_index as make_events
from tests.pages.blocks.parts import a_recording, an_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(site):
    return LessonPage.objects.get(pk=site.lessons[0].pk)


def body(lesson, *blocks):
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    lesson.change, lesson.what_changed = "clarified", "Better."
    return lesson


PICTURE = {"alternative": "", "decorative": False, "caption": "", "credit": ""}


def test_a_published_lesson_has_no_errors(lesson):
    assert publish_errors(lesson) == {}


def test_a_picture_without_alternative_text_is_reported_with_its_block(lesson):
    page = body(lesson, ("text", "<p>Words.</p>"), ("picture", {**PICTURE, "image": an_image().pk}))
    (error,) = publish_errors(page)["body"]
    assert error.startswith("Picture (block 2), Alternative: ")


def test_missing_captions_and_transcript_are_reported(lesson):
    video = {"recording": a_recording(captions="", transcript="").pk, "called": ""}
    (error,) = publish_errors(body(lesson, ("video", video)))["body"]
    assert error.startswith("Video (block 1), Recording: ") and "captions" in error and "transcript" in error


def test_an_error_in_a_nested_list_is_reported_with_its_position(lesson):
    step = {"key": "a", "text": "<p>A</p>", "question": "And?", "choices": [{"label": "One", "follows": "", "go_to": ""}] * 2}
    found = publish_errors(body(lesson, ("scenario", {"title": "A", "steps": [step]})))["body"]
    assert any("Scenario (block 1), Steps, number 1, Choices, number 1, Follows" in error for error in found), found


def test_a_lesson_that_is_too_long_or_has_no_kind_of_change_is_reported(lesson):
    assert "12 minutes" in publish_errors(body(lesson, ("text", f"<p>{'word ' * 2400}</p>")))["body"][0]
    page = body(lesson, ("text", "<p>Other words.</p>"))
    page.change = ""
    assert list(publish_errors(page)) == ["change"]


def test_errors_of_case_studies_and_events_are_reported(site):
    page = make_draft(make_stories(), is_composite=False)
    page.happening = []
    assert set(publish_errors(page)) == {"happening", "evidence", "__all__"}
    event = make_event(make_events(site.home))
    event.attendance, event.attendance_source = 50, ""
    assert list(publish_errors(event)) == ["attendance_source"]


def test_a_suggestion_does_not_block_publishing(lesson, site):
    shown = publish_checks(lesson)
    assert shown["refusals"] == []
    assert any("source" in look for look in shown["looks"]) and shown["minutes"] == 1
    module = ModulePage.objects.get(pk=site.module.pk)
    looks = publish_checks(module)["looks"]
    module.objectives = [("objective", "hold risk with a young person")]
    assert len(publish_checks(module)["looks"]) == len(looks) - 1, "a module without objectives is worth a look"


def looks_of(page):
    return " ".join(publish_checks(page)["looks"])


def test_decorative_pictures_get_a_suggestion(lesson):
    pictures = [("picture", {**PICTURE, "image": an_image().pk, "decorative": True})] * 2
    assert "2 pictures" in looks_of(body(lesson, *pictures))
    described = ("picture", {**PICTURE, "image": an_image().pk, "alternative": "A door"})
    assert "picture" not in looks_of(body(lesson, described))


def test_event_invitations_and_write_ups_get_different_suggestions(site):
    index = make_events(site.home)
    before, after = make_upcoming(index), make_event(index, summary="")
    looks, missing = set(publish_checks(before)["looks"]), set(publish_checks(after)["looks"])
    assert looks and missing and not looks & missing
    before.mode = "online"
    assert len(publish_checks(before)["looks"]) == len(looks) - 1, "an invitation without a place is worth a look"
    after.attendance, after.attendance_source = 40, "The sign-in sheet"
    after.summary = "A day."
    assert len(publish_checks(after)["looks"]) == len(missing) - 2, "so is a write-up without numbers or a summary"


def test_reflections_and_case_studies_get_their_own_suggestions(site):
    reflection = make_reflection(make_reflection_index(site.home))
    assert looks_of(reflection)
    reflection.source_title = "A report"
    assert looks_of(reflection) == ""
    stories = make_stories()
    missing = publish_checks(make_draft(stories))["looks"]
    told = make_draft(stories, "Another", provocations=["whose-fear"], content_note="A child who was missing.")
    assert len(publish_checks(told)["looks"]) == len(missing) - 2, "a content note and a provocation are worth a look"


def test_events_reflections_and_case_studies_get_a_reading_age(site):
    event = make_event(make_events(site.home), intro=f"<p>{'The cat sat on the mat. ' * 30}</p>")
    reflection = make_reflection(
        make_reflection_index(site.home),
        answers=[{"type": "answer", "value": {"prompt": "What was it?", "text": f"<p>{'The cat sat on the mat. ' * 30}</p>"}}],
    )
    study = make_draft(make_stories(), situation="The cat sat on the mat. " * 25)
    assert all(publish_checks(page)["age"] for page in (event, reflection, study))


def test_the_reading_age_is_computed_from_the_text_readers_see(lesson):
    page = body(lesson, ("text", "<p>The cat sat.</p><p>It was warm.</p>"), ("key_point", {"text": "Be kind."}))
    assert {"The cat sat.", "Be kind."} <= {line.split("  ")[0].strip()[:12] for line in page_text(page).splitlines()}
    easy = body(lesson, ("text", "<p>" + "The cat sat on the mat. " * 30 + "</p>"))
    assert publish_checks(easy)["age"] <= 7


def test_the_editor_shows_errors_under_checks(lesson, people, signed_in):
    set_desk_rights()
    page = body(lesson, ("picture", {**PICTURE, "image": an_image().pk}))
    page.save_revision(clean=False)
    html = BeautifulSoup(signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content, "html.parser")
    said = " ".join(html.find(attrs={"aria-labelledby": "before-publishing"}).get_text(" ").split())
    assert "Picture (block 1), Alternative: " in said
    assert html.find(attrs={"data-content-metrics": True}) or html.find(id="content-metrics-title") or "Content metrics" in html.get_text()


def test_the_panel_that_the_editor_asks_for_after_saving_is_about_the_newest_draft(lesson, signed_in, people):
    set_desk_rights()
    client = signed_in(people.dana)
    address = reverse("desk_checks", args=[lesson.pk])
    assert "Nothing is missing" in client.get(address).content.decode()
    body(lesson, ("text", f"<p>{'word ' * 2400}</p>")).save_revision()
    assert "12 minutes" in client.get(address).content.decode()
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
