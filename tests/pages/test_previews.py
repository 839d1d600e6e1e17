"""A trainer's previews before publishing: as it will appear, on paper, and to a new member."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.desk.rights import set_desk_rights
from community.models import EventIndexPage, EventPage, Interest
from learning.models import LessonPage, ModulePage
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
    """Return a function that returns the HTML of a page in the editor's preview, as dana."""

    def shown(page, mode):
        request = RequestFactory().get("/admin/")
        request.COOKIES = {name: morsel.value for name, morsel in dana.cookies.items()}
        request.META["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in request.COOKIES.items())
        response = page.make_preview_request(request, mode)
        assert response.status_code == 200
        return response.content.decode()

    return shown


def test_a_preview_as_a_new_member_shows_no_record(site, preview):
    module = ModulePage.objects.get(pk=site.module.pk)
    assert "2 of 3" in preview(module, "")
    new = preview(module, "member")
    assert "2 of 3" not in new
    assert 'href="/account/"' in new, "it is still a member’s page"


def test_a_preview_in_another_language_does_not_change_readers_dates(site, dana, preview):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    with override("fr"):
        french = preview(lesson, "")
    english = dana.get(site.lessons[0].url).content.decode()
    assert (f"Done {AT.day} novembre {AT.year}" in french, f"Done {AT.day} November {AT.year}" in english) == (True, True)


def test_a_preview_as_a_new_member_starts_with_a_hard_content_note(site, preview):
    lesson = LessonPage.objects.get(pk=site.lessons[2].pk)
    lesson.content_note, lesson.ask_first = "It speaks of a child who was missing.", True
    publish(lesson)
    assert "Name whose risk it is." in preview(lesson, "")
    new = preview(lesson, "member")
    assert "It speaks of a child who was missing." in new and "Name whose risk it is." not in new


def test_a_preview_of_an_upcoming_event_shows_the_actions_for_members(site, people, dana, preview):
    event = make_upcoming(make_events(site.home))
    Interest.objects.create(event=event, member=people.dana, made_at=timezone.now())
    say, take_back = (reverse(f"community:{deed}", args=[event.pk]) for deed in ("be_interested", "take_back_interest"))
    assert take_back in dana.get(event.url).content.decode()
    event.unpublish()
    shown = preview(EventPage.objects.get(pk=event.pk), "")
    assert say in shown and take_back not in shown
    past = make_event(EventIndexPage.objects.get())
    assert reverse("community:be_interested", args=[past.pk]) not in preview(past, "")


def test_a_preview_on_paper_uses_the_print_style_sheet(site, preview):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    assert 'print.css" media="all"' in preview(lesson, "paper")
    assert 'print.css" media="print"' in preview(lesson, "")


def test_no_preview_shows_the_end_of_a_page(site, preview, dana):
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    assert reverse("save_page", args=[lesson.pk]) in dana.get(lesson.url).content.decode()
    for mode, _ in lesson.preview_modes:
        assert reverse("save_page", args=[lesson.pk]) not in preview(lesson, mode), mode


def test_only_previews_can_be_framed_and_only_by_the_editor(site, people, dana):
    request = RequestFactory().get("/admin/")
    request.META["HTTP_COOKIE"] = "; ".join(f"{name}={morsel.value}" for name, morsel in dana.cookies.items())
    policy = "Content-Security-Policy"
    preview = LessonPage.objects.get(pk=site.lessons[0].pk).make_preview_request(request, "")
    assert "frame-ancestors 'self'" in preview[policy] and "script-src 'self'" in preview[policy] and "nonce" not in preview[policy]
    assert "frame-ancestors 'none'" in dana.get(site.lessons[0].url)[policy]


def test_only_the_editors_preview_has_the_script_of_wagtails_checks(site, people, dana):
    """Without the script the checks report no problems, although they have checked nothing."""
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    dana.post(f"{edit}preview/", sent(lesson))
    preview = dana.get(f"{edit}preview/?in_preview_panel=true&mode=")
    assert "userbar.js" in preview.content.decode() and "script-src 'self'" in preview["Content-Security-Policy"]
    for address in (f"{edit}preview/?mode=", lesson.url):
        assert "userbar" not in dana.get(address).content.decode()


def test_the_editor_offers_every_preview_mode_and_size(site, dana):
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[site.lessons[0].pk])).content.decode()
    lesson = LessonPage.objects.get(pk=site.lessons[0].pk)
    for words in [str(words) for _, words in lesson.preview_modes] + [str(size["label"]) for size in lesson.preview_sizes]:
        assert words in html, words
