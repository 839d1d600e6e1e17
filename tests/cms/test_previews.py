"""What a trainer sees before publishing: as it will stand, on paper, and as somebody new to it."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.desk.rights import set_desk_rights
from community.models import EventIndexPage, EventPage, Interest
from learning.models import LessonPage, ModulePage
from learning.ways import through
from tests.builders import AT, complete, publish
from tests.community.builders import make_event, make_upcoming
from tests.community.builders import make_index as make_events
from tests.learning.test_lesson_form import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(site, people, signed_in):
    set_desk_rights()
    for lesson in site.lessons[:2]:
        complete(people.dana, lesson)
    return signed_in(people.dana)


@pytest.fixture
def preview(people, dana):
    """A function that gives the HTML of a page as the editor's preview shows it to dana."""

    def shown(page, mode):
        request = RequestFactory().get("/admin/")
        request.COOKIES = {name: morsel.value for name, morsel in dana.cookies.items()}
        request.META["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in request.COOKIES.items())
        response = page.make_preview_request(request, mode)
        assert response.status_code == 200
        return response.content.decode()

    return shown


def test_as_somebody_new_a_module_shows_nobodys_record(site, preview):
    module = ModulePage.objects.get(pk=site.module.pk)
    assert "2 of 3 lessons done" in preview(module, "")
    new = preview(module, "member")
    assert "Not started" in new and "2 of 3" not in new
    assert "Your account" in new, "it is still a member’s page"


def test_a_preview_in_the_language_of_a_trainers_desk_changes_no_date_for_readers(site, dana, preview):
    through._date_words.cache_clear()
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    with override("fr"):
        french = preview(lesson, "")
    english = dana.get(site.lessons[0].url).content.decode()
    assert (f"Done {AT.day} novembre {AT.year}" in french, f"Done {AT.day} November {AT.year}" in english) == (True, True)


def test_as_somebody_new_a_lesson_begins_with_its_content_note(site, preview):
    lesson = LessonPage.objects.get(pk=site.lessons[2].pk)
    lesson.content_note = "It speaks of a child who was missing."
    publish(lesson)
    assert "Name whose risk it is." in preview(lesson, "")
    new = preview(lesson, "member")
    assert "It speaks of a child who was missing." in new and "Name whose risk it is." not in new


def test_an_invitation_shows_what_members_will_be_able_to_do(site, people, dana, preview):
    event = make_upcoming(make_events(site.home))
    Interest.objects.create(event=event, member=people.dana, made_at=timezone.now())
    assert "Take it back" in dana.get(event.url).content.decode()
    event.unpublish()
    shown = preview(EventPage.objects.get(pk=event.pk), "")
    assert "I am interested" in shown and "Take it back" not in shown
    assert "I am interested" not in preview(make_event(EventIndexPage.objects.get()), "")


def test_on_paper_is_the_page_with_the_style_of_the_print(site, preview):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    assert 'print.css" media="all"' in preview(lesson, "paper")
    assert 'print.css" media="print"' in preview(lesson, "")


def test_what_stands_around_a_page_is_on_the_page_and_in_no_preview(site, preview, dana):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    assert "With this page" in dana.get(lesson.url).content.decode()
    for mode, _ in lesson.preview_modes:
        assert "With this page" not in preview(lesson, mode), mode


def test_the_editor_may_show_a_preview_in_a_frame_and_nobody_else_anything(site, people, dana):
    request = RequestFactory().get("/admin/")
    request.META["HTTP_COOKIE"] = "; ".join(f"{name}={morsel.value}" for name, morsel in dana.cookies.items())
    policy = "Content-Security-Policy"
    preview = LessonPage.objects.get(pk=site.lessons[0].pk).make_preview_request(request, "")
    assert "frame-ancestors 'self'" in preview[policy] and "script-src 'self'" in preview[policy] and "nonce" not in preview[policy]
    assert "frame-ancestors 'none'" in dana.get(site.lessons[0].url)[policy]


def test_what_the_checks_look_through_stands_in_the_editors_own_preview_and_nowhere_else(site, people, dana):
    """Without it the checks say that they found nothing, having looked at nothing."""
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    dana.post(f"{edit}preview/", sent(lesson))
    preview = dana.get(f"{edit}preview/?in_preview_panel=true&mode=")
    assert "userbar.js" in preview.content.decode() and "script-src 'self'" in preview["Content-Security-Policy"]
    assert "There is no summary" in preview.content.decode() and "search engines" not in preview.content.decode()
    for address in (f"{edit}preview/?mode=", lesson.url):
        assert "userbar" not in dana.get(address).content.decode()


def test_the_editor_offers_them_in_words(site, dana):
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk])).content.decode()
    for words in ("As it will look", "On paper", "As a member who is new here", "On a phone", "On a computer"):
        assert words in html
