"""What managers see of their people's learning, and that nobody else sees any of it."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import move
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.permissions import learning_managers_of, people_managed_by
from learning.actions import record
from learning.reports.matrix import modules_to_report, rows_of
from learning.reports.scope import scopes_of
from tests import builders
from tests.builders import complete, item_of, make_module

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def client_of(person):
    client = Client()
    client.force_login(person, backend="cms.accounts.backends.MemberBackend")
    return client


def scope_of(person):
    return scopes_of(person)[0]


def assign(person, page, due_on, at=None):
    return record.assign(member=person, module=item_of(page), due_on=due_on, by=None, at=at or timezone.now())


def test_sight_of_a_record_and_who_can_see_agree_for_everyone(who_may_world, people):
    everyone = User.objects.with_standing()
    sees = {(user.pk, person.pk) for user in everyone for person in people_managed_by(user)}
    seen_by = {(user.pk, person.pk) for person in everyone for user in learning_managers_of(person)}
    assert sees == seen_by
    assert (people.bob.pk, people.alice.pk) in sees
    assert (people.gita.pk, people.dana.pk) in sees
    assert not any(user in (people.frank.pk, people.nell.pk, people.hari.pk, people.dana.pk) for user, _ in sees)


def test_my_team_is_in_the_navigation_and_on_home_of_those_with_reports_only(who_may_world, people):
    """The session says who has it, so that no page asks for it. It agrees with what each of them may report on."""
    members = [person for person in User.objects.filter(is_active=True) if person.membership]
    has_reports = {person.pk for person in members if scopes_of(person)}
    assert people.bob.pk in has_reports and people.alice.pk not in has_reports
    for person in members:
        context = client_of(person).get("/").context
        in_navigation = reverse("learning:reports") in [entry["url"] for entry in context["frame"]["navigation"]]
        on_home = "learning/panels/team.html" in [panel.template_name for panel in context["side_panels"]]
        assert (in_navigation, on_home) == (person.pk in has_reports,) * 2, person.email


def test_the_matrix_says_each_state_once(site, people):
    late, _ = make_module(site.learn, "Late")
    soon, _ = make_module(site.learn, "Soon")
    _, lessons = make_module(site.learn, "Begun")
    asked, _ = make_module(site.learn, "Asked")
    make_module(site.learn, "Never asked")
    today = TODAY()
    assign(people.alice, late, today - timedelta(days=1))
    assign(people.alice, soon, today + timedelta(days=3))
    assign(people.alice, asked, today + timedelta(days=90))
    complete(people.alice, lessons[0], at=timezone.now())
    for lesson in site.lessons:
        complete(people.alice, lesson, at=timezone.now())
    response = client_of(people.bob).get(scope_of(people.bob).report_url)
    matrix = response.context["matrix"]
    (row,) = [row for row in matrix["rows"] if row["subject"] == people.alice.subject]
    states = {item["column"]: item["cell"].state for item in row["cells"]}
    assert states == {
        site.module.title: "done",
        "Late": "overdue",
        "Soon": "due",
        "Begun": "started",
        "Asked": "not-started",
        "Never asked": "not-asked",
    }
    assert [ask["person"] for ask in response.context["to_ask"]] == [people.alice]


@pytest.mark.parametrize("state", ["done", "overdue", "due", "started", "not-started"])
def test_a_filter_shows_only_people_in_that_state(state, site, people):
    today = TODAY()
    due = {"overdue": today - timedelta(days=2), "due": today + timedelta(days=2)}.get(state)
    if state in ("overdue", "due", "not-started"):
        assign(people.alice, site.module, due)
    for lesson in site.lessons[: {"done": 3, "started": 1}.get(state, 0)]:
        complete(people.alice, lesson, at=timezone.now())
    bob = client_of(people.bob)
    found = {
        name: [
            row["subject"] for row in (bob.get(scope_of(people.bob).report_url, {"state": name}).context["matrix"] or {"rows": []})["rows"]
        ]
        for name in ("done", "overdue", "due", "started", "not-started", "not-asked")
    }
    assert {name for name, subjects in found.items() if people.alice.subject in subjects} == {state}


def test_another_hubs_manager_reaches_no_one(who_may_world, people, site):
    complete(people.alice, site.lessons[0])
    hari, scope = client_of(people.hari), scope_of(people.hari)
    mine = scope_of(people.bob)
    for url in (mine.report_url, mine.url("pack"), reverse("learning:person", args=[people.alice.subject])):
        assert hari.get(url).status_code == 404
    for query in ({}, {"q": "alice"}, {"page": 2}, {"hub": mine.slug}, {"state": "started"}, {"module": item_of(site.module).pk}):
        for url in (scope.report_url, reverse("learning:team_file", args=[scope.kind, scope.slug, "csv"])):
            assert "Alice" not in hari.get(url, query).content.decode()
    assert "Alice" not in hari.get(scope.url("pack")).content.decode()
    assert hari.post(reverse("learning:remind", args=[people.alice.subject])).status_code == 404
    assert mail.outbox == []


def test_a_manager_who_moves_or_loses_the_role_sees_nothing_at_once(people):
    bob, url = client_of(people.bob), reverse("learning:person", args=[people.alice.subject])
    assert bob.get(url).status_code == 200
    RoleGrant.objects.filter(user=people.bob, role=Role.HUB_MANAGER).update(ended_on=TODAY())
    assert bob.get(url).status_code == 404


def test_opening_a_record_is_written_down_once_an_hour_and_shown_to_the_person(people):
    bob, url = client_of(people.bob), reverse("learning:person", args=[people.alice.subject])
    bob.get(url)
    bob.get(url)
    entry = AuditEntry.objects.get(what=AuditEntry.What.SEEN)
    assert (entry.actor, entry.about) == (people.bob.subject, people.alice.subject)
    assert str(people.bob) in client_of(people.alice).get(reverse("who_can_see")).content.decode()


def test_a_record_never_shows_notes_or_answers(site, people):
    record.save_note(
        member=people.alice,
        lesson=item_of(site.lessons[0]),
        prompt="p",
        question="What did you see?",
        text="A private sentence",
        event_id=builders.uuid4(),
        at=timezone.now(),
    )
    bob, scope = client_of(people.bob), scope_of(people.bob)
    for url in (reverse("learning:person", args=[people.alice.subject]), scope.report_url, scope.url("pack")):
        html = bob.get(url).content.decode()
        assert "A private sentence" not in html
        assert "What did you see?" not in html


def test_a_reminder_is_one_email_a_week_without_titles(site, people, django_capture_on_commit_callbacks):
    assign(people.alice, site.module, TODAY() - timedelta(days=3))
    bob, url = client_of(people.bob), reverse("learning:remind", args=[people.alice.subject])
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert bob.post(url, {"back": f"hub/{scope_of(people.bob).slug}"}).url == scope_of(people.bob).report_url
    (email,) = mail.outbox
    assert email.to == [people.alice.email]
    assert site.module.title not in email.subject + email.body
    assert scope_of(people.bob).report_url in bob.post(url, {"back": f"hub/{scope_of(people.bob).slug}"}).url


def test_nobody_is_reminded_of_nothing(people):
    client_of(people.bob).post(reverse("learning:remind", args=[people.alice.subject]))
    assert mail.outbox == []


def test_an_inspection_pack_shows_the_people_and_states_of_its_date(who_may_world, site, people):
    asked_on, done_on = date(2026, 10, 1), date(2026, 11, 1)
    assign(people.alice, site.module, date(2026, 10, 10), at=_noon(asked_on))
    for lesson in site.lessons:
        complete(people.alice, lesson, at=_noon(done_on))
    scope, bob = scope_of(people.bob), client_of(people.bob)
    orchard_road = people.ashdale.hubs.get(name="Orchard Road hub")
    move(user=people.alice, authority=people.ashdale, hub=orchard_road, job_role=people.job, by=people.frank, on=date(2026, 11, 20))

    def states(on):
        response = bob.get(scope.url("pack"), {"on": on.isoformat()})
        titles = [module.title for module in response.context["modules"]]
        return {
            row.person.first_name: dict(zip(titles, [cell.state for cell in row.cells], strict=True))[site.module.title]
            for row in response.context["rows"]
        }

    assert states(date(2026, 9, 20))["Alice"] == "not-asked"
    assert states(date(2026, 10, 5))["Alice"] == "due"
    assert states(date(2026, 10, 20))["Alice"] == "overdue"
    assert states(date(2026, 11, 2))["Alice"] == "done"
    assert "Alice" not in states(date(2026, 11, 25))


def _noon(on):
    return timezone.make_aware(datetime(on.year, on.month, on.day, 12))


@pytest.mark.parametrize("on", ["", "tomorrow", "2999-01-01", "0001-01-01"])
def test_an_impossible_date_of_a_pack_is_told_beside_the_field(on, people):
    response = client_of(people.bob).get(scope_of(people.bob).url("pack"), {"on": on})
    assert response.status_code in (200, 422)


def test_a_download_has_the_filtered_people_and_is_in_the_audit_log(people, site):
    complete(people.alice, site.lessons[0])
    scope = scope_of(people.bob)
    response = client_of(people.bob).get(reverse("learning:team_file", args=[scope.kind, scope.slug, "csv"]), {"q": "alice"})
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["First name"] for row in rows] == ["Alice"]
    assert rows[0][site.module.title] == "Started"
    assert AuditEntry.objects.filter(what=AuditEntry.What.LISTED, actor=people.bob.subject).count() == 1


@pytest.mark.engine
def test_the_number_of_queries_does_not_grow_with_people(people, site, django_assert_max_num_queries):
    scope, bob = scope_of(people.bob), client_of(people.bob)

    def grow(first, last):
        for number in range(first, last):
            person = User.objects.create_user(f"p{number}@example.org", first_name=f"P{number}", last_name="Ward")
            Membership.objects.create(user=person, authority=people.ashdale, hub=scope.hub, job_role=people.job, started_on="2026-01-01")
            assign(person, site.module, date(2026, 1, 1))

    for first, last in ((0, 3), (3, 30)):
        grow(first, last)
        bob.get(scope.report_url)
        for url, ceiling in ((scope.report_url, 17), (scope.url("pack"), 16)):
            with django_assert_max_num_queries(ceiling):
                bob.get(url)


def test_rows_without_anyone_ask_nothing_wrong(people):
    nobody = User.objects.none()
    assert rows_of(nobody, modules_to_report(nobody), on=TODAY()) == []
