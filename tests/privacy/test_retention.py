"""Leavers whose retention period has ended: who is listed for an administrator, and the result of each decision."""

from datetime import date, datetime, time

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import close_account, grant_role, join, leave
from cms.people.dates import add_months
from cms.people.mailer import render_email
from cms.people.models import Authority, Role, User
from cms.privacy.actions import AlreadyAsked, NotDue, ask_to_be_forgotten, cancel_request, forget, forget_by_rule
from cms.privacy.models import ForgetRequest
from cms.privacy.retention import leavers_past_retention
from tests.crowds import make_crowd
from tests.responses import html_of, message_levels, posts_to, stable_html

pytestmark = pytest.mark.django_db
LEFT, OVER = date(2026, 9, 30), date(2027, 9, 30)


def at(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def kept_too_long(on=OVER):
    return list(leavers_past_retention(on=on))


@pytest.fixture
def gone(people):
    """Alice, who has left Ashdale, which keeps the records of leavers for twelve months."""
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
def test_adding_months_ends_on_the_last_day_of_a_shorter_month(day, count, found):
    assert add_months(day, count) == found


def test_a_leaver_is_listed_from_the_day_the_retention_period_ends(gone):
    assert kept_too_long(on=date(2027, 9, 29)) == []
    found = kept_too_long(on=OVER)
    assert found == [gone]
    assert (found[0].left_on, found[0].left_from, found[0].kept_for) == (LEFT, "Ashdale", 12)


def test_leavers_are_not_listed_without_a_retention_period(people, gone):
    Authority.objects.update(retention_months=None)
    Authority.objects.filter(pk=people.northholt.pk).update(retention_months=1)
    assert kept_too_long() == []


def test_someone_who_returned_is_not_listed_and_the_last_authoritys_period_applies(people, gone):
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


def test_members_and_erased_people_are_not_listed(people, gone):
    asked = forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert kept_too_long() == []
    forget(asked=asked, by=people.frank, at=at(OVER))
    assert kept_too_long() == []
    Authority.objects.update(retention_months=1)
    assert kept_too_long(on=date(2076, 1, 1)) == []


def _body(email, **context):
    return render_email(to="alice@example.org", template=f"privacy/emails/{email}.txt", **context).body


def test_erasure_by_rule_is_due_a_month_later_logged_and_emailed(people, gone, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert (asked.by_rule, asked.due_on) == (True, date(2027, 11, 1))
    assert AuditEntry.objects.get(what="forget_rule").about == gone.subject
    assert mail.outbox[0].to == ["alice@example.org"]
    assert "1 November 2027" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        forget(asked=asked, by=people.frank, at=at(date(2027, 11, 1)))
    assert User.objects.get(pk=gone.pk).is_forgotten
    assert mail.outbox[1].to == ["alice@example.org"]
    assert mail.outbox[1].body != _body("forgotten", name="Alice", by_rule=False)


def test_someone_who_cannot_sign_in_gets_a_different_email(people, gone, django_capture_on_commit_callbacks):
    close_account(user=gone, on=LEFT, by=people.frank)
    with django_capture_on_commit_callbacks(execute=True):
        asked = forget_by_rule(user=User.objects.get(pk=gone.pk), by=people.frank, at=at(OVER))
    open_account, closed_account = (
        _body("forgotten_by_rule", name="Alice", due_on=asked.due_on, can_sign_in=can_sign_in) for can_sign_in in (True, False)
    )
    assert mail.outbox[-1].body == closed_account != open_account


def test_erasure_by_rule_is_refused_if_too_early_or_repeated(people, gone):
    with pytest.raises(NotDue):
        forget_by_rule(user=gone, by=people.frank, at=at(date(2027, 9, 29)))
    with pytest.raises(NotDue):
        forget_by_rule(user=people.bob, by=people.frank, at=at(OVER))
    forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    with pytest.raises(AlreadyAsked):
        forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    assert ForgetRequest.objects.count() == 1


def test_someone_who_asks_to_be_kept_is_not_listed_again_but_can_still_ask_for_erasure(people, gone):
    forget_by_rule(user=gone, by=people.frank, at=at(OVER))
    cancel_request(user=gone, by=gone, at=at(OVER))
    assert kept_too_long() == []
    assert not ask_to_be_forgotten(user=gone, by=gone, at=at(OVER)).by_rule


@pytest.fixture
def long_gone(people):
    """Alice, who left before this year. Ashdale keeps the records of leavers for a month."""
    Authority.objects.filter(pk=people.ashdale.pk).update(retention_months=1)
    leave(user=people.alice, on=date(2026, 9, 1), by=people.frank)
    return User.objects.get(pk=people.alice.pk)


def test_an_administrator_can_request_erasure_by_rule_on_the_page(people, long_gone, signed_in):
    frank = signed_in(people.frank)
    page = frank.get("/people/forget/")
    (leaver,) = page.context["kept"]
    assert (leaver, leaver.left_on, leaver.left_from, leaver.kept_for) == (long_gone, date(2026, 9, 1), "Ashdale", 1)
    for shown in ("Alice Ward", "1 September 2026", "Ashdale"):
        assert shown in html_of(page)
    asked = frank.post(f"/people/{long_gone.subject}/asks-to-be-forgotten/", {"rule": "1"}, follow=True)
    assert message_levels(asked) == ["success"]
    assert [(request.user, request.by_rule) for request in asked.context["page_obj"]] == [(long_gone, True)]
    assert list(asked.context["kept"]) == []
    assert frank.get(f"/people/forget/{ForgetRequest.objects.get().pk}/").context["asked"].by_rule


def test_erasure_by_rule_is_refused_for_someone_who_returned_in_the_meantime(people, long_gone, signed_in):
    frank = signed_in(people.frank)
    join(user=long_gone, authority=people.ashdale, hub=None, job_role=people.job, on=date(2026, 11, 1))
    page = frank.post(f"/people/{long_gone.subject}/asks-to-be-forgotten/", {"rule": "1"}, follow=True)
    assert message_levels(page) == ["error"]
    assert not ForgetRequest.objects.exists()


def test_the_person_is_told_the_reason_and_can_ask_to_be_kept(people, long_gone, signed_in):
    forget_by_rule(user=long_gone, by=people.frank, at=timezone.now())
    alice = signed_in(long_gone)
    page = alice.get("/account/be-forgotten/")
    assert page.context["asked"].by_rule
    assert posts_to(page, "/account/stay-known/")
    ForgetRequest.objects.update(by_rule=False)
    assert stable_html(alice.get("/account/be-forgotten/")) != stable_html(page), "An erasure by rule reads like one she asked for."
    alice.post("/account/stay-known/")
    assert not ForgetRequest.objects.open().exists()


@pytest.mark.engine
def test_the_erasure_page_makes_as_many_queries_for_1_leaver_as_for_21(people, long_gone, signed_in):
    frank = signed_in(people.frank)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            shown = html_of(frank.get("/people/forget/")).count('name="rule"')
        return shown, len(queries)

    asked()
    assert (few := asked())[0] == 1
    make_crowd(people.ashdale, 20, joined_on=date(2026, 8, 1), left_on=date(2026, 9, 1))
    assert asked() == (21, few[1])
