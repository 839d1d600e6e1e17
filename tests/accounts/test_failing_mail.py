"""A mail server that fails loses no letter: the invitation stays, counts as not sent, and is sent again by one press."""

import logging

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.people.actions import grant_role, invitations
from cms.people.models import Invitation, InvitationList, Role, User
from tests.accounts.mail_servers import Interrupted

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY, TIRED = "tests.accounts.mail_servers.NobodyAnswers", "tests.accounts.mail_servers.TiresAfterThree"
GOOD = "django.core.mail.backends.locmem.EmailBackend"
WAITS = "We could not send the email"


@pytest.fixture
def lead(people, signed_in):
    """bob as his authority's lead, signed in."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), reason="A test")
    return signed_in(User.objects.get(pk=people.bob.pk))


def test_one_invitation_is_kept_and_sent_again(lead, people, settings, caplog):
    settings.EMAIL_BACKEND = NOBODY
    with caplog.at_level(logging.ERROR):
        page = lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "job_role": people.job.pk}, follow=True)
    assert WAITS in page.content.decode()
    assert "Not sent yet" in page.content.decode()
    assert "ConnectionRefusedError" in caplog.text
    assert "nia" not in caplog.text
    invitation = Invitation.objects.get()
    assert (invitation.sent_at, invitation.key_hash != "") == (None, True)
    again = lead.post(f"/people/invitations/{invitation.pk}/send-again/", follow=True)
    assert WAITS in again.content.decode()
    settings.EMAIL_BACKEND = GOOD
    lead.post(f"/people/invitations/{invitation.pk}/send-again/")
    assert Invitation.objects.get().sent_at is not None
    assert [letter.to for letter in mail.outbox] == [["nia@example.org"]]


def test_a_list_stops_where_the_server_fails_waits_and_goes_on(lead, people, settings):
    lines = "E-mail address,Job role\n" + "".join(f"p{n}@example.org,{people.job}\n" for n in range(7))
    lead.post("/people/in/ashdale/invite-list/", {"file": SimpleUploadedFile("people.csv", lines.encode())})
    whole = InvitationList.objects.get()
    settings.EMAIL_BACKEND = TIRED
    response = lead.post(f"/people/lists/{whole.pk}/confirm/")
    assert response["Location"].endswith("?waits")
    page = lead.get(response["Location"]).content.decode()
    assert WAITS in page
    assert "3 of 7 sent" in page
    assert "data-press-again" not in page  # it would press for ever
    assert (len(mail.outbox), Invitation.objects.unsent().count()) == (3, 4)
    settings.EMAIL_BACKEND = GOOD
    response = lead.post(f"/people/lists/{whole.pk}/send/")
    assert not response["Location"].endswith("?waits")
    assert "All letters are sent" in lead.get(response["Location"]).content.decode()
    assert sorted(letter.to[0] for letter in mail.outbox) == [f"p{n}@example.org" for n in range(7)]


@pytest.fixture
def whole(people):
    """A confirmed list of five, of which no letter has gone out."""
    made = {"authority": people.ashdale, "made_at": timezone.now()}
    whole = InvitationList.objects.create(**made, made_by=people.frank, filename="people.csv", lines=[])
    for n in range(5):
        Invitation.objects.create(**made, email=f"p{n}@example.org", job_role=people.job, from_list=whole)
    return whole


def test_sending_some_says_whether_all_went(whole, settings):
    settings.EMAIL_BACKEND = TIRED
    assert invitations.send_batch(upload=whole, size=2, at=timezone.now()) is True
    assert invitations.send_batch(upload=whole, size=3, at=timezone.now()) is False
    assert whole.invitations.unsent().count() == 2


@pytest.fixture
def interrupted(settings):
    """A function that says what happens while the first letter is on its way."""
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Interrupted"
    yield lambda deed: setattr(Interrupted, "meanwhile", staticmethod(deed))
    Interrupted.meanwhile = None


def test_a_list_that_is_stopped_while_letters_go_out_sends_no_more(whole, people, interrupted):
    interrupted(lambda: invitations.stop_list(upload=whole, by=people.frank, at=timezone.now()))
    invitations.send_batch(upload=whole, size=5, at=timezone.now())
    assert len(mail.outbox) == 1
    assert Invitation.objects.filter(sent_at=None).exclude(withdrawn_at=None).count() == 4


def test_two_windows_that_send_the_same_list_write_to_nobody_twice(whole, interrupted):
    interrupted(lambda: invitations.send_batch(upload=whole, size=5, at=timezone.now()))
    assert invitations.send_batch(upload=whole, size=5, at=timezone.now())
    assert sorted(letter.to[0] for letter in mail.outbox) == [f"p{n}@example.org" for n in range(5)]


def test_an_invitation_that_was_taken_back_meanwhile_is_not_sent_again(whole, people):
    invitation = whole.invitations.first()
    invitations.withdraw(invitation=whole.invitations.first(), by=people.frank, at=timezone.now())
    with pytest.raises(invitations.InvitationEnded, match="withdrawn"):
        invitations.send(invitation=invitation, at=timezone.now())
    assert (mail.outbox, Invitation.objects.get(pk=invitation.pk).sent_at) == ([], None)
