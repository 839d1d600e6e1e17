"""Deeds about people that meet: one waits for the other, and sees what it did. On both databases."""

import threading
from datetime import date

import pytest
from django.db import connections, transaction

from cms.people.actions import AccountClosed, LastAdministrator, NotAMember, close_account, end_role, grant_role, leave
from cms.people.models import Role, RoleGrant, User
from cms.people.permissions import network_administrators

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 22)


def _met(first, second):
    """Begin the second deed while the first is done but not yet committed. Gives what became of each: None, or the exception."""
    is_done, became = threading.Event(), {}

    def do_first():
        with transaction.atomic():
            first()
            is_done.set()
            threading.Event().wait(0.7)  # long enough for the other to read what it reads

    def do_second():
        assert is_done.wait(20)
        second()

    def run(name, deed):
        try:
            became[name] = deed()
        except Exception as problem:
            became[name] = problem
            is_done.set()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in [("first", do_first), ("second", do_second)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return became["first"], became["second"]


def _end(user, people):
    grant = RoleGrant.objects.current().select_related("user").get(user=user, role=Role.ADMINISTRATOR)
    end_role(grant=grant, on=ON, by=people.alice)


SENT_AWAY = {
    "has left": lambda user, people: leave(user=user, on=ON, by=people.alice),
    "is closed": lambda user, people: close_account(user=user, on=ON, by=people.alice),
    "is one no longer": _end,
}


@pytest.mark.parametrize(
    ("first", "second"), [("has left", "has left"), ("is closed", "is one no longer"), ("is one no longer", "is closed")]
)
def test_of_the_last_two_administrators_one_stays(first, second, people):
    grant_role(user=people.bob, role=Role.ADMINISTRATOR, on=ON)
    one, other = (User.objects.get(pk=person.pk) for person in (people.frank, people.bob))
    became = _met(lambda: SENT_AWAY[first](one, people), lambda: SENT_AWAY[second](other, people))
    assert became[0] is None, became
    assert isinstance(became[1], LastAdministrator), became
    assert list(network_administrators()) == [people.bob]


@pytest.mark.parametrize("first", ["has left", "is closed"])
def test_whoever_has_just_gone_is_given_no_role(first, people):
    one, again = (User.objects.get(pk=people.carol.pk) for _ in range(2))
    became = _met(lambda: SENT_AWAY[first](one, people), lambda: grant_role(user=again, role=Role.TRAINER, on=ON, by=people.frank))
    assert became[0] is None, became
    assert isinstance(became[1], (AccountClosed, NotAMember)), became
    assert not RoleGrant.objects.current().filter(user=people.carol).exists()


def test_a_closed_account_is_given_no_role(people):
    close_account(user=people.carol, on=ON, by=people.frank)
    with pytest.raises(AccountClosed):
        grant_role(user=people.carol, role=Role.TRAINER, on=ON, by=people.frank)
