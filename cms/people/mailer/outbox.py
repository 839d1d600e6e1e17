"""The outbox: queue an email in the caller's transaction, and send what is queued.

A worker takes a batch under a lease and ends each email in a transaction of its own. If it is killed, the lease runs out and another
worker takes the rest: nothing is lost. An email that the mail server had accepted at that very moment goes out once more, with the same
Message-ID. So each email is sent at least once, and twice only after a kill between two statements (decision 0097).
"""

import json
import logging
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.hooks import search_for_hooks

from cms.people.mailer.after_response import batch_after_response
from cms.people.mailer.messages import Delivery, deliver, headers, new_message_id, render_subject_and_body
from cms.people.models import MAX_ATTEMPTS, Invitation, OutgoingEmail, User

logger = logging.getLogger(__name__)

BATCH = 20
# Longer than a batch of emails takes, each as slow as EMAIL_TIMEOUT allows.
LEASE = timedelta(minutes=15)
RECORD_RETENTION = timedelta(days=31)
LONGEST_PAUSE = timedelta(hours=1)
State = OutgoingEmail.State
# For administrators.
FAILURES = {
    Delivery.REFUSED: "the mail server does not accept it",
    Delivery.LATER: "the mail server asked us to come back later",
    Delivery.UNAVAILABLE: "the mail server could not be reached",
}
_composers: dict = {}


class AlreadyDecided(Exception):
    """Someone else has retried or discarded the email."""


def register_composer(name, function, title):
    """Register f(user, arguments, at) -> (subject, text, HTML or "", extra headers), or None if nothing is to be sent any more.

    It is called when the email is sent, so it asks again what the person may read then. It must not change anything. `title` is what the
    email is about, for administrators.
    """
    _composers[name] = (function, title)


def composer_titles():
    """Return {name: title} of the registered composers."""
    search_for_hooks()
    return {name: title for name, (_, title) in _composers.items()}


def send_email(*, to, template, effect="", invitation=None, **context):
    """Render the template and queue it for `to`: a user, or the address of someone without an account. It is sent after commit.

    An email to a user goes to the address they have when it is sent. With an `invitation` it is sent only while its link works.
    """
    subject, body = render_subject_and_body(template, {"invitation": invitation, **context})
    user = to if isinstance(to, User) else None
    words = {"to": "" if user else to, "subject": subject, "body": body}
    # What the link of an invitation leads to is known by the hash of its key: a newer email replaces this one.
    arguments = {"key_hash": invitation.key_hash} if invitation else {}
    return _queue(user=user, kind=template, effect=effect, invitation=invitation, arguments=arguments, sealed=_seal(words))


def queue_email(*, user, composer, arguments, effect="", not_before=None):
    """Queue an email that the registered composer makes when it is sent. Returns it, or None if one with this effect is there already."""
    return _queue(user=user, kind=composer, composer=composer, arguments=arguments, effect=effect, not_before=not_before)


def _queue(*, effect, not_before=None, **fields):
    at = timezone.now()
    email = OutgoingEmail(effect=effect, message_id=new_message_id(), made_at=at, not_before=not_before or at, **fields)
    if effect:
        # On a conflict the key of the row is not set.
        OutgoingEmail.objects.bulk_create([email], ignore_conflicts=True)
        queued = OutgoingEmail.objects.filter(effect=effect, message_id=email.message_id).first()
        if queued is None:
            return None
        email = queued
    else:
        email.save(force_insert=True)
    _send_soon([email.pk])
    return email


def send_emails(*, users, template, **context):
    """Queue the same email to each user, who is its `person`, in one statement. It is sent after commit."""
    at, emails = timezone.now(), []
    for user in users:
        subject, body = render_subject_and_body(template, {**context, "person": user})
        sealed = _seal({"to": "", "subject": subject, "body": body})
        emails.append(OutgoingEmail(user=user, kind=template, sealed=sealed, message_id=new_message_id(), made_at=at, not_before=at))
    _send_soon([email.pk for email in OutgoingEmail.objects.bulk_create(emails)])


def _send_soon(keys):
    if settings.SEND_EMAIL_AT_ONCE:
        transaction.on_commit(lambda: batch_after_response(_send_at_once, keys))


def _send_at_once(keys):
    while send_waiting(at=timezone.now(), only=keys):
        pass


def send_waiting(*, at, only=None):
    """Send a batch of what is ready at `at`, oldest first. Returns how many emails were taken, or 0 if the mail server is away.

    `only` limits it to the emails with these keys. Several workers may call this at the same time.
    """
    lease, keys = _lease(at, only)
    if not keys:
        return 0
    connection = get_connection()
    leased = OutgoingEmail.objects.waiting().filter(lease=lease)
    try:
        for number, key in enumerate(keys):
            # Read as it is now: while the others went out, its person may have been erased, or another worker may have taken it.
            email = leased.select_related("user", "invitation").filter(pk=key).first()
            if email and _send(email, connection, at) is Delivery.UNAVAILABLE:
                # The others would wait for the same timeout. They are not at fault, so this counts as no attempt of theirs.
                leased.filter(pk__in=keys[number + 1 :]).update(lease="", leased_until=None, attempts=F("attempts") - 1)
                return 0
    finally:
        _close(connection)
    return len(keys)


def _lease(at, only):
    """Take a batch for this worker and commit. What was taken too often, because it kills each worker, is parked."""
    lease = uuid4().hex
    with transaction.atomic():
        ready = OutgoingEmail.objects.ready(at)
        if only is not None:
            ready = ready.filter(pk__in=only)
        keys = list(ready.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        taken = OutgoingEmail.objects.filter(pk__in=keys)
        taken.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=State.PARKED, lease="", leased_until=None, failure="the worker was stopped each time"
        )
        taken.waiting().update(lease=lease, leased_until=at + LEASE, attempts=F("attempts") + 1)
    leased = OutgoingEmail.objects.waiting().filter(lease=lease)
    return lease, list(leased.order_by("not_before", "pk").values_list("pk", flat=True))


def _send(email, connection, at):
    """Send one leased email and record the outcome. Returns the Delivery, or None if nothing was sent."""
    try:
        message = _message_of(email, at)
    except InvalidToken:
        _fail(email, at, "it was encrypted with another secret key", parks=True)
        return None
    except Exception as error:
        logger.error("An email could not be made: %s, %s", email.kind, type(error).__name__)
        _fail(email, at, type(error).__name__)
        return None
    if message is None:
        _end(email, at, State.DROPPED)
        return None
    message.connection = connection
    delivery = deliver(message)
    if delivery is Delivery.SENT:
        _end(email, at, State.SENT)
    elif delivery is Delivery.REFUSED and email.invitation_id:
        _end(email, at, State.REFUSED)
        Invitation.objects.filter(pk=email.invitation_id, key_hash=email.arguments["key_hash"]).update(sent_at=None, refused_at=at)
    else:
        _fail(email, at, FAILURES[delivery], parks=delivery is Delivery.REFUSED)
    return delivery


def _message_of(email, at):
    """Return the EmailMessage, or None if the email is no longer wanted."""
    if email.composer:
        search_for_hooks()  # apps register their composers there
        made = _composers[email.composer][0](email.user, email.arguments, at)
        if made is None:
            return None
        subject, body, html, extra = made
        message = EmailMultiAlternatives(subject, body, None, [email.user.email], headers=headers(email.message_id) | extra)
        if html:
            message.attach_alternative(html, "text/html")
        return message
    if email.invitation_id and not _is_wanted(email.invitation, email.arguments["key_hash"], at):
        return None
    words = _unseal(email.sealed)
    to = email.user.email if email.user else words["to"]
    return EmailMessage(words["subject"], words["body"], None, [to], headers=headers(email.message_id))


def _is_wanted(invitation, key_hash, at):
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None and not invitation.has_expired(at)
    return is_open and invitation.key_hash == key_hash


def _end(email, at, state):
    """Record the outcome and empty the row, unless another worker has it because this one was too slow."""
    held = OutgoingEmail.objects.waiting().filter(pk=email.pk, lease=email.lease)
    held.update(state=state, ended_at=at, sealed="", arguments={}, lease="", leased_until=None, failure="")


def _fail(email, at, failure, *, parks=False):
    """Let the email wait for its next attempt, or park it."""
    changes = {"failure": failure, "lease": "", "leased_until": None}
    if parks or email.attempts >= MAX_ATTEMPTS:
        changes["state"] = State.PARKED
    else:
        changes["not_before"] = at + min(timedelta(minutes=2 ** (email.attempts - 1)), LONGEST_PAUSE)
    OutgoingEmail.objects.waiting().filter(pk=email.pk, lease=email.lease).update(**changes)


def _close(connection):
    # The mail server may have hung up first; each email has been answered for.
    with suppress(OSError):
        connection.close()


@transaction.atomic
def retry_email(*, email, at):
    """Let a parked email be tried again from the start. Raises AlreadyDecided."""
    changes = {"state": State.WAITING, "attempts": 0, "not_before": at, "failure": "", "lease": "", "leased_until": None}
    if not OutgoingEmail.objects.parked().filter(pk=email.pk).update(**changes):
        raise AlreadyDecided
    _send_soon([email.pk])


@transaction.atomic
def discard_email(*, email, at):
    """Empty a parked email for good; it is never sent. Raises AlreadyDecided."""
    changes = {"state": State.DISCARDED, "ended_at": at, "sealed": "", "arguments": {}, "failure": ""}
    if not OutgoingEmail.objects.parked().filter(pk=email.pk).update(**changes):
        raise AlreadyDecided


def delete_ended_emails(*, at):
    """Delete the records of emails that ended more than a month before `at`. Returns how many."""
    return OutgoingEmail.objects.filter(state__in=OutgoingEmail.ENDED, ended_at__lt=at - RECORD_RETENTION).delete()[0]


def _fernet():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("cms.people.outbox", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def _seal(words):
    return _fernet().encrypt(json.dumps(words).encode()).decode()


def _unseal(sealed):
    return json.loads(_fernet().decrypt(sealed.encode()))
