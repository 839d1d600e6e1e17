"""Joining by invitation: the email, its link, and the reasons why a link is refused."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from cms.audit.models import AuditEntry
from cms.people.actions import close_account, invitations, join, leave, reopen_account
from cms.people.models import Authority, Hub, Invitation, JobRole, Membership, User
from learning.models import LearningEvent
from learning.personal_data import visibility
from tests.builders import PASSWORD, complete
from tests.responses import error_codes, html_of, links_to, posts_to, template_names, wrong_fields

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Nia", "last_name": "Cole", "password": "four-quiet-drums-tonight"}


@pytest.fixture
def asked(people, django_capture_on_commit_callbacks):
    """Return a function that invites an address to Alice's authority (Bob's hub) and returns the link in the email."""

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


def _link(message):
    return re.search(r"http://localhost:8000(/join/\S+/)", message.body)[1]


def _key(link):
    return link.split("/")[2]


def _who(client):
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key).email if key else None


def test_a_new_starter_can_join_with_an_invitation_link(asked, people, client):
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


def test_the_invitation_key_is_not_in_the_database(asked):
    key = _key(asked())
    row = Invitation.objects.values().get()
    assert key not in str(row)


REFUSED = [
    ("first_name", "", "required"),
    ("first_name", "...", "no_letter"),
    ("password", "", "required"),
    ("password", "short", "password_too_short"),
    ("password", "password1234", "password_too_common"),
    ("password", "nia@example.org", "password_too_similar"),
]


def test_a_refused_join_form_marks_the_field_and_keeps_the_other_values(asked, client):
    link = asked()
    for field, value, code in REFUSED:
        response = client.post(link, {**NEW, field: value})
        assert (response.status_code, wrong_fields(response)) == (422, {field}), (field, value)
        assert code in error_codes(response, field), (field, value)
        assert ('value="Nia"' in html_of(response)) is (field != "first_name"), (field, value)
    assert not User.objects.filter(email="nia@example.org").exists()
    assert Invitation.objects.open().count() == 1


def test_an_invitation_link_works_only_once(asked, client):
    link = asked()
    client.post(link, NEW)
    again = Client().post(link, {**NEW, "first_name": "Eve"})
    assert again.status_code == 410
    with pytest.raises(invitations.InvitationEnded, match="used"):
        invitations.find_invitation(key=_key(link), at=timezone.now())
    assert User.objects.filter(first_name="Eve").count() == 0


def test_an_invitation_link_expires_after_a_fortnight(asked, client):
    link = asked()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    for response in (client.get(link), client.post(link, NEW)):
        assert (response.status_code, template_names(response) >= {"people/link_ended.html"}) == (410, True)
    with pytest.raises(invitations.InvitationEnded, match="expired"):
        invitations.find_invitation(key=_key(link), at=timezone.now())
    assert Membership.objects.filter(user__email="nia@example.org").count() == 0


def test_a_withdrawn_invitation_link_does_not_work(asked, people, client):
    link = asked()
    invitations.withdraw(invitation=Invitation.objects.get(), by=people.frank, at=timezone.now())
    assert client.get(link).status_code == 410
    with pytest.raises(invitations.InvitationEnded, match="withdrawn"):
        invitations.find_invitation(key=_key(link), at=timezone.now())


def test_a_guessed_invitation_link_is_refused(people, client):
    for key, status in {"x": 404, "A" * 43: 404, "..%2F..": 404, "%00": 400, "ü": 404}.items():
        assert client.get(f"/join/{key}/").status_code == status, key


def test_only_the_newest_of_two_invitations_works(asked, client):
    first, second = asked(), asked()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert Invitation.objects.open().count() == 1


def test_sending_an_invitation_again_replaces_the_link(asked, client, django_capture_on_commit_callbacks):
    first = asked()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.send(invitation=Invitation.objects.get(), at=timezone.now())
    assert client.get(first).status_code == 404
    assert client.get(_link(mail.outbox[-1])).status_code == 200


@pytest.mark.engine
def test_the_database_refuses_two_open_invitations_to_one_authority(asked):
    asked()
    twin = Invitation.objects.get()
    twin.pk, twin.key_hash, twin.email = None, "", "NIA@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_member_of_the_authority_is_not_invited_again(people):
    with pytest.raises(invitations.AlreadyHere):
        invitations.invite(
            email="ALICE@example.org",
            authority=people.alice.membership.authority,
            hub=None,
            job_role=JobRole.objects.first(),
            by=people.frank,
            at=timezone.now(),
        )


def test_a_member_who_moves_by_invitation_keeps_their_record(asked, people, site, signed_in):
    complete(people.carol, site.lessons[0])
    here = people.alice.membership.authority
    link = asked("carol@example.org")
    client = signed_in(people.carol)
    assert client.get(link).context["leaving"] == people.northholt
    assert client.post(link).status_code == 302
    person = User.objects.get(pk=people.carol.pk)
    assert person.membership.authority == here
    assert person.memberships.count() == 2
    assert LearningEvent.objects.of(person).filter(verb="completed").get().authority != here
    assert client.get(site.learn.url).status_code == 200
    assert _who(client) == "carol@example.org"


def test_the_page_for_moving_and_the_record_agree_on_who_can_see_it(asked, people, signed_in):
    """The page says that only she can see her record. If `visibility` changes, this test fails and the text must be updated."""
    assert not any(list(sight.people) for sight in visibility(people.carol))
    page = signed_in(people.carol).get(asked("carol@example.org"))
    assert template_names(page) >= {"people/join_known.html"}
    assert links_to(page, "/account/who-can-see/")
    for authority in ("Ashdale", "Northholt"):
        assert authority in html_of(page)


def test_someone_who_left_can_return_with_their_old_account(asked, people, client):
    leave(user=people.carol, on=timezone.localdate(), by=people.frank)
    link = asked("carol@example.org", authority=Authority.objects.get(name="Northholt"))
    assert client.get(link).headers["Location"].startswith("/accounts/login/?next=/join/")
    client.post("/accounts/login/", {"login": "carol@example.org", "password": PASSWORD})
    client.post(link)
    assert User.objects.get(pk=people.carol.pk).membership.authority.name == "Northholt"


def test_an_invitation_link_for_another_address_is_refused(asked, people, signed_in):
    client = signed_in(people.alice)
    for link in (asked("nia@example.org"), asked("carol@example.org")):
        for response in (client.get(link), client.post(link, NEW)):
            assert response.status_code == 403
            assert template_names(response) >= {"people/join_other.html"}
            assert posts_to(response, "/accounts/logout/")
    assert Invitation.objects.open().count() == 2


def test_a_leaver_cannot_return_by_an_older_invitation(asked, people, client):
    link = asked("newcomer@example.org")
    elsewhere = asked("newcomer@example.org", authority=people.northholt)
    join(user=people.newcomer, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
    leave(user=people.newcomer, on=timezone.localdate(), by=people.frank)
    client.force_login(User.objects.get(pk=people.newcomer.pk), backend="cms.accounts.backends.MemberBackend")
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
    with pytest.raises(invitations.InvitationEnded, match="withdrawn"):
        invitations.find_invitation(key=_key(link), at=timezone.now())
    assert User.objects.get(pk=people.newcomer.pk).membership is None
    assert client.get(elsewhere).status_code == 200, "What Northholt's lead wants is Northholt's."


def test_leaving_withdraws_open_invitations_of_that_authority_only(people):
    made = {"job_role": people.job, "made_at": timezone.now(), "email": "ALICE@example.org"}
    here, there = (Invitation.objects.create(authority=place, **made) for place in (people.ashdale, people.northholt))
    leave(user=people.alice, on=timezone.localdate(), by=people.frank)
    assert list(Invitation.objects.open()) == [there]
    assert AuditEntry.objects.get(what="withdrawn").authority == here.authority


def test_a_leaver_cannot_return_by_an_invitation_to_an_old_address(asked, people, client):
    link = asked("alice@before.example")
    for email in ("alice@before.example", "alice@now.example"):
        people.alice.email = email
        people.alice.save()
    leave(user=people.alice, on=timezone.localdate(), by=people.frank)
    assert client.post(link, NEW).status_code == 410


def test_moving_away_withdraws_older_invitations_of_the_old_authority(asked, people, signed_in):
    Invitation.objects.create(authority=people.northholt, job_role=people.job, made_at=timezone.now(), email="carol@example.org")
    signed_in(people.carol).post(asked("carol@example.org"))
    assert User.objects.get(pk=people.carol.pk).membership.authority == people.ashdale
    assert [invitation.accepted_by for invitation in Invitation.objects.filter(withdrawn_at=None)] == [people.carol]


def test_closing_an_account_withdraws_its_invitations_permanently(asked, people, client):
    asked("newcomer@example.org")
    close_account(user=people.newcomer, on=timezone.localdate(), by=people.frank)
    reopen_account(user=people.newcomer, by=people.frank)
    assert not Invitation.objects.open().exists()


def test_joining_is_logged_without_name_or_address(asked, client):
    client.post(asked(), NEW)
    person = User.objects.get(email="nia@example.org")
    assert set(AuditEntry.objects.filter(about=person.subject).values_list("what", flat=True)) == {"joined", "signed_in"}
    everything = str(list(AuditEntry.objects.values()))
    assert "nia" not in everything.lower()


def test_the_join_page_is_never_cached(asked, client):
    assert "no-store" in client.get(asked()).headers["Cache-Control"]


def test_a_link_works_to_the_end_of_the_day_in_the_email(asked):
    asked()
    until = re.search(r"until the end of ([^:]+):", mail.outbox[-1].body)[1]
    assert until == date_format(timezone.localdate() + timedelta(days=14), "j F Y")
    Invitation.objects.update(sent_at=timezone.make_aware(datetime(2026, 11, 30, 9, 0)))
    invitation = Invitation.objects.get()
    last_minute, midnight = (timezone.make_aware(datetime(2026, 12, *moment)) for moment in ((14, 23, 59), (15, 0, 0)))
    assert [invitation.has_expired(at) for at in (last_minute, midnight)] == [False, True]


def test_an_invitation_names_the_person_and_how_to_reach_them_but_not_their_address(people, asked):
    User.objects.filter(pk=people.frank.pk).update(phone="01632 960 114")
    people.frank.refresh_from_db()
    asked()
    for text, is_there in ((str(people.frank), True), ("01632 960 114", True), ("Ashdale", True), (people.frank.email, False)):
        assert (text in mail.outbox[-1].body) == is_there, text


def test_someone_signed_in_is_not_told_to_sign_in_by_a_used_link(asked, people, signed_in, client):
    link = asked()
    client.post(link, NEW)
    assert not links_to(signed_in(people.alice).get(link), "/accounts/login/")
    assert links_to(Client().get(link), "/accounts/login/")


def test_someone_with_one_name_can_join(asked, client):
    client.post(asked(), {**NEW, "last_name": ""})
    person = User.objects.get(email="nia@example.org")
    assert (str(person), person.folded_last_name) == ("Nia", "nia")
