"""The dashboard and the menu of the desk, and what each role sees there."""

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

from cms.desk import dashboard
from cms.desk.rights import set_desk_rights
from cms.members.models import ProblemReport
from cms.pages.models import StandardPage
from cms.people.actions import grant_role, join
from cms.people.models import Role, User
from cms.vocabulary.models import Provocation, Theme
from learning.actions import record
from learning.models import LessonPage, ModulePage
from tests.builders import complete, item_of, make_module
from tests.copies import copies

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture
def gwen(people):
    """A second trainer."""
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
    """Return one dashboard panel as soup."""
    html = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    found = html.find("section", id=re.compile(f"^{name}-?section$|^{name}$"))
    assert found, [section.get("id") for section in html.find_all("section")]
    return found


def rows(client, name):
    """Return the rows of one panel as {title: detail}."""
    found = panel(client, name).select("tbody tr")
    return {row.td.get_text(strip=True): " ".join(cell.get_text(" ", strip=True) for cell in row.find_all("td")[1:]) for row in found}


def links(client, name):
    """Return the URLs that one panel links to."""
    return [link["href"] for link in panel(client, name).select("tbody a")]


def test_every_panel_is_shown_when_it_is_empty(people, signed_in, gwen, db):
    set_desk_rights()
    dana = signed_in(people.dana)
    for name in ("to-review", "drafts", "under-review", "scheduled", "standing-still", "where-people-stop", "to-read-again"):
        assert rows(dana, name) == {}, name
        assert panel(dana, name).get_text(strip=True), name


def test_drafts_are_listed_for_their_author_and_link_to_the_editor(desk, people, gwen, signed_in):
    draft(desk.lessons[0], people.dana, "Half done")
    draft(desk.lessons[1], gwen, "Another’s")
    dana = signed_in(people.dana)
    assert list(rows(dana, "drafts")) == ["Half done"]
    assert links(dana, "drafts") == [reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk])]


def test_a_submitted_page_is_listed_for_its_reviewer_and_its_author(desk, people, gwen, signed_in):
    page = draft(desk.lessons[0], people.dana, "Read this")
    submit(page, people.dana)
    dana, reviewer = signed_in(people.dana), signed_in(gwen)
    assert (list(rows(dana, "to-review")), list(rows(dana, "under-review")), list(rows(dana, "drafts"))) == ([], ["Read this"], [])
    state = page.current_workflow_state.current_task_state
    assert "Dana Ward" in rows(reviewer, "to-review")["Read this"]
    assert links(reviewer, "to-review")[1:] == [
        reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, state.task_id]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", state.revision_id]),
    ]
    state.task.specific.on_action(state, gwen, "reject", comment="Say who.")
    assert "Say who." in rows(dana, "under-review")["Read this"]


def schedule(page, at):
    """Schedule a page to go live at a given time."""
    page.go_live_at = at
    page.save_revision().publish()


def test_scheduled_pages_are_listed_with_their_date_and_missed_dates_are_marked(desk, people, signed_in):
    first, second = (LessonPage.objects.get(pk=lesson.pk) for lesson in desk.lessons[:2])
    soon, later = NOW + timedelta(days=3), NOW + timedelta(days=5)
    schedule(first, soon)
    LessonPage.objects.filter(pk=second.pk).update(expire_at=later)
    dana = signed_in(people.dana)
    planned = rows(dana, "scheduled")
    assert dashboard.format_day(soon) in planned[first.title] and dashboard.format_day(later) in planned[second.title]
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=LONG_AGO)
    LessonPage.objects.filter(pk=second.pk).update(live=True, expire_at=LONG_AGO)
    missed = rows(dana, "scheduled")
    for page, day in ((first, soon), (second, later)):
        assert dashboard.format_day(LONG_AGO) in missed[page.title]
        assert missed[page.title].replace(dashboard.format_day(LONG_AGO), dashboard.format_day(day)) != planned[page.title], (
            "it says that the date was missed"
        )


def test_scheduled_snippets_are_listed_for_those_who_may_change_them(desk, people, signed_in):
    for model, fields in (
        (Provocation, {"text": "Whose fear is this?", "slug": "whose-fear"}),
        (Theme, {"name": "Coming home", "slug": "coming-home"}),
    ):
        thing = model.objects.create(live=False, go_live_at=NOW + timedelta(days=3), **fields)
        thing.save_revision().publish()
        model.objects.create(live=True, expire_at=NOW + timedelta(days=4), **{name: f"{value}-2" for name, value in fields.items()})
    dana, frank = (rows(signed_in(person), "scheduled") for person in (people.dana, people.frank))
    assert list(dana) == ["Whose fear is this?", "Whose fear is this?-2"], "themes belong to administrators"
    assert set(frank) == {*dana, "Coming home", "Coming home-2"}
    assert (
        dashboard.format_day(NOW + timedelta(days=3)) in frank["Coming home"]
        and dashboard.format_day(NOW + timedelta(days=4)) in frank["Coming home-2"]
    )
    address = reverse(Provocation.snippet_viewset.get_url_name("edit"), args=[Provocation.objects.get(slug="whose-fear").pk])
    assert address in links(signed_in(people.dana), "scheduled")


def test_scheduled_pages_of_others_do_not_hide_a_trainers_own(desk, people, signed_in):
    """More public pages are scheduled than a panel shows, all before the trainer’s own. Only administrators may change them."""
    for number in range(dashboard.MAX_ROWS + 1):
        schedule(desk.home.add_child(instance=StandardPage(title=f"Statement {number}", live=False)), NOW + timedelta(hours=1))
    schedule(LessonPage.objects.get(pk=desk.lessons[0].pk), NOW + timedelta(days=3))
    assert list(rows(signed_in(people.dana), "scheduled")) == [desk.lessons[0].title]
    assert "Statement 0" in rows(signed_in(people.frank), "scheduled")


def test_a_reported_problem_links_to_its_answer_and_never_names_the_reporter(desk, people, signed_in):
    page = Page.objects.get(pk=desk.lessons[0].pk)
    report = ProblemReport.objects.create(page=page, page_title=page.title, kind="unclear", words="Who?", by=people.alice, made_at=NOW)
    dana = signed_in(people.dana)
    assert list(rows(dana, "problems")) == [page.title] and "Alice" not in panel(dana, "problems").get_text()
    address = reverse("problem_reports:edit", args=[report.pk])
    assert links(dana, "problems") == [address] and dana.get(address).status_code == 200
    ProblemReport.objects.update(state="done", answered_at=NOW)
    assert rows(dana, "problems") == {}


def test_pages_past_their_review_date_are_listed(desk, people, signed_in):
    due = NOW - timedelta(days=2)
    ModulePage.objects.filter(pk=desk.module.pk).update(review_due_on=due.date())
    LessonPage.objects.filter(pk=desk.lessons[1].pk).update(review_due_on=(NOW + timedelta(days=2)).date())
    found = rows(signed_in(people.dana), "to-read-again")
    assert list(found) == [desk.module.title] and dashboard.format_day(due) in found[desk.module.title]


def test_empty_unread_and_abandoned_modules_are_listed_each_with_its_reason(desk, people, signed_in):
    make_module(desk.learn, "Without lessons", lessons=0)
    unread, _ = make_module(desk.learn, "Unread", lessons=1)
    ModulePage.objects.filter(pk=unread.pk).update(first_published_at=LONG_AGO)
    read, lessons = make_module(desk.learn, "Read by somebody", lessons=1)
    ModulePage.objects.filter(pk=read.pk).update(first_published_at=LONG_AGO)
    complete(people.alice, lessons[0])
    left = draft(desk.lessons[0], people.dana, "Left lying")
    LessonPage.objects.filter(pk=left.pk).update(latest_revision_created_at=LONG_AGO)
    found = rows(signed_in(people.dana), "standing-still")
    assert set(found) == {"Without lessons", "Unread", "Left lying"}
    assert dashboard.format_day(LONG_AGO) in found["Unread"] and dashboard.format_day(LONG_AGO) in found["Left lying"]
    assert len(set(found.values())) == 3


def stop_at_the_second(desk, people, count, at=LONG_AGO):
    for n in range(count):
        person = User.objects.create_user(f"reader{n}@example.org", "x" * 12, first_name="Reader", last_name=f"Number{n}")
        join(user=person, authority=people.northholt, hub=None, job_role=people.job, on="2026-01-01")
        complete(person, desk.lessons[0], at=at)
        if n % 2:
            record.keep_place(member=person, lesson=item_of(desk.lessons[1]), anchor="", percent=40, event_id=uuid4(), at=at)


def test_a_lesson_where_five_people_stop_is_listed_with_a_number_and_no_name(desk, people, signed_in):
    stop_at_the_second(desk, people, 5)
    dana = signed_in(people.dana)
    found = rows(dana, "where-people-stop")
    assert list(found) == [desk.lessons[1].title] and "5" in found[desk.lessons[1].title]
    assert "Reader" not in panel(dana, "where-people-stop").get_text()


def test_a_lesson_where_four_people_stop_is_not_listed(desk, people, signed_in):
    stop_at_the_second(desk, people, 4)
    assert rows(signed_in(people.dana), "where-people-stop") == {}


def test_people_active_in_the_last_days_have_not_stopped(desk, people, signed_in):
    stop_at_the_second(desk, people, 5, at=NOW - timedelta(days=3))
    assert rows(signed_in(people.dana), "where-people-stop") == {}


def test_the_dashboard_makes_as_many_queries_for_6_of_each_as_for_1(desk, people, gwen, signed_in):
    def queries(client):
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        return [query["sql"] for query in context.captured_queries]

    def grow(times):
        empty_modules = iter(copies(desk.module, times))
        for first, second, third in zip(*[iter(LessonPage.objects.filter(pk__in=copies(desk.lessons[0], 3 * times)))] * 3, strict=True):
            draft(first, gwen, "A draft")
            submit(draft(second, people.dana, "Please read"), people.dana)
            submit(draft(third, gwen, "Mine"), gwen)
            ModulePage.objects.filter(pk=next(empty_modules)).update(first_published_at=LONG_AGO)
            LessonPage.objects.filter(pk=first.pk).update(expire_at=NOW + timedelta(days=5), review_due_on=LONG_AGO.date())
            first.go_live_at = NOW + timedelta(days=2)
            first.save_revision().publish()
            Provocation.objects.create(text="Dated", slug=f"dated-{uuid4()}", live=True, expire_at=NOW + timedelta(days=6))

    reviewer = signed_in(gwen)
    grow(1)
    stop_at_the_second(desk, people, 5)
    few = queries(reviewer)
    grow(5)
    many = queries(reviewer)
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= 45, len(many)


# The menu

TRAINERS = {
    "explorer",
    "new-module",
    "media",
    "images",
    "documents",
    "shared-words",
    "reports",
    "settings",
    "help",
    "reported-problems",
    "pathways",
}


def names(menu, user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return {item.name for item in menu.menu_items_for_request(request)}


def test_a_trainers_menu_has_only_what_trainers_need(desk, people):
    dana = User.objects.get(pk=people.dana.pk)
    assert names(help_menu, dana) == {"keyboard-shortcuts-trigger"}
    assert names(reports_menu, dana) == {"workflows", "aging-pages", "searched-words"}
    assert names(settings_menu, dana) == {"promoted-search-results"}
    assert names(admin_menu, dana) == TRAINERS


def test_an_administrators_menu_also_has_the_site_settings(desk, people):
    frank = User.objects.get(pk=people.frank.pk)
    assert names(help_menu, frank) == {"keyboard-shortcuts-trigger"}
    assert names(reports_menu, frank) == {"workflows", "aging-pages", "searched-words", "site-history", "locked-pages"}
    assert names(settings_menu, frank) == {"site-owner-and-help", "redirects", "promoted-search-results"}
    assert names(admin_menu, frank) == {*TRAINERS, "authorities"}


def test_the_desk_has_our_name_and_logo(desk, people, signed_in):
    html = BeautifulSoup(signed_in(people.dana).get(reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk])).content, "html.parser")
    assert html.title.get_text().strip().endswith("Drumbeat") and html.find("link", rel="icon")["href"].endswith("mark.svg")
    assert html.find("template", attrs={"data-wagtail-sidebar-branding-logo": True}).find("svg")


def test_the_desk_has_no_privacy_setting_and_no_alias_action(desk, people, signed_in):
    dana = signed_in(people.dana)
    html = dana.get(reverse("wagtailadmin_pages:edit", args=[desk.lessons[0].pk])).content.decode()
    assert reverse("wagtailadmin_pages:set_privacy", args=[desk.lessons[0].pk]) not in html
    form = dana.get(reverse("wagtailadmin_pages:copy", args=[desk.lessons[0].pk])).context["form"]
    assert "alias" not in form.fields or form.fields["alias"].widget.is_hidden
