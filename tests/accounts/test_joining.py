"""Coming in by invitation: the letter, its link, and what each link says that lets nobody in."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import close_account, invitations, join, leave, reopen_account
from cms.people.models import Authority, Hub, Invitation, JobRole, Membership, User
from learning.held import sights
from learning.models import LearningEvent
from tests.builders import PASSWORD, complete

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Nia", "last_name": "Cole", "password": "four-quiet-drums-tonight"}


@pytest.fixture
def asked(people, django_capture_on_commit_callbacks):
    """A function that invites an address to alice's authority (bob's hub) and gives the link of the letter."""

    def ask(email="nia@example.org", authority=None, **names):
        place = authority or people.alice.membership.authority
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(
                email=email,
                authority=place,
                hub=Hub.objects.filter(authority=place).first(),
                job_role=JobRole.objects.first(),
                by=people.frank,
                at=timezone.now(),
                **names,
            )
        return _link(mail.outbox[-1])

    return ask


def _link(letter):
    return re.search(r"http://localhost:8000(/join/\S+/)", letter.body)[1]


def _key(link):
    return link.split("/")[2]


def _who(client):
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key).email if key else None


def test_a_new_starter_follows_the_link_and_is_in(asked, people, client):
    link = asked(first_name="Nia")
    page = client.get(link)
    assert page.status_code == 200
    assert 'value="Nia"' in page.content.decode()
    response = client.post(link, NEW, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert _who(client) == "nia@example.org"
    person = User.objects.get(email="nia@example.org")
    assert person.membership.authority == people.alice.membership.authority
    assert person.check_password(NEW["password"])
    assert person.emailaddress_set.get().verified
    assert Invitation.objects.get().accepted_by == person


def test_the_letter_names_the_place_and_the_last_day_and_nobody_else(asked, people):
    asked()
    letter = mail.outbox[-1]
    assert letter.to == ["nia@example.org"]
    assert str(people.alice.membership.authority) in letter.body
    for name in ("Frank", "Lowe", "frank@example.org"):
        assert name not in letter.body + letter.subject


def test_the_key_is_nowhere_in_the_database(asked):
    key = _key(asked())
    row = Invitation.objects.values().get()
    assert key not in str(row)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("first_name", "", "Enter your first name"),
        ("last_name", "", "Enter your last name"),
        ("password", "", "Choose a password"),
        ("password", "short", "too short"),
        ("password", "password1234", "too common"),
        ("password", "nia@example.org", "too similar"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(field, value, words, asked, client):
    response = client.post(asked(), {**NEW, field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    if field != "first_name":
        assert 'value="Nia"' in response.content.decode()
    assert not User.objects.filter(email="nia@example.org").exists()
    assert Invitation.objects.open().count() == 1


def test_a_link_works_once(asked, client):
    link = asked()
    client.post(link, NEW)
    again = Client().post(link, {**NEW, "first_name": "Eve"})
    assert again.status_code == 410
    assert "has been used" in again.content.decode()
    assert User.objects.filter(first_name="Eve").count() == 0


def test_a_link_is_too_old_after_a_fortnight(asked, client):
    link = asked()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=14))
    for response in (client.get(link), client.post(link, NEW)):
        assert response.status_code == 410
        assert "has expired" in response.content.decode()
    assert Membership.objects.filter(user__email="nia@example.org").count() == 0


def test_a_withdrawn_link_says_so(asked, people, client):
    link = asked()
    invitations.withdraw(invitation=Invitation.objects.get(), by=people.frank, at=timezone.now())
    assert "has been withdrawn" in client.get(link).content.decode()


@pytest.mark.parametrize("key", ["x", "A" * 43, "..%2F..", "%00", "ü"])
def test_a_guessed_link_is_not_there(key, people, client):
    assert client.get(f"/join/{key}/").status_code == 404


def test_asked_twice_the_newest_letter_counts(asked, client):
    first, second = asked(), asked()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert Invitation.objects.open().count() == 1


def test_sent_again_the_older_link_is_no_longer_known(asked, client, django_capture_on_commit_callbacks):
    first = asked()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.send(invitation=Invitation.objects.get(), at=timezone.now())
    assert client.get(first).status_code == 404
    assert client.get(_link(mail.outbox[-1])).status_code == 200


def test_two_open_invitations_to_one_place_cannot_stand_in_the_database(asked):
    asked()
    one = Invitation.objects.get()
    one.pk, one.key_hash, one.email = None, "", "NIA@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_a_member_here_is_not_invited_again(people):
    with pytest.raises(invitations.AlreadyHere):
        invitations.invite(
            email="ALICE@example.org",
            authority=people.alice.membership.authority,
            hub=None,
            job_role=JobRole.objects.first(),
            by=people.frank,
            at=timezone.now(),
        )


def test_carol_moves_and_her_record_comes_along(asked, people, site, signed_in):
    complete(people.carol, site.lessons[0])
    here = people.alice.membership.authority
    link = asked("carol@example.org")
    client = signed_in(people.carol)
    page = client.get(link).content.decode()
    assert "You move from" in page
    assert client.post(link).status_code == 302
    person = User.objects.get(pk=people.carol.pk)
    assert person.membership.authority == here
    assert person.memberships.count() == 2
    assert LearningEvent.objects.of(person).filter(verb="completed").get().authority != here
    assert client.get(site.learn.url).status_code == 200
    assert _who(client) == "carol@example.org"


def test_what_one_agrees_to_is_what_who_can_see_my_record_says(asked, people, signed_in):
    """The day a page shows records to others, `sights` says so, and then these words must too."""
    (record,) = [one for one in sights(people.carol) if one.title == "Your learning record"]
    assert (record.who, list(record.people)) == ("Only you", [])
    page = " ".join(signed_in(people.carol).get(asked("carol@example.org")).content.decode().split())
    assert "Today only you see your record." in page
    assert "those of Ashdale, and no longer those of Northholt, will see" in page
    assert "sees what you completed" not in page


def test_somebody_who_left_comes_back_with_the_account_they_have(asked, people, client):
    leave(user=people.carol, on=timezone.localdate(), by=people.frank)
    link = asked("carol@example.org", authority=Authority.objects.get(name="Northholt"))
    assert client.get(link).headers["Location"].startswith("/accounts/login/?next=/join/")
    client.post("/accounts/login/", {"login": "carol@example.org", "password": PASSWORD})
    client.post(link)
    assert User.objects.get(pk=people.carol.pk).membership.authority.name == "Northholt"


def test_a_link_for_another_address_lets_nobody_in(asked, people, signed_in):
    client = signed_in(people.alice)
    for link in (asked("nia@example.org"), asked("carol@example.org")):
        for response in (client.get(link), client.post(link, NEW)):
            assert response.status_code == 403
            assert "for another address" in response.content.decode()
    assert Invitation.objects.open().count() == 2


def test_whoever_came_in_another_way_and_was_released_is_not_back_by_an_older_letter(asked, people, client):
    link = asked("newcomer@example.org")
    elsewhere = asked("newcomer@example.org", authority=people.northholt)
    join(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    leave(user=people.newcomer, on=timezone.localdate(), by=people.frank)
    client.force_login(User.objects.get(pk=people.newcomer.pk), backend="cms.accounts.backends.MemberBackend")
    for response in (client.get(link), client.post(link)):
        assert (response.status_code, "has been withdrawn" in response.content.decode()) == (410, True)
    assert User.objects.get(pk=people.newcomer.pk).membership is None
    assert client.get(elsewhere).status_code == 200, "What Northholt's lead wants is Northholt's."


def test_leaving_withdraws_what_was_sent_meanwhile_and_nothing_of_another_authority(people):
    made = {"job_role": people.job, "made_at": timezone.now(), "email": "ALICE@example.org"}
    here, there = (Invitation.objects.create(authority=place, **made) for place in (people.ashdale, people.northholt))
    leave(user=people.alice, on=timezone.localdate(), by=people.frank)
    assert list(Invitation.objects.open()) == [there]
    assert AuditEntry.objects.get(what="withdrawn").authority == here.authority


def test_an_open_letter_to_the_address_they_had_before_is_no_way_back_either(asked, people, client):
    link = asked("alice@before.example")
    for email in ("alice@before.example", "alice@now.example"):
        people.alice.email = email
        people.alice.save()
    leave(user=people.alice, on=timezone.localdate(), by=people.frank)
    assert client.post(link, NEW).status_code == 410


def test_whoever_moves_away_is_not_back_by_an_older_letter(asked, people, signed_in):
    Invitation.objects.create(authority=people.northholt, job_role=people.job, made_at=timezone.now(), email="carol@example.org")
    signed_in(people.carol).post(asked("carol@example.org"))
    assert User.objects.get(pk=people.carol.pk).membership.authority == people.ashdale
    assert [one.accepted_by for one in Invitation.objects.filter(withdrawn_at=None)] == [people.carol]


def test_an_account_that_is_opened_again_is_let_in_by_no_older_letter(asked, people, client):
    asked("newcomer@example.org")
    close_account(user=people.newcomer, on=timezone.localdate(), by=people.frank)
    reopen_account(user=people.newcomer, by=people.frank)
    assert not Invitation.objects.open().exists()


def test_joining_stands_in_the_audit_log_without_name_or_address(asked, client):
    client.post(asked(), NEW)
    person = User.objects.get(email="nia@example.org")
    assert set(AuditEntry.objects.filter(about=person.subject).values_list("what", flat=True)) == {"joined", "signed_in"}
    everything = str(list(AuditEntry.objects.values()))
    assert "nia" not in everything.lower()


def test_the_page_and_its_refusals_are_never_kept_by_a_browser(asked, client):
    assert "no-store" in client.get(asked()).headers["Cache-Control"]
