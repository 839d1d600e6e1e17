"""Before you publish: what is missing is named, block by block, of what is saved; and publishing is refused for the same reasons."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.desk.checks import before_publishing, words_of
from cms.desk.rights import set_desk_rights
from cms.pages.validation import publish_errors
from learning.models import LessonPage, ModulePage
from tests.builders import publish
from tests.casestudies.stories import make_draft
from tests.casestudies.stories import make_index as make_stories
from tests.cms.blocks.parts import a_recording, an_image
from tests.community.builders import make_event, make_reflection, make_reflection_index, make_upcoming
from tests.community.builders import make_index as make_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(site):
    return LessonPage.objects.get(pk=site.lessons[0].pk)


def body(lesson, *blocks):
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    lesson.change, lesson.what_changed = "clarified", "Better."
    return lesson


PICTURE = {"alternative": "", "decorative": False, "caption": "", "credit": ""}


def test_a_published_lesson_is_fit(lesson):
    assert publish_errors(lesson) == {}


def test_a_picture_without_words_is_named_with_its_place(lesson):
    page = body(lesson, ("text", "<p>Words.</p>"), ("picture", {**PICTURE, "image": an_image().pk}))
    assert publish_errors(page) == {
        "body": ["Picture (block 2), Alternative: Describe what the picture shows, or tick that it is decoration."]
    }


def test_missing_captions_and_transcript_are_named(lesson):
    video = {"recording": a_recording(captions="", transcript="").pk, "called": ""}
    said = "This recording still needs captions and a transcript. Add them under Recordings, then publish."
    assert publish_errors(body(lesson, ("video", video)))["body"] == [f"Video (block 1), Recording: {said}"]


def test_what_stands_in_a_list_within_a_block_is_named_too(lesson):
    step = {"key": "a", "text": "<p>A</p>", "question": "And?", "choices": [{"label": "One", "follows": "", "go_to": ""}] * 2}
    found = publish_errors(body(lesson, ("scenario", {"title": "A", "steps": [step]})))["body"]
    assert any("Scenario (block 1), Steps, number 1, Choices, number 1, Follows" in one for one in found), found


def test_a_lesson_that_is_too_long_or_undescribed_is_unfit(lesson):
    assert "12 minutes" in publish_errors(body(lesson, ("text", f"<p>{'word ' * 2400}</p>")))["body"][0]
    page = body(lesson, ("text", "<p>Other words.</p>"))
    page.change = ""
    assert list(publish_errors(page)) == ["change"]


def test_case_studies_and_events_say_what_they_lack(site):
    page = make_draft(make_stories(), is_composite=False)
    page.happening = []
    assert set(publish_errors(page)) == {"happening", "is_composite"}
    event = make_event(make_events(site.home))
    event.attendance, event.attendance_source = 50, ""
    assert list(publish_errors(event)) == ["attendance_source"]


def test_what_is_worth_a_look_keeps_nothing_from_being_published(lesson, site):
    shown = before_publishing(lesson)
    assert shown["refusals"] == []
    assert "No source is given. Where does each fact come from?" in shown["looks"]
    assert "It takes about 1 minute; 10 is the most that can be published." in shown["looks"]
    module = ModulePage.objects.get(pk=site.module.pk)
    assert "It says nothing of what people will be able to do afterwards." in before_publishing(module)["looks"]


def looks_of(page):
    return " ".join(before_publishing(page)["looks"])


def test_a_picture_that_is_said_to_be_decoration_is_worth_a_look(lesson):
    pictures = [("picture", {**PICTURE, "image": an_image().pk, "decorative": True})] * 2
    assert "Of 2 pictures it is said that they are decoration" in looks_of(body(lesson, *pictures))
    described = ("picture", {**PICTURE, "image": an_image().pk, "alternative": "A door"})
    assert "decoration" not in looks_of(body(lesson, described))


def test_an_invitation_and_a_write_up_lack_different_things(site):
    index = make_events(site.home)
    before, after = make_upcoming(index), make_event(index, summary="")
    assert "It says neither where it is nor that it is online." in looks_of(before) and "took away" not in looks_of(before)
    for words in ("It has no summary", "nothing says what people took away", "how many were there", "There is no source"):
        assert words in looks_of(after)
    assert "why to come" not in looks_of(after)
    after.attendance, after.attendance_source = 40, "The sign-in sheet"
    assert "how many were there" not in looks_of(after)


def test_reflections_and_case_studies_have_their_own(site):
    reflection = make_reflection(make_reflection_index(site.home))
    assert "No source is given" in looks_of(reflection)
    reflection.source_title = "A report"
    assert looks_of(reflection) == ""
    stories = make_stories()
    study = make_draft(stories)
    for words in ("no content note", "names no provocation", "It leads nowhere"):
        assert words in looks_of(study)
    told = make_draft(stories, "Another", provocations=["whose-fear"], content_note="A child who was missing.")
    assert "provocation" not in looks_of(told) and "content note" not in looks_of(told)


def test_all_of_them_get_a_reading_age(site):
    event = make_event(make_events(site.home), intro=f"<p>{'The cat sat on the mat. ' * 30}</p>")
    reflection = make_reflection(
        make_reflection_index(site.home),
        answers=[{"type": "answer", "value": {"prompt": "What was it?", "text": f"<p>{'The cat sat on the mat. ' * 30}</p>"}}],
    )
    study = make_draft(make_stories(), situation="The cat sat on the mat. " * 25)
    assert all(before_publishing(page)["age"] for page in (event, reflection, study))


def test_the_reading_age_is_that_of_the_words_readers_see(lesson):
    page = body(lesson, ("text", "<p>The cat sat.</p><p>It was warm.</p>"), ("key_point", {"text": "Be kind."}))
    assert {"The cat sat.", "Be kind."} <= {line.split("  ")[0].strip()[:12] for line in words_of(page).splitlines()}
    easy = body(lesson, ("text", "<p>" + "The cat sat on the mat. " * 30 + "</p>"))
    assert before_publishing(easy)["age"] <= 7


def test_the_editor_says_it_under_checks(lesson, people, signed_in):
    set_desk_rights()
    page = body(lesson, ("picture", {**PICTURE, "image": an_image().pk}))
    page.save_revision(clean=False)
    html = BeautifulSoup(signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content, "html.parser")
    said = " ".join(html.find(attrs={"aria-labelledby": "before-publishing"}).get_text(" ").split())
    assert "Must be mended Body : Picture (block 1), Alternative: Describe what the picture shows" in said
    assert "Reading age" in said and "A formula" in said
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert "Content metrics" in html.get_text(), "Wagtail’s own checks are kept"
