"""Leavers whose authority keeps their record no longer: who is put before an administrator, and what comes of it."""

from datetime import date, datetime, time

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import close_account, grant_role, join, leave
from cms.people.dates import add_months
from cms.people.models import Authority, Role, User
from cms.privacy.actions import AlreadyAsked, NotDue, ask_to_be_forgotten, cancel_request, forget, forget_by_rule
from cms.privacy.models import ForgetRequest
from cms.privacy.retention import leavers_past_retention

pytestmark = pytest.mark.django_db
LEFT, OVER = date(2026, 9, 30), date(2027, 9, 30)


def at(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def kept_too_long(on=OVER):
    return list(leavers_past_retention(on=on))


@pytest.fixture
def gone(people):
    """Alice has left Ashdale, which keeps leavers for twelve months."""
    Authority.objects.filter(pk=people.ashdale.pk).update(retention_months=12)
    leave(user=people.alice, on=LEFT, by=people.frank)
    return User.objects.get(pk=people.alice.pk)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2027, 9, 30), -12, date(2026, 9, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2026, 12, 3), 1, date(2027, 1, 3)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), -600, date(1976, 1, 15)),
    ],
)
def test_months_end_where_the_calendar_does(day, count, found):
    assert add_months(day, count) == found


def test_a_leaver_is_listed_from_the_day_on_which_the_months_are_over(gone):
    assert kept_too_long(on=date(2027, 9, 29)) == []
    found = kept_too_long(on=OVER)
    assert found == [gone]
    assert (found[0].left_on, found[0].left_from, found[0].kept_for) == (LEFT, "Ashdale", 12)


def test_nobody_is_listed_while_their_authority_has_not_decided(people, gone):
    Authority.objects.update(retention_months=None)
    Authority.objects.filter(pk=people.northholt.pk).update(retention_months=1)
    assert kept_too_long() == []


def test_whoever_came_back_is_not_listed_and_of_two_authorities_the_last_decides(people, gone):
    join(user=gone, authority=people.northholt, hub=None, job_role=people.job, on=date(2026, 10, 1))
    assert kept_too_long() == []
    leave(user=gone, on=date(2026, 10, 5), by=people.frank)
    assert kept_too_long() == []
    Authority.objects.filter(pk=people.northholt.pk).update(retention_months=2)
    assert kept_too_long(on=date(2026, 12, 5)) == [gone]


def test_administrators_are_not_listed(people):
    Authority.objects.update(retention_months=12)
    grant_role(user=people.bob, role=Role.ADMINISTRATOR, on=LEFT, by=people.frank, reason="Looks after the site")
    leave(user=people.bob, on=LEFT, by=people.frank)
    assert kept_too_long() == []


def test_members_and_those_who_are_forgotten_are_not_listed(people, gone):
    asked = forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert kept_too_long() == []
    forget(asked=asked, by=people.frank, at=at(OVER))
    assert kept_too_long() == []
    Authority.objects.update(retention_months=1)
    assert kept_too_long(on=date(2076, 1, 1)) == []


def test_having_somebody_forgotten_is_due_a_month_later_logged_and_a_letter_tells_them(people, gone, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert (asked.by_rule, asked.due_on) == (True, date(2027, 11, 1))
    assert AuditEntry.objects.get(what="forget_rule").about == gone.subject
    assert mail.outbox[0].to == ["alice@example.org"]
    assert "by 1 November 2027" in mail.outbox[0].body
    assert "sign in before that day" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        forget(asked=asked, by=people.frank, at=at(date(2027, 11, 1)))
    assert User.objects.get(pk=gone.pk).is_forgotten
    assert "You left longer ago than your authority keeps" in mail.outbox[1].body
    assert "You asked" not in mail.outbox[1].body


def test_whoever_cannot_sign_in_is_told_another_way(people, gone, django_capture_on_commit_callbacks):
    close_account(user=gone, on=LEFT, by=people.frank)
    with django_capture_on_commit_callbacks(execute=True):
        forget_by_rule(user=User.objects.get(pk=gone.pk), by=people.frank, at=at(OVER))
    assert "tell the authority you left before that day" in mail.outbox[-1].body
    assert "sign in" not in mail.outbox[-1].body


def test_before_the_time_is_over_and_twice_it_is_refused(people, gone):
    with pytest.raises(NotDue):
        forget_by_rule(user=gone, by=people.frank, at=at(date(2027, 9, 29)))
    with pytest.raises(NotDue):
        forget_by_rule(user=people.bob, by=people.frank, at=at(OVER))
    forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    with pytest.raises(AlreadyAsked):
        forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert ForgetRequest.objects.count() == 1


def test_whoever_asks_to_be_kept_is_not_listed_again_and_may_still_ask_to_be_forgotten(people, gone):
    forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    cancel_request(user=gone, by=gone, at=at(OVER))
    assert kept_too_long() == []
    assert not ask_to_be_forgotten(user=gone, by=gone, at=at(OVER)).by_rule


@pytest.fixture
def long_gone(people):
    """Alice left before this year, and Ashdale keeps leavers for a month."""
    Authority.objects.filter(pk=people.ashdale.pk).update(retention_months=1)
    leave(user=people.alice, on=date(2026, 9, 1), by=people.frank)
    return User.objects.get(pk=people.alice.pk)


def test_an_administrator_has_them_forgotten_on_the_page(people, long_gone, signed_in):
    frank = signed_in(people.frank)
    page = frank.get("/people/forget/").content.decode()
    assert "Kept longer than was decided" in page
    assert "Left on 1 September 2026. Ashdale keeps the record of a leaver for 1 month." in page
    asked = frank.post(f"/people/{long_gone.subject}/asks-to-be-forgotten/", {"rule": "1"}, follow=True).content.decode()
    assert "Recorded, with the date it is due." in asked
    assert "By the rule of the authority they left, since" in asked
    assert "Kept longer than was decided" not in asked
    wish = ForgetRequest.objects.get()
    assert "By the rule of the authority they left, since" in frank.get(f"/people/forget/{wish.pk}/").content.decode()


def test_who_came_back_meanwhile_is_not_written_down(people, long_gone, signed_in):
    frank = signed_in(people.frank)
    join(user=long_gone, authority=people.ashdale, hub=None, job_role=people.job, on=date(2026, 11, 1))
    page = frank.post(f"/people/{long_gone.subject}/asks-to-be-forgotten/", {"rule": "1"}, follow=True).content.decode()
    assert "No retention rule applies today" in page
    assert not ForgetRequest.objects.exists()


def test_the_person_reads_why_and_may_ask_to_be_kept(people, long_gone, signed_in):
    forget_by_rule(user=long_gone, by=people.frank, at=timezone.now())
    alice = signed_in(long_gone)
    page = alice.get("/account/be-forgotten/").content.decode()
    assert "You left longer ago than your authority keeps the record of a leaver." in page
    assert "You have already asked" not in page
    assert "Please keep my record" in page
    alice.post("/account/stay-known/")
    assert not ForgetRequest.objects.open().exists()


def test_the_page_asks_no_more_of_the_database_for_many_than_for_one(people, long_gone, signed_in):
    frank = signed_in(people.frank)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            shown = frank.get("/people/forget/").content.decode().count("Have them forgotten")
        return shown, len(queries)

    asked()
    assert (few := asked())[0] == 1
    for number in range(20):
        one = User.objects.create_user(f"leaver{number}@example.org", first_name="Nia", last_name=str(number))
        join(user=one, authority=people.ashdale, hub=None, job_role=people.job, on=date(2026, 8, 1))
        leave(user=one, on=date(2026, 9, 1), by=people.frank)
    assert asked() == (21, few[1])
