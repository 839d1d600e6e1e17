"""The first page of the desk: what waits, for whom; and what is in the menu, for whom."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu, help_menu, reports_menu, settings_menu
from wagtail.models import Page, Revision

from cms.desk import home, set_desk_rights
from cms.models import ProblemReport, Provocation, StandardPage, Theme
from cms.people.actions import grant_role, join
from cms.people.models import Role, User
from learning.actions import record
from learning.models import LearnIndexPage, LessonPage, ModulePage
from tests.builders import complete, item_of, make_lesson, make_module

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture
def gwen(people):
    """Another trainer."""
    return make_trainer(people, "gwen")


@pytest.fixture
def desk(site, people, gwen):
    set_desk_rights()
    return site


def make_trainer(people, name):
    person = User.objects.create_user(f"{name}@example.org", "x" * 20, first_name=name.title(), last_name="Hill")
    join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-09-01")
    grant_role(user=person, role=Role.TRAINER, on="2026-09-01")
    return User.objects.get(pk=person.pk)


def draft(page, by, title):
    page = page.specific_class.objects.get(pk=page.pk)
    page.title = title
    page.save_revision(user=by)
    return page


def submit(page, by):
    page.get_workflow().start(Page.objects.get(pk=page.pk).specific, by)


def panel(client, name):
    """The words of one panel, as they are read."""
    html = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    found = html.find("section", id=re.compile(f"^{name}-?section$|^{name}$"))
    assert found, [one.get("id") for one in html.find_all("section")]
    return " ".join(found.get_text(" ").split())


def test_with_nothing_to_do_every_panel_says_so(people, signed_in, gwen, db):
    set_desk_rights()
    dana = signed_in(people.dana)
    for name, words in {
        "to-review": "Nobody waits for you.",
        "drafts": "Nothing half done.",
        "under-review": "Nothing of yours is being reviewed.",
        "scheduled": "Nothing is set to go live or to expire.",
        "standing-still": "Every module has lessons and readers",
        "where-people-stop": "There is no lesson",
        "to-read-again": "No page’s day of review has passed.",
    }.items():
        assert words in panel(dana, name)


def test_my_drafts_are_mine_and_lead_to_the_editor(desk, people, gwen, signed_in):
    draft(desk.lessons[0], people.dana, "Half done")
    draft(desk.lessons[1], gwen, "Another’s")
    response = signed_in(people.dana).get(reverse("wagtailadmin_home"))
    assert "Half done" in panel(signed_in(people.dana), "drafts")
    assert "Another’s" not in panel(signed_in(people.dana), "drafts")
    assert reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk]) in response.content.decode()


def test_what_waits_stands_with_the_reviewer_and_with_whoever_submitted_it(desk, people, gwen, signed_in):
    page = draft(desk.lessons[0], people.dana, "Read this")
    submit(page, people.dana)
    dana, reviewer = signed_in(people.dana), signed_in(gwen)
    assert "Nobody waits for you." in panel(dana, "to-review")
    assert "Read this" in panel(dana, "under-review") and "Waiting since" in panel(dana, "under-review")
    assert "Read this" not in panel(dana, "drafts")
    waiting = panel(reviewer, "to-review")
    assert "Read this" in waiting and "From Dana Ward" in waiting
    assert "Read as a page" in waiting and "What is different" in waiting
    state = page.current_workflow_state.current_task_state
    state.task.specific.on_action(state, gwen, "reject", comment="Say who.")
    assert "Changes were asked for: Say who." in panel(dana, "under-review")


def test_what_has_a_date_is_shown_with_its_day(desk, people, signed_in):
    page = LessonPage.objects.get(pk=desk.lessons[0].pk)
    page.go_live_at = NOW + timedelta(days=3)
    page.save_revision().publish()
    LessonPage.objects.filter(pk=desk.lessons[1].pk).update(expire_at=NOW + timedelta(days=5))
    words = panel(signed_in(people.dana), "scheduled")
    assert "Goes live on" in words and "Expires, and is retired, on" in words


def test_a_date_that_nobody_kept_is_said_in_plain_words(desk, people, signed_in):
    for lesson, missed in ((desk.lessons[0], {"go_live_at": NOW + timedelta(days=1)}), (desk.lessons[1], {"expire_at": LONG_AGO})):
        page = LessonPage.objects.get(pk=lesson.pk)
        for field, value in missed.items():
            setattr(page, field, value)
        page.save_revision().publish()
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=LONG_AGO)
    LessonPage.objects.filter(pk=desk.lessons[1].pk).update(live=True, expire_at=LONG_AGO)
    words = panel(signed_in(people.dana), "scheduled")
    assert f"Should have gone live on {home.day(LONG_AGO)}: the server has not looked since" in words
    assert f"Should have been retired on {home.day(LONG_AGO)}: the server has not looked since" in words


def test_shared_words_have_dates_too_and_are_shown_to_whoever_may_change_them(desk, people, signed_in):
    for model, fields in (
        (Provocation, {"text": "Whose fear is this?", "slug": "whose-fear"}),
        (Theme, {"name": "Coming home", "slug": "coming-home"}),
    ):
        one = model.objects.create(live=False, go_live_at=NOW + timedelta(days=3), **fields)
        one.save_revision().publish()
        model.objects.create(live=True, expire_at=NOW + timedelta(days=4), **{name: f"{value}-2" for name, value in fields.items()})
    dana, frank = (panel(signed_in(person), "scheduled") for person in (people.dana, people.frank))
    assert "Whose fear is this? Provocation. Goes live on" in dana and "Whose fear is this?-2 Provocation. Expires on" in dana
    assert "Coming home" not in dana, "themes are the administrators’"
    assert "Coming home Theme. Goes live on" in frank and "Coming home-2 Theme. Expires on" in frank
    address = reverse(Provocation.snippet_viewset.get_url_name("edit"), args=[Provocation.objects.get(slug="whose-fear").pk])
    assert address in signed_in(people.dana).get(reverse("wagtailadmin_home")).content.decode()


def test_dates_of_what_is_not_theirs_take_nobodys_place(desk, people, signed_in):
    """Twelve public pages that only administrators may change, all before the trainer’s own."""
    for number in range(12):
        page = desk.home.add_child(instance=StandardPage(title=f"Statement {number}", live=False, go_live_at=NOW + timedelta(hours=1)))
        page.save_revision().publish()
    lesson = LessonPage.objects.get(pk=desk.lessons[0].pk)
    lesson.go_live_at = NOW + timedelta(days=3)
    lesson.save_revision().publish()
    words = panel(signed_in(people.dana), "scheduled")
    assert "Lesson 1 of RAISE and shared risk" in words and "Statement" not in words
    assert "Statement 0" in panel(signed_in(people.frank), "scheduled")


def test_what_readers_report_leads_to_its_answer(desk, people, signed_in):
    page = Page.objects.get(pk=desk.lessons[0].pk)
    report = ProblemReport.objects.create(page=page, page_title=page.title, kind="unclear", words="Who?", by=people.alice, made_at=NOW)
    dana = signed_in(people.dana)
    assert "Something is hard to understand" in panel(dana, "problems") and "Alice" not in panel(dana, "problems")
    address = reverse("problem_reports:edit", args=[report.pk])
    assert address in dana.get(reverse("wagtailadmin_home")).content.decode() and dana.get(address).status_code == 200
    ProblemReport.objects.update(state="done", answered_at=NOW)
    assert "Nobody has reported anything" in panel(dana, "problems")


def test_pages_whose_day_of_review_has_passed_are_to_be_read_again(desk, people, signed_in):
    ModulePage.objects.filter(pk=desk.module.pk).update(review_due_on=(NOW - timedelta(days=2)).date())
    LessonPage.objects.filter(pk=desk.lessons[1].pk).update(review_due_on=(NOW + timedelta(days=2)).date())
    words = panel(signed_in(people.dana), "to-read-again")
    assert "RAISE and shared risk" in words and "Due since" in words and "Lesson 2" not in words


def test_modules_that_stand_still_are_named_with_the_reason(desk, people, signed_in):
    make_module(desk.learn, "Without lessons", lessons=0)
    unread, _ = make_module(desk.learn, "Unread", lessons=1)
    ModulePage.objects.filter(pk=unread.pk).update(first_published_at=LONG_AGO)
    read, lessons = make_module(desk.learn, "Read by somebody", lessons=1)
    ModulePage.objects.filter(pk=read.pk).update(first_published_at=LONG_AGO)
    complete(people.alice, lessons[0])
    left = draft(desk.lessons[0], people.dana, "Left lying")
    LessonPage.objects.filter(pk=left.pk).update(latest_revision_created_at=LONG_AGO)
    words = panel(signed_in(people.dana), "standing-still")
    assert "Without lessons Module. Published, and none of its lessons is" in words
    assert "Nobody has begun it since" in words and "Unread" in words
    assert "Left lying" in words and "A draft nobody has touched since" in words
    assert "Read by somebody" not in words


def stop_at_the_second(desk, people, count, at=LONG_AGO):
    for n in range(count):
        person = User.objects.create_user(f"reader{n}@example.org", "x" * 12, first_name="Reader", last_name=f"Number{n}")
        join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-01-01")
        complete(person, desk.lessons[0], at=at)
        if n % 2:
            record.keep_place(member=person, lesson=item_of(desk.lessons[1]), anchor="", percent=40, event_id=uuid4(), at=at)


def test_where_five_people_stop_is_named_with_a_number_and_without_a_name(desk, people, signed_in):
    stop_at_the_second(desk, people, 5)
    words = panel(signed_in(people.dana), "where-people-stop")
    assert "Lesson 2 of RAISE and shared risk" in words and "5 people came this far" in words
    assert "Reader" not in words and "Lesson 1 of" not in words


def test_where_four_people_stop_is_not_shown_at_all(desk, people, signed_in):
    stop_at_the_second(desk, people, 4)
    assert "There is no lesson at which" in panel(signed_in(people.dana), "where-people-stop")


def test_people_who_were_there_lately_have_not_stopped(desk, people, signed_in):
    stop_at_the_second(desk, people, 5, at=NOW - timedelta(days=3))
    assert "There is no lesson at which" in panel(signed_in(people.dana), "where-people-stop")


def test_the_first_page_asks_as_much_at_two_sizes(desk, people, gwen, signed_in):
    def queries(client):
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        return [query["sql"] for query in context.captured_queries]

    def grow(times):
        for _ in range(times):
            one, two = make_lesson(desk.module, f"One {uuid4()}"), make_lesson(desk.module, f"Two {uuid4()}")
            draft(one, gwen, "A draft")
            submit(draft(two, people.dana, "Please read"), people.dana)
            submit(draft(make_lesson(desk.module, f"Three {uuid4()}"), gwen, "Mine"), gwen)
            make_module(LearnIndexPage.objects.get(), f"Module {uuid4()}", lessons=0)
            LessonPage.objects.filter(pk=one.pk).update(expire_at=NOW + timedelta(days=5), review_due_on=LONG_AGO.date())
            one.go_live_at = NOW + timedelta(days=2)
            one.save_revision().publish()
            Provocation.objects.create(text="Dated", slug=f"dated-{uuid4()}", live=True, expire_at=NOW + timedelta(days=6))

    reviewer = signed_in(gwen)
    grow(2)
    stop_at_the_second(desk, people, 5)
    few = queries(reviewer)
    grow(7)
    many = queries(reviewer)
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= 45, len(many)


# The menu

TRAINERS = {"explorer", "new-module", "media", "images", "documents", "shared-words", "reports", "settings", "help", "reported-problems"}


def names(menu, user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return {item.name for item in menu.menu_items_for_request(request)}


def test_danas_menu_has_what_a_trainer_needs_and_nothing_else(desk, people):
    dana = User.objects.get(pk=people.dana.pk)
    assert names(help_menu, dana) == {"keyboard-shortcuts-trigger"}
    assert names(reports_menu, dana) == {"workflows", "aging-pages", "searched-words"}
    assert names(settings_menu, dana) == {"promoted-search-results"}
    assert names(admin_menu, dana) == TRAINERS


def test_franks_menu_has_the_site_besides(desk, people):
    frank = User.objects.get(pk=people.frank.pk)
    assert names(help_menu, frank) == {"keyboard-shortcuts-trigger"}
    assert names(reports_menu, frank) == {"workflows", "aging-pages", "searched-words", "site-history", "locked-pages"}
    assert names(settings_menu, frank) == {"site-owner-and-help", "redirects", "promoted-search-results"}
    assert names(admin_menu, frank) == {*TRAINERS, "authorities"}


def test_the_desk_has_our_mark_our_name_and_plain_tabs(desk, people, signed_in):
    dana = signed_in(people.dana)
    html = BeautifulSoup(dana.get(reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk])).content, "html.parser")
    assert html.title.get_text().strip().endswith("Drumbeat") and html.find("link", rel="icon")["href"].endswith("mark.svg")
    assert html.find("template", attrs={"data-wagtail-sidebar-branding-logo": True}).find("svg")
    tabs = " ".join(tab.get_text(strip=True) for tab in html.find_all(attrs={"role": "tab"}))
    assert "Dates and address" in tabs and "Promote" not in tabs


def test_the_desk_says_who_can_read_a_page_and_offers_no_lock_and_no_alias(desk, people, signed_in):
    dana = signed_in(people.dana)
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk])).content.decode()
    assert "Members of the network can read it" in html
    assert "Change privacy" not in html and "Visible to all" not in html
    assert "Alias" not in dana.get(reverse("wagtailadmin_pages:copy", args=[desk.lessons[0].pk])).content.decode()
