"""Plain-text emails, rendered within an action and sent when its transaction commits.

The first line of each email template is its subject: "Subject: Your code for Drumbeat". An empty line and the text follow.
"""

import logging
import smtplib
import threading
from email.utils import make_msgid
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)

SUBJECT = "Subject:"
# The mail server takes no email for this one address, or not this email. The connection and other addresses are fine.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)


class Delivery(Enum):
    """What the mail server said to an email."""

    SENT = "sent"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


def render_email(*, to, template, **context):
    """Return the EmailMessage of a template to the address `to`."""
    subject, _, body = render_to_string(template, context).partition("\n")
    if not subject.startswith(SUBJECT):
        raise ValueError(f"The first line of {template} must be its subject.")
    return EmailMessage(subject.removeprefix(SUBJECT).strip(), body.lstrip("\n"), None, [to], headers=headers())


def headers():
    """Return the headers of every email of ours: no automatic replies (RFC 3834), and an id that does not name our machine."""
    domain = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Message-ID": make_msgid(domain=domain)}


def send_email(*, to, template, **context):
    """Render the template and send it to the address `to` on commit."""
    message = render_email(to=to, template=template, **context)
    transaction.on_commit(lambda: deliver(message))


def deliver(message):
    """Send an email now. Returns a Delivery. Failures are logged without the address."""
    try:
        message.send()
    except REFUSALS as error:
        logger.warning("An email was refused: %s", type(error).__name__)
        return Delivery.REFUSED
    except OSError as error:
        logger.error("An email could not be sent: %s", type(error).__name__)
        return Delivery.UNAVAILABLE
    return Delivery.SENT


_waiting = threading.local()


def deliver_after_response(message):
    """Send an email once the browser has its answer, so that how long the answer takes does not tell whether there was an email.

    Outside a request it is sent now.
    """
    if getattr(_waiting, "messages", None) is None:
        deliver(message)
    else:
        _waiting.messages.append(message)


def _start_waiting(**kwargs):
    _waiting.messages = []


def _deliver_waiting(**kwargs):
    messages, _waiting.messages = getattr(_waiting, "messages", None), None
    for message in messages or []:
        deliver(message)


# The server closes the response, which sends this signal, after its last byte has gone out.
request_started.connect(_start_waiting, dispatch_uid="people_mailer_start")
request_finished.connect(_deliver_waiting, dispatch_uid="people_mailer_finish")


def absolute_url(name, *args):
    """Return the absolute URL of a named page, for use in an email."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)
