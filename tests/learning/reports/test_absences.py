"""Time away from work: due dates move, lists leave people out. And cover: a deputy sees what the manager sees, for those days."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.people.actions.absences import DaysOverlap, NotAColleague, end_cover, enter_absence, name_deputy, remove_absence
from cms.people.models import Absence, Cover, Hub, User
from cms.people.permissions import learning_managers_of, people_managed_by
from learning.actions import record
from learning.actions.reminders import send_reminders
from learning.clocks import days_held
from learning.reports.attention import people_to_ask
from tests.builders import item_of, make_module
from tests.learning.reports.test_team import assign, client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("due", "since", "absences", "moved_to"),
    [
        (date(2026, 3, 15), date(2026, 2, 1), [(MARCH, JUNE)], date(2026, 7, 15)),
        (date(2026, 2, 28), date(2026, 2, 1), [(MARCH, JUNE)], date(2026, 2, 28)),
        (MARCH, date(2026, 2, 1), [(MARCH, JUNE)], date(2026, 7, 1)),
        (date(2026, 8, 1), date(2026, 7, 1), [(MARCH, JUNE)], date(2026, 8, 1)),
        (date(2026, 7, 7), date(2026, 6, 24), [(MARCH, JUNE)], date(2026, 7, 14)),  # set while away: only the days still to come
        (date(2026, 3, 15), date(2026, 2, 1), [(date(2026, 7, 10), date(2026, 7, 19)), (MARCH, JUNE)], date(2026, 7, 25)),
    ],
)
def test_a_due_date_moves_by_the_days_away_from_when_it_was_set(due, since, absences, moved_to):
    assert due + timedelta(days=days_held(due, since=since, absences=absences)) == moved_to


def test_due_dates_move_when_days_away_are_entered_and_back_when_they_are_removed(site, people):
    due = TODAY() + timedelta(days=10)
    before = assign(people.alice, site.module, due)
    absence = enter_absence(user=people.alice, first_day=TODAY() + timedelta(days=5), last_day=TODAY() + timedelta(days=14), by=people.bob)
    assert enter_absence(user=people.alice, first_day=absence.first_day, last_day=absence.last_day, by=people.bob) == absence
    before.refresh_from_db()
    assert before.due_on == due + timedelta(days=10)
    asked_meanwhile, _ = make_module(site.learn, "Asked meanwhile")
    assert assign(people.alice, asked_meanwhile, due).due_on == due + timedelta(days=10)
    with pytest.raises(DaysOverlap):
        enter_absence(user=people.alice, first_day=absence.last_day, last_day=absence.last_day, by=people.bob)
    remove_absence(absence=absence, by=people.bob)
    before.refresh_from_db()
    assert before.due_on == due


def test_someone_who_is_away_is_neither_reminded_nor_in_the_list_of_those_who_need_a_word(site, people, mailoutbox):
    people.ashdale.reminders_on, people.ashdale.reminder_days = True, 3
    people.ashdale.save()
    assignment = assign(people.alice, site.module, TODAY() - timedelta(days=3), at=timezone.now() - timedelta(days=9))
    colleagues = people_managed_by(people.bob)
    assert [asked.person for asked in people_to_ask(colleagues, at=timezone.now())] == [people.alice]
    Absence.objects.create(user=people.alice, first_day=TODAY(), last_day=TODAY())
    assert people_to_ask(colleagues, at=timezone.now()) == []
    assignment.due_on = TODAY() + timedelta(days=2)
    assignment.save()
    assert send_reminders(at=timezone.now()) == 0
    Absence.objects.all().delete()
    assert send_reminders(at=timezone.now()) == 1


def test_a_module_that_stood_still_during_an_absence_is_no_reason_to_ask(site, people):
    long_ago = timezone.now() - timedelta(days=60)
    record.begin(member=people.alice, module=item_of(site.module), event_id=uuid4(), at=long_ago)
    colleagues = people_managed_by(people.bob)
    assert len(people_to_ask(colleagues, at=timezone.now())) == 1
    Absence.objects.create(user=people.alice, first_day=TODAY() - timedelta(days=40), last_day=TODAY() - timedelta(days=2))
    assert people_to_ask(colleagues, at=timezone.now()) == []


def _cover(people, **days):
    hub = Hub.objects.get(authority=people.ashdale)
    days = {"first_day": TODAY(), "last_day": TODAY() + timedelta(days=7), **days}
    return name_deputy(hub=hub, manager=people.bob, deputy=people.dana, **days, by=people.bob)


def test_a_deputy_sees_the_hub_on_the_days_of_the_cover_only(site, people):
    def sees():
        dana = User.objects.get(pk=people.dana.pk)
        page = client_of(dana).get(reverse("learning:person", args=[people.alice.subject]))
        in_list = people_managed_by(dana).filter(pk=people.alice.pk).exists()
        answers = {page.status_code == 200, in_list, learning_managers_of(people.alice).filter(pk=dana.pk).exists(), dana.manages_learning}
        assert len(answers) == 1, "the page, the rule, its inverse and the navigation disagree"
        return answers.pop()

    assert not sees()
    cover = _cover(people)
    assert sees()
    Cover.objects.update(first_day=TODAY() + timedelta(days=1))
    assert not sees()
    Cover.objects.update(first_day=TODAY())
    people.bob.role_grants.update(ended_on=TODAY())
    assert not sees()
    people.bob.role_grants.update(ended_on=None)
    end_cover(cover=cover, by=people.bob)
    assert not sees()


def test_a_deputy_from_another_authority_is_refused_and_a_second_one_for_the_same_days(people):
    _cover(people)
    with pytest.raises(DaysOverlap):
        _cover(people, first_day=TODAY() + timedelta(days=2))
    hub = Hub.objects.get(authority=people.ashdale)
    with pytest.raises(NotAColleague):
        name_deputy(hub=hub, manager=people.bob, deputy=people.carol, first_day=date(2030, 1, 1), last_day=date(2030, 1, 2), by=people.bob)


def test_a_manager_enters_days_away_and_cover_on_their_pages(site, people):
    bob, away = client_of(people.bob), reverse("learning:away", args=[people.alice.subject])
    assert bob.post(away, {"first_day": "2026-12-10", "last_day": "2026-12-01"}).status_code == 422
    assert bob.post(away, {"first_day": "2026-12-10", "last_day": "2026-12-20"}).status_code == 302
    absence = Absence.objects.get()
    assert b"10 December 2026" in bob.get(away).content
    assert bob.post(away, {"remove": absence.pk}).status_code == 302
    assert not Absence.objects.exists()
    hub = Hub.objects.get(authority=people.ashdale)
    cover = reverse("learning:cover", args=[hub.pk])
    form = {"manager": people.bob.subject, "deputy": people.dana.subject, "first_day": TODAY(), "last_day": TODAY()}
    assert bob.post(cover, {**form, "deputy": people.bob.subject}).status_code == 422
    assert bob.post(cover, form).status_code == 302
    assert client_of(people.dana).get(cover).status_code == 404, "a deputy may not pass it on"
    assert bob.post(cover, {"end": Cover.objects.get().pk}).status_code == 302
    assert not Cover.objects.exists()
