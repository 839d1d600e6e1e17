"""Reminder emails about what is due soon: recipients, dates, and never twice."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.notices.models import Notice, NoticePreferences
from cms.people.actions import grant_role, leave, move
from cms.people.mailer import send_waiting
from cms.people.models import Authority, Membership, OutgoingEmail, Role
from learning.actions import record
from learning.actions.assigning import assign_to
from learning.actions.overdue import queue_overdue_emails, queue_team_emails
from learning.actions.reminders import send_reminders
from learning.models import Assignment
from tests import builders
from tests.builders import complete, item_of, make_module
from tests.community.boards.builders import fresh

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 14)


def at(day):
    return timezone.make_aware(datetime.combine(day, time(8)))


A_WEEK_BEFORE = at(DUE - timedelta(days=7))


@pytest.fixture
def asked(site, people):
    """Assign the module to alice, due on DUE; Ashdale sends reminders seven days before."""
    return record.assign(member=people.alice, module=site.item, due_on=DUE, by=people.bob, at=builders.AT)


def test_a_reminder_is_sent_once_on_the_first_day(asked):
    assert send_reminders(at=at(DUE - timedelta(days=8))) == 0
    assert send_reminders(at=A_WEEK_BEFORE) == 1
    assert send_reminders(at=at(DUE)) == 0
    send_waiting(at=timezone.now())
    (email,) = mail.outbox
    assert email.to == ["alice@example.org"]
    assert "14 December 2026" in email.body and "/my-learning/" in email.body
    assert asked.module.title not in email.body + email.subject
    asked.refresh_from_db()
    assert asked.reminded_at == A_WEEK_BEFORE


def test_a_missed_reminder_is_sent_later_until_the_due_date(asked):
    assert send_reminders(at=at(DUE + timedelta(days=1))) == 0
    assert send_reminders(at=at(DUE - timedelta(days=2))) == 1


def test_everything_due_soon_is_in_a_single_email(site, people, asked):
    second, _ = make_module(site.learn, "Another module", lessons=1)
    record.assign(member=people.alice, module=item_of(second), due_on=DUE - timedelta(days=1), by=people.bob, at=builders.AT)
    assert send_reminders(at=A_WEEK_BEFORE) == 1
    send_waiting(at=timezone.now())
    assert "2 modules" in mail.outbox[0].body and "13 December 2026" in mail.outbox[0].body
    assert not Assignment.objects.filter(reminded_at=None).exists()


def test_the_authority_sets_how_many_days_before_the_due_date_reminders_go_out(asked, people):
    Authority.objects.filter(pk=people.northholt.pk).update(reminder_days=60)
    for days, is_soon in [(1, False), (6, False), (7, True), (60, True)]:
        Authority.objects.filter(pk=people.ashdale.pk).update(reminder_days=days)
        assert send_reminders(at=A_WEEK_BEFORE) == int(is_soon), days
        Assignment.objects.update(reminded_at=None)


def test_reminders_follow_the_members_current_authority(asked, people):
    Authority.objects.filter(pk=people.ashdale.pk).update(reminders_on=False)
    assert send_reminders(at=A_WEEK_BEFORE) == 0
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=date(2026, 12, 1), by=people.frank)
    assert send_reminders(at=A_WEEK_BEFORE) == 1


def test_a_completed_module_gets_no_reminder(asked, site, people):
    for page in site.lessons:
        complete(people.alice, page)
    assert send_reminders(at=A_WEEK_BEFORE) == 0


def test_an_unassigned_module_gets_no_reminder(site, people):
    record.begin(member=people.alice, module=site.item, event_id=uuid4(), at=builders.AT)
    assert send_reminders(at=A_WEEK_BEFORE) == 0


def test_leavers_and_unpublished_modules_get_no_reminder(asked, site, people):
    site.module.unpublish()
    assert send_reminders(at=A_WEEK_BEFORE) == 0
    site.module.save_revision().publish()
    leave(user=people.alice, on=date(2026, 12, 1), by=people.frank)
    assert send_reminders(at=A_WEEK_BEFORE) == 0


def test_a_reminder_is_not_sent_once_the_module_is_complete(asked, site, people):
    assert send_reminders(at=A_WEEK_BEFORE) == 1
    for page in site.lessons:
        complete(people.alice, page)
    send_waiting(at=timezone.now())
    assert mail.outbox == []
    assert OutgoingEmail.objects.get().state == OutgoingEmail.State.DROPPED


def test_finding_no_due_reminders_costs_the_same_queries_for_5_assignments_as_for_1(site, people, asked):
    send_reminders(at=A_WEEK_BEFORE)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert send_reminders(at=A_WEEK_BEFORE) == 0
        return len(found)

    few = queries()
    for member in (people.bob, people.carol, people.dana, people.erin):
        record.assign(member=member, module=site.item, due_on=DUE + timedelta(days=90), by=people.bob, at=builders.AT)
    assert queries() == few


MONDAY = at(DUE)  # 14 December 2026


def weekly(on):
    """Queue the weekly emails of a day, send them, and return their recipients and subjects."""
    mail.outbox.clear()
    queue_overdue_emails(at=on)
    queue_team_emails(at=on)
    while send_waiting(at=max(on, timezone.now())):
        pass
    return [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]


@pytest.fixture
def managed(asked, people):
    """Bob manages alice's hub, in which she has a module due on DUE."""
    hub = people.ashdale.hubs.create(name="Elm House")
    Membership.objects.filter(user__in=[people.alice, people.bob], ended_on=None).update(hub=hub)
    grant_role(user=people.bob, role=Role.HUB_MANAGER, authority=people.ashdale, hub=hub, on=date(2026, 11, 1), by=people.frank, reason="")
    return asked


def test_what_is_overdue_is_emailed_once_a_week_and_later_to_the_manager(managed, people):
    week = timedelta(days=7)
    assert weekly(MONDAY - timedelta(days=1)) == []
    assert weekly(MONDAY) == [("alice", "A module is due")]  # on the day
    assert weekly(MONDAY) == []
    assert weekly(MONDAY + timedelta(days=2)) == []
    assert weekly(MONDAY + week) == [("alice", "A module is due")]  # after it
    assert weekly(MONDAY + 2 * week) == [("alice", "A module is due"), ("bob", "Someone in your team has overdue training")]
    for message in mail.outbox:
        assert "Alice Ward" not in message.body and managed.module.title not in message.body


def test_the_weekly_email_comes_on_the_day_a_person_chose(managed, people):
    NoticePreferences.objects.create(user=people.alice, weekday=3)
    assert weekly(MONDAY) == []
    assert weekly(MONDAY + timedelta(days=3)) == [("alice", "A module is due")]


def test_nothing_is_sent_of_what_was_completed_or_moved_after_it_was_queued(managed, people):
    queue_overdue_emails(at=MONDAY)
    queue_team_emails(at=MONDAY + timedelta(days=14))
    Assignment.objects.update(due_on=DUE + timedelta(days=900))
    mail.outbox.clear()
    while send_waiting(at=MONDAY + timedelta(days=14)):
        pass
    assert mail.outbox == []


def test_an_authority_without_reminders_sends_none_of_these(managed, people):
    Authority.objects.filter(pk=people.ashdale.pk).update(reminders_on=False)
    assert weekly(MONDAY + timedelta(days=14)) == []


def test_a_module_someone_was_asked_to_do_is_a_notice_until_it_is_complete(site, people, signed_in):
    assign_to(members=[fresh(people.alice)], modules=[site.item], due_on=DUE, reason="", by=people.bob, at=timezone.now())
    page = signed_in(people.alice).get("/notices/")
    assert [line.text for _, line in page.context["today"]] == [f"You were asked to do “{site.item.title}”"]
    for lesson in site.lessons:
        complete(people.alice, lesson)
    assert not Notice.objects.visible_to(people.alice).exists()
