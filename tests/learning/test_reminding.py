"""Reminder emails about what is due soon: recipients, dates, and never twice."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.people.actions import leave, move
from cms.people.mailer import send_waiting
from cms.people.models import Authority, OutgoingEmail
from learning.actions import record
from learning.actions.reminders import send_reminders
from learning.models import Assignment
from tests import builders
from tests.builders import complete, item_of, make_module

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
