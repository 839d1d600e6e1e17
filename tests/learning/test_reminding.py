"""Letters about what is due soon: to whom, when, once."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.people.actions import leave, move
from cms.people.models import Authority
from learning.actions import record
from learning.actions.reminding import send_reminders
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
    """Alice is asked to learn the module by DUE; Ashdale reminds seven days before."""
    return record.assign(member=people.alice, module=site.item, due_on=DUE, by=people.bob, at=builders.AT)


def test_a_letter_goes_on_the_first_day_that_is_soon_and_only_once(asked):
    assert send_reminders(at=at(DUE - timedelta(days=8))) == (0, 0)
    assert send_reminders(at=A_WEEK_BEFORE) == (1, 0)
    assert send_reminders(at=at(DUE)) == (0, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["alice@example.org"], "Due soon at Drumbeat")
    assert "a module you were asked to learn is due by 14 December 2026." in letter.body
    assert "/my-learning/" in letter.body
    assert asked.module.title not in letter.body
    asked.refresh_from_db()
    assert asked.reminded_at == A_WEEK_BEFORE


def test_a_morning_that_was_missed_is_made_up_for_until_it_is_due(asked):
    assert send_reminders(at=at(DUE + timedelta(days=1))) == (0, 0)
    assert send_reminders(at=at(DUE - timedelta(days=2))) == (1, 0)


def test_all_that_is_due_soon_is_one_letter(site, people, asked):
    other, _ = make_module(site.learn, "Another module")
    record.assign(member=people.alice, module=item_of(other), due_on=DUE - timedelta(days=1), by=people.bob, at=builders.AT)
    assert send_reminders(at=A_WEEK_BEFORE) == (1, 0)
    assert "2 modules you were asked to learn are due soon, the first by 13 December 2026." in mail.outbox[0].body
    assert not Assignment.objects.filter(reminded_at=None).exists()


@pytest.mark.parametrize(("days", "soon"), [(1, False), (6, False), (7, True), (60, True)])
def test_the_authority_says_how_many_days_before(asked, people, days, soon):
    Authority.objects.filter(pk=people.ashdale.pk).update(reminder_days=days)
    Authority.objects.filter(pk=people.northholt.pk).update(reminder_days=60)
    assert send_reminders(at=A_WEEK_BEFORE) == (int(soon), 0)


def test_an_authority_that_does_not_remind_sends_nothing_and_one_that_does_sends_to_who_moved_there(asked, people):
    Authority.objects.filter(pk=people.ashdale.pk).update(reminders_on=False)
    assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=date(2026, 12, 1), by=people.frank)
    assert send_reminders(at=A_WEEK_BEFORE) == (1, 0)


def test_nothing_is_said_of_what_is_complete(asked, site, people):
    for page in site.lessons:
        complete(people.alice, page)
    assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)


def test_nothing_is_said_of_what_nobody_asked_for(site, people):
    record.begin(member=people.alice, module=site.item, event_id=uuid4(), at=builders.AT)
    assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)


def test_nothing_is_said_to_leavers_nor_of_a_module_they_may_not_open(asked, site, people):
    site.module.unpublish()
    assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)
    site.module.save_revision().publish()
    leave(user=people.alice, on=date(2026, 12, 1), by=people.frank)
    assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)


def test_a_letter_that_did_not_go_is_tried_again(asked, settings, caplog, capsys):
    Assignment.objects.update(due_on=timezone.localdate() + timedelta(days=3))
    settings.EMAIL_BACKEND = "tests.learning.test_reminding.Refusing"
    with pytest.raises(CommandError, match="1 letter could not be sent"):
        call_command("send_reminders")
    asked.refresh_from_db()
    assert asked.reminded_at is None
    assert "alice" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_reminders")
    assert "1 letter sent." in capsys.readouterr().out


class Refusing:
    """A mail server that is not there."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_it_asks_as_much_of_the_database_for_nobody_to_remind_among_many_as_among_few(site, people, asked):
    send_reminders(at=A_WEEK_BEFORE)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert send_reminders(at=A_WEEK_BEFORE) == (0, 0)
        return len(found)

    few = queries()
    for member in (people.bob, people.carol, people.dana, people.erin):
        record.assign(member=member, module=site.item, due_on=DUE + timedelta(days=90), by=people.bob, at=builders.AT)
    assert queries() == few
