"""A failing mail server loses no invitation: the outbox tries again, and what it refuses for good is shown to the lead."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.people.actions import grant_role, invitations
from cms.people.mailer import send_waiting
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
def test_an_invitation_whose_email_fails_is_sent_later_with_its_newest_link_only(lead, people, settings, caplog):
    settings.EMAIL_BACKEND = NOBODY
    with caplog.at_level(logging.ERROR):
        page = lead.post("/people/in/ashdale/invite/", {"email": "nia@example.org", "job_role": people.job.pk}, follow=True)
    assert message_levels(page) == ["success"]
    assert "ConnectionRefusedError" in caplog.text
    assert "nia" not in caplog.text
    invitation = Invitation.objects.get()
    lead.post(f"/people/invitations/{invitation.pk}/send-again/", follow=True)
    assert mail.outbox == []
    settings.EMAIL_BACKEND = GOOD
    send_waiting(at=timezone.now() + timedelta(minutes=5))
    # The first link no longer works, so its email is not sent any more.
    assert [message.to for message in mail.outbox] == [["nia@example.org"]]
    key = re.search(r"/join/([^/]+)/", mail.outbox[0].body)[1]
    assert invitations.find_invitation(key=key, at=timezone.now()) == invitation


@commits
def test_a_list_goes_out_by_itself_once_the_mail_server_is_back(lead, people, settings):
    lines = "E-mail address,Job role\n" + "".join(f"p{n}@example.org,{people.job}\n" for n in range(7))
    lead.post("/people/in/ashdale/invite-list/", {"file": SimpleUploadedFile("people.csv", lines.encode())})
    whole = InvitationList.objects.get()
    settings.EMAIL_BACKEND = TIRED
    response = lead.post(f"/people/lists/{whole.pk}/confirm/")
    page = lead.get(response["Location"])
    assert (page.context["sent"], page.context["left"], len(mail.outbox)) == (7, 0, 3)
    settings.EMAIL_BACKEND = GOOD
    send_waiting(at=timezone.now() + timedelta(minutes=5))
    assert sorted(message.to[0] for message in mail.outbox) == [f"p{n}@example.org" for n in range(7)]


@pytest.fixture
def whole(people):
    """A confirmed list of five invitations, with no email sent yet."""
    made = {"authority": people.ashdale, "made_at": timezone.now()}
    whole = InvitationList.objects.create(**made, made_by=people.frank, filename="people.csv", lines=[])
    for n in range(5):
        Invitation.objects.create(**made, email=f"p{n}@example.org", job_role=people.job, from_list=whole)
    return whole


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
    invitations.send_batch(upload=whole, size=5, at=timezone.now())
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
    page = lead.get(response["Location"])
    assert (page.context["sent"], page.context["left"], page.context["refused_count"]) == (5, 0, 1)
    assert "Pat 2" in html_of(page)
    assert "p2@example.org" in html_of(page)
    assert "p2" not in caplog.text
    refused = Invitation.objects.refused().get()
    lead.post(f"/people/invitations/{refused.pk}/send-again/")
    assert Invitation.objects.refused().get() == refused
    settings.EMAIL_BACKEND = GOOD
    lead.post(f"/people/invitations/{refused.pk}/send-again/")
    assert not Invitation.objects.refused().exists()
