"""A failing mail server loses no email: the invitation is kept as unsent and can be sent again."""

import logging

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.people.actions import grant_role, invitations
from cms.people.models import Invitation, InvitationList, Role, User
from tests.mail_servers import Interrupted
from tests.responses import html_of, message_levels

pytestmark = pytest.mark.engine
commits = pytest.mark.django_db(transaction=True)  # emails are sent on commit
NOBODY, TIRED = "tests.mail_servers.NobodyAnswers", "tests.mail_servers.TiresAfterThree"
GOOD = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def lead(people, signed_in):
    """Bob, signed in as the lead of his authority."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), reason="A test")
    return signed_in(User.objects.get(pk=people.bob.pk))


@commits
def test_an_invitation_whose_email_fails_is_kept_and_sent_again(lead, people, settings, caplog):
    settings.EMAIL_BACKEND = NOBODY
    with caplog.at_level(logging.ERROR):
        page = lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "job_role": people.job.pk}, follow=True)
    assert message_levels(page) == ["error"]
    assert [row["invitation"].sent_at for row in page.context["waiting"]] == [None]
    assert "ConnectionRefusedError" in caplog.text
    assert "nia" not in caplog.text
    invitation = Invitation.objects.get()
    assert (invitation.sent_at, invitation.key_hash != "") == (None, True)
    again = lead.post(f"/people/invitations/{invitation.pk}/send-again/", follow=True)
    assert message_levels(again) == ["error"]
    settings.EMAIL_BACKEND = GOOD
    lead.post(f"/people/invitations/{invitation.pk}/send-again/")
    assert Invitation.objects.get().sent_at is not None
    assert [message.to for message in mail.outbox] == [["nia@example.org"]]


@commits
def test_a_list_stops_when_the_mail_server_fails_and_can_be_resumed(lead, people, settings):
    lines = "E-mail address,Job role\n" + "".join(f"p{n}@example.org,{people.job}\n" for n in range(7))
    lead.post("/people/in/ashdale/invite-list/", {"file": SimpleUploadedFile("people.csv", lines.encode())})
    whole = InvitationList.objects.get()
    settings.EMAIL_BACKEND = TIRED
    response = lead.post(f"/people/lists/{whole.pk}/confirm/")
    assert response["Location"].endswith("?waits")
    page = lead.get(response["Location"])
    assert (page.context["waits"], page.context["sent"], page.context["total"]) == (True, 3, 7)
    assert "notice-care" in html_of(page)
    assert "data-press-again" not in html_of(page)  # the page would submit itself endlessly
    assert (len(mail.outbox), Invitation.objects.unsent().count()) == (3, 4)
    settings.EMAIL_BACKEND = GOOD
    response = lead.post(f"/people/lists/{whole.pk}/send/")
    assert not response["Location"].endswith("?waits")
    assert lead.get(response["Location"]).context["left"] == 0
    assert sorted(message.to[0] for message in mail.outbox) == [f"p{n}@example.org" for n in range(7)]


@pytest.fixture
def whole(people):
    """A confirmed list of five invitations, with no email sent yet."""
    made = {"authority": people.ashdale, "made_at": timezone.now()}
    whole = InvitationList.objects.create(**made, made_by=people.frank, filename="people.csv", lines=[])
    for n in range(5):
        Invitation.objects.create(**made, email=f"p{n}@example.org", job_role=people.job, from_list=whole)
    return whole


@commits
def test_sending_a_batch_returns_whether_every_email_was_sent(whole, settings):
    settings.EMAIL_BACKEND = TIRED
    assert invitations.send_batch(upload=whole, size=2, at=timezone.now()) is True
    assert invitations.send_batch(upload=whole, size=3, at=timezone.now()) is False
    assert whole.invitations.unsent().count() == 2


@pytest.fixture
def interrupted(settings):
    """Return a function that sets what happens while the first email is being sent."""
    settings.EMAIL_BACKEND = "tests.mail_servers.Interrupted"
    yield lambda deed: setattr(Interrupted, "meanwhile", staticmethod(deed))
    Interrupted.meanwhile = None


@commits
def test_a_list_stopped_during_sending_sends_no_more_emails(whole, people, interrupted):
    interrupted(lambda: invitations.stop_list(upload=whole, by=people.frank, at=timezone.now()))
    invitations.send_batch(upload=whole, size=5, at=timezone.now())
    assert len(mail.outbox) == 1
    assert Invitation.objects.filter(sent_at=None).exclude(withdrawn_at=None).count() == 4


@commits
def test_sending_a_list_from_two_windows_emails_nobody_twice(whole, interrupted):
    interrupted(lambda: invitations.send_batch(upload=whole, size=5, at=timezone.now()))
    assert invitations.send_batch(upload=whole, size=5, at=timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == [f"p{n}@example.org" for n in range(5)]


@pytest.mark.django_db
def test_an_invitation_withdrawn_in_the_meantime_is_not_sent_again(whole, people):
    invitation = whole.invitations.first()
    invitations.withdraw(invitation=whole.invitations.first(), by=people.frank, at=timezone.now())
    with pytest.raises(invitations.InvitationEnded, match="withdrawn"):
        invitations.send(invitation=invitation, at=timezone.now())
    assert (mail.outbox, Invitation.objects.get(pk=invitation.pk).sent_at) == ([], None)


@commits
def test_one_refused_address_does_not_stop_the_others_and_is_named(lead, people, settings, caplog):
    lines = "E-mail address,First name,Job role\n" + "".join(f"p{n}@example.org,Pat {n},{people.job}\n" for n in range(6))
    lead.post("/people/in/ashdale/invite-list/", {"file": SimpleUploadedFile("people.csv", lines.encode())})
    whole = InvitationList.objects.get()
    settings.EMAIL_BACKEND = "tests.mail_servers.RefusesOne"
    response = lead.post(f"/people/lists/{whole.pk}/confirm/")
    assert not response["Location"].endswith("?waits")
    page = lead.get(response["Location"])
    assert (page.context["sent"], page.context["left"], page.context["refused_count"]) == (5, 0, 1)
    assert "Pat 2" in html_of(page)
    assert "p2@example.org" in html_of(page)
    assert "p2" not in caplog.text
    refused = Invitation.objects.refused().get()
    assert message_levels(lead.post(f"/people/invitations/{refused.pk}/send-again/", follow=True)) == ["error"]
    settings.EMAIL_BACKEND = GOOD
    lead.post(f"/people/invitations/{refused.pk}/send-again/")
    assert not Invitation.objects.refused().exists()
