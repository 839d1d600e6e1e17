"""Concurrent actions on one person: the second waits for the first and sees its result, on both databases."""

import threading
from datetime import date

import pytest
from django.db import connections, transaction

from cms.people.actions import AccountClosed, LastAdministrator, NotAMember, close_account, end_role, grant_role, leave
from cms.people.models import Role, RoleGrant, User
from cms.people.permissions import network_administrators

pytestmark = pytest.mark.engine
commits = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 22)


def _met(first, second):
    """Start the second action while the first is done but not yet committed. Return the result of each: None or its exception."""
    is_done, results = threading.Event(), {}

    def do_first():
        with transaction.atomic():
            first()
            is_done.set()
            threading.Event().wait(0.7)  # long enough for the second action to do its reads

    def do_second():
        assert is_done.wait(20)
        second()

    def run(name, action):
        try:
            results[name] = action()
        except Exception as problem:
            results[name] = problem
            is_done.set()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=named) for named in [("first", do_first), ("second", do_second)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results["first"], results["second"]


def _end(user, people):
    grant = RoleGrant.objects.current().select_related("user").get(user=user, role=Role.ADMINISTRATOR)
    end_role(grant=grant, on=ON, by=people.alice)


SENT_AWAY = {
    "has left": lambda user, people: leave(user=user, on=ON, by=people.alice),
    "is closed": lambda user, people: close_account(user=user, on=ON, by=people.alice),
    "is one no longer": _end,
}


@commits
@pytest.mark.parametrize(
    ("first", "second"), [("has left", "has left"), ("is closed", "is one no longer"), ("is one no longer", "is closed")]
)
def test_one_of_the_last_two_administrators_stays_when_both_leave_at_once(first, second, people):
    grant_role(user=people.bob, role=Role.ADMINISTRATOR, on=ON)
    frank, bob = (User.objects.get(pk=person.pk) for person in (people.frank, people.bob))
    results = _met(lambda: SENT_AWAY[first](frank, people), lambda: SENT_AWAY[second](bob, people))
    assert results[0] is None, results
    assert isinstance(results[1], LastAdministrator), results
    assert list(network_administrators()) == [people.bob]


@commits
@pytest.mark.parametrize("first", ["has left", "is closed"])
def test_someone_who_leaves_at_the_same_time_is_given_no_role(first, people):
    carol, again = (User.objects.get(pk=people.carol.pk) for _ in range(2))
    results = _met(lambda: SENT_AWAY[first](carol, people), lambda: grant_role(user=again, role=Role.TRAINER, on=ON, by=people.frank))
    assert results[0] is None, results
    assert isinstance(results[1], (AccountClosed, NotAMember)), results
    assert not RoleGrant.objects.current().filter(user=people.carol).exists()


@pytest.mark.django_db
def test_a_closed_account_is_given_no_role(people):
    close_account(user=people.carol, on=ON, by=people.frank)
    with pytest.raises(AccountClosed):
        grant_role(user=people.carol, role=Role.TRAINER, on=ON, by=people.frank)
