"""Modules that count for a limited time, and the time for the Level 3 diploma."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.people.models import Membership, User
from learning.actions.diplomas import DeferralTooEarly, clocks_of, first_due_on, save_diploma, warn_of_diplomas
from learning.actions.renewal import renew_modules
from learning.models.records import Assignment, Diploma
from learning.my_learning import my_learning_context
from learning.rebuild import differences
from learning.reports.cells import cell_of
from tests.builders import complete, publish
from tests.learning.reports.test_team import client_of

pytestmark = pytest.mark.django_db


def noon(year, month, day):
    return timezone.make_aware(datetime(year, month, day, 12))


@pytest.fixture
def yearly(site):
    site.module.valid_months, site.module.renew_days = 12, 30
    publish(site.module)
    return site


def finish(member, site, at):
    for lesson in site.lessons:
        complete(member, lesson, at=at)


@pytest.mark.parametrize(
    ("completed", "ends"),
    [(date(2026, 8, 31), date(2027, 8, 31)), (date(2028, 2, 29), date(2029, 2, 28)), (date(2026, 1, 31), date(2027, 1, 31))],
)
def test_a_module_counts_for_calendar_months(yearly, completed, ends):
    assert yearly.item.valid_until(completed) == ends


def test_the_next_cycle_opens_once_some_days_before_and_the_old_counts_until_it_ends(yearly, people):
    alice = people.alice
    finish(alice, yearly, noon(2026, 8, 31))
    assert renew_modules(at=noon(2027, 7, 31)) == 0
    assert renew_modules(at=noon(2027, 8, 1)) == 1
    assert renew_modules(at=noon(2027, 8, 2)) == 0
    renewal = Assignment.objects.select_related("module", "state").get(member=alice, cycle=2)
    assert (renewal.due_on, renewal.occasion) == (date(2027, 8, 31), "renewal of 2027-08-31")
    assert cell_of(renewal, on=date(2027, 8, 31)).state == "ending"
    assert cell_of(renewal, on=date(2027, 9, 1)).state == "overdue"
    finish(alice, yearly, noon(2027, 8, 11))
    renewal = Assignment.objects.select_related("module", "state").get(pk=renewal.pk)
    assert yearly.item.valid_until(timezone.localdate(renewal.state.completed_at)) == date(2028, 8, 11)
    assert [row["title"] for row in my_learning_context(alice)["done"]] == [yearly.item.title] * 2, "earlier evidence stays"
    assert list(differences()) == []


def test_people_who_have_left_are_not_asked_again(yearly, people):
    finish(people.alice, yearly, noon(2026, 8, 31))
    Membership.objects.filter(user=people.alice).update(ended_on=timezone.localdate())
    assert renew_modules(at=noon(2027, 8, 20)) == 0


def _in_care(person, since):
    Membership.objects.filter(user=person).update(in_care_role_since=since)
    return User.objects.get(pk=person.pk)


def test_two_years_from_the_first_day_in_a_care_role(people):
    assert (first_due_on(date(2024, 2, 29)), first_due_on(date(2021, 6, 1))) == (date(2026, 2, 28), date(2023, 6, 1))


def test_warnings_are_sent_once_each_and_someone_who_comes_late_gets_the_nearest_only(
    people, mailoutbox, django_capture_on_commit_callbacks
):
    def warned(at):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            warn_of_diplomas(at=at)
        return sorted({email.to[0] for email in mailoutbox})

    alice = _in_care(people.alice, date(2026, 9, 10))  # due on 10 September 2028
    both = sorted([alice.email, people.bob.email])
    assert warned(noon(2028, 3, 9)) == []
    assert warned(noon(2028, 3, 10)) == both
    assert warned(noon(2028, 3, 11)) == []
    assert warned(noon(2028, 8, 20)) == both, "one month, though the three-month warning was missed"
    assert warned(noon(2028, 8, 21)) == warned(noon(2028, 9, 11)) == []
    assert not any(alice.first_name in email.subject + email.body for email in mailoutbox if email.to == [people.bob.email])
    diploma = save_diploma(
        member=alice, achieved_on=None, deferred_to=date(2028, 12, 1), deferral_reason="Part time.", by=people.bob, on=date(2028, 8, 22)
    )
    assert diploma.deferred_by == people.bob
    assert warned(noon(2028, 9, 2)) == both, "the later date has warnings of its own"
    save_diploma(member=alice, achieved_on=date(2028, 9, 3), deferred_to=None, deferral_reason="", by=people.bob, on=date(2028, 9, 3))
    assert warned(noon(2028, 11, 20)) == []


def test_a_deferral_needs_a_reason_and_a_later_date_and_an_earlier_pack_does_not_know_of_it(people):
    alice = _in_care(people.alice, date(2024, 9, 10))
    bob, page = client_of(people.bob), reverse("learning:diploma", args=[alice.subject])
    assert bob.post(page, {"deferred_to": "2027-01-10"}).status_code == 422
    assert bob.post(page, {"deferred_to": "2026-09-01", "deferral_reason": "Part time."}).status_code == 422
    assert not Diploma.objects.exists()
    with pytest.raises(DeferralTooEarly):
        save_diploma(member=alice, achieved_on=None, deferred_to=date(2026, 9, 10), deferral_reason="x", by=people.bob, on=date(2026, 9, 1))
    assert bob.post(page, {"deferred_to": "2030-01-10", "deferral_reason": "Part time."}).status_code == 302
    today = timezone.localdate()
    assert clocks_of([alice], on=today)[0].due_on == date(2030, 1, 10)
    yesterday = today - timedelta(days=1)
    Membership.objects.filter(user=alice).update(started_on=yesterday)
    assert clocks_of([alice], on=yesterday)[0].due_on == date(2026, 9, 10)


def test_what_another_manager_entered_meanwhile_is_not_overwritten(site, people):
    since, today = timezone.localdate() - timedelta(days=300), timezone.localdate()
    Membership.objects.filter(user=people.alice).update(in_care_role_since=since)
    bob, page = client_of(people.bob), reverse("learning:diploma", args=[people.alice.subject])
    shown = bob.get(page).context["saved"].version
    save_diploma(member=people.alice, achieved_on=today, deferred_to=None, deferral_reason="", by=people.dana, on=today)
    later = first_due_on(since) + timedelta(days=90)
    form = {"seen": shown, "achieved_on": "", "deferred_to": str(later), "deferral_reason": "A new course begins in the spring."}
    answer = bob.post(page, form)
    assert answer.status_code == 422 and b"A new course begins in the spring." in answer.content
    assert Diploma.objects.get().achieved_on == today and Diploma.objects.get().deferred_to is None
