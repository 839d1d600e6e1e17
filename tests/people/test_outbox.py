"""The outbox: what is queued is sent, once, by whichever worker is alive; and nobody can read it meanwhile."""

import smtplib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections, transaction
from django.utils import timezone

from cms.people import mailer
from cms.people.mailer import outbox
from cms.people.models import MAX_ATTEMPTS, OutgoingEmail
from tests.responses import html_of

pytestmark = pytest.mark.engine
State = OutgoingEmail.State
LATER = timedelta(minutes=20)  # longer than a lease
KILLED = SystemExit  # what no `except Exception` catches, as no program catches SIGKILL


@pytest.fixture(autouse=True)
def by_worker(settings):
    """Leave sending to the worker, as in production."""
    settings.SEND_EMAIL_AT_ONCE = False


def queue(people, number=1):
    for n in range(number):
        mailer.send_email(to=people.alice, template="people/emails/code.txt", code=f"secret-{n}", minutes=5)


def send(after=timedelta(0)):
    while mailer.send_waiting(at=timezone.now() + after):
        pass


def states():
    return sorted(OutgoingEmail.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_an_email_exists_only_if_what_caused_it_does(people):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(people)
        raise RuntimeError
    assert not OutgoingEmail.objects.exists()


@pytest.mark.django_db
def test_no_row_can_be_read_and_nothing_stays_of_it_once_sent(people):
    queue(people)
    mailer.send_email(to="zoe@example.org", template="people/emails/code.txt", code="secret-9", minutes=5)
    for _ in range(2):
        dump = str(list(OutgoingEmail.objects.values()))
        assert not [word for word in ("secret", "alice", "zoe", "example.org") if word in dump]
        send()
    assert sorted(message.to[0] for message in mail.outbox) == ["alice@example.org", "zoe@example.org"]
    assert states() == ["sent", "sent"]
    assert not OutgoingEmail.objects.exclude(sealed="").exists()


@pytest.mark.django_db
def test_an_email_goes_to_the_address_the_person_has_when_it_is_sent(people):
    queue(people)
    people.alice.email = "alice.new@example.org"
    people.alice.save()
    send()
    assert [message.to for message in mail.outbox] == [["alice.new@example.org"]]


class Killing(BaseEmailBackend):
    """A mail server during whose second email the worker is killed, before it accepts it or just after."""

    accepts = False
    count = 0

    def send_messages(self, messages):
        Killing.count += 1
        if Killing.count == 2 and not Killing.accepts:
            raise KILLED
        mail.outbox.extend(messages)
        if Killing.count == 2:
            raise KILLED
        return len(messages)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["after the lease", "before the mail server has it", "after the mail server has it", "after the commit"])
def test_a_killed_worker_loses_nothing(people, settings, monkeypatch, step):
    queue(people, 4)
    with monkeypatch.context() as patch, pytest.raises(KILLED):
        if step == "after the lease":
            patch.setattr(outbox, "_send", lambda *args: (_ for _ in ()).throw(KILLED))
        elif step == "after the commit":
            end = outbox._end
            patch.setattr(outbox, "_end", lambda *args: (end(*args), (_ for _ in ()).throw(KILLED)))
        else:
            settings.EMAIL_BACKEND = "tests.people.test_outbox.Killing"
            Killing.accepts, Killing.count = step.startswith("after"), 0
        send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    before = len(mail.outbox)
    send()  # the lease has not run out
    assert len(mail.outbox) == before
    send(LATER)
    assert states() == ["sent"] * 4
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(ids)) == 4
    # The one that the mail server had accepted at that moment is the only one it gets again, and its id tells.
    assert len(ids) == (5 if step == "after the mail server has it" else 4)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_email_once(people):
    queue(people, 45)
    together = Barrier(2)

    def work():
        together.wait()
        send()
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    send()
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == len(mail.outbox) == 45


class Locked(BaseEmailBackend):
    """Notes whether the database is in a transaction while an email is being sent."""

    seen: list[bool] = []

    def send_messages(self, messages):
        Locked.seen.append(connection.in_atomic_block)
        return len(messages)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [True, False])
def test_no_email_is_sent_while_the_database_is_held(people, settings, at_once):
    settings.SEND_EMAIL_AT_ONCE, settings.EMAIL_BACKEND = at_once, "tests.people.test_outbox.Locked"
    Locked.seen = []
    with transaction.atomic():
        queue(people)
        assert Locked.seen == []
    send()
    assert Locked.seen == [False]


class Answering(BaseEmailBackend):
    """A mail server with one answer to everything."""

    error: Exception = OSError()

    def send_messages(self, messages):
        raise Answering.error


def refusal(code):
    return smtplib.SMTPRecipientsRefused({"alice@example.org": (code, b"no")})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "attempts"), [(ConnectionRefusedError("mail"), MAX_ATTEMPTS), (refusal(450), MAX_ATTEMPTS), (refusal(550), 1)]
)
def test_an_email_is_parked_after_a_number_of_failures(people, settings, caplog, error, attempts):
    settings.EMAIL_BACKEND, Answering.error = "tests.people.test_outbox.Answering", error
    queue(people)
    for n in range(attempts):
        assert states() == ["waiting"]
        send(timedelta(hours=2 * n))
    assert states() == ["parked"]
    assert "alice" not in caplog.text and "secret" not in caplog.text


@pytest.mark.django_db
def test_a_server_that_is_away_costs_the_emails_behind_no_attempt(people, settings):
    settings.EMAIL_BACKEND, Answering.error = "tests.people.test_outbox.Answering", ConnectionRefusedError("mail")
    queue(people, 3)
    send()
    assert sorted(OutgoingEmail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.django_db
def test_an_email_that_kills_every_worker_is_parked(people, settings, monkeypatch):
    queue(people)
    monkeypatch.setattr(outbox, "_send", lambda *args: (_ for _ in ()).throw(KILLED))
    for n in range(MAX_ATTEMPTS):
        with pytest.raises(KILLED):
            send(LATER * n)
    send(LATER * MAX_ATTEMPTS)
    assert states() == ["parked"]


@pytest.mark.django_db
def test_one_effect_is_queued_once(people):
    queued = [mailer.queue_email(user=people.alice, composer="x", arguments={}, effect="digest 1") for _ in range(2)]
    assert queued[0] is not None and queued[1] is None
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.django_db
def test_an_administrator_retries_or_discards_and_reads_no_address(people, settings, signed_in):
    settings.EMAIL_BACKEND, Answering.error = "tests.people.test_outbox.Answering", refusal(550)
    queue(people, 2)
    send()
    frank = signed_in(people.frank)
    page = html_of(frank.get("/people/emails/"))
    assert "Alice Ward" in page and "alice@example.org" not in page and "secret" not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first, second = OutgoingEmail.objects.order_by("pk")
    frank.post(f"/people/emails/{first.pk}/retry/")
    frank.post(f"/people/emails/{second.pk}/discard/")
    frank.post(f"/people/emails/{first.pk}/discard/")  # it is no longer parked
    send()
    assert states() == ["discarded", "sent"]
    assert ["secret-0" in message.body for message in mail.outbox] == [True]


@pytest.mark.django_db
def test_an_email_sealed_with_a_lost_key_is_parked_and_one_with_a_former_key_is_sent(people, settings):
    queue(people, 2)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-key"
    mailer.send_waiting(at=timezone.now(), only=[OutgoingEmail.objects.order_by("pk").first().pk])
    settings.SECRET_KEY_FALLBACKS = [former]
    send()
    assert states() == ["parked", "sent"]


@pytest.mark.django_db
def test_someone_who_leaves_while_others_are_emailed_gets_none(people, monkeypatch):
    """A batch is leased at once and sent one by one: what changed meanwhile counts."""
    queue(people, 2)
    waiting = list(OutgoingEmail.objects.order_by("not_before", "pk"))
    send_one = outbox._send

    def send_and_delete(email, *given):
        OutgoingEmail.objects.filter(pk=waiting[1].pk).delete()
        return send_one(email, *given)

    monkeypatch.setattr(outbox, "_send", send_and_delete)
    send()
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [waiting[0].message_id]
