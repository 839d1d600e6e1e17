"""Rendering an email, and handing it to the mail server.

The first line of each email template is its subject: "Subject: Your code for Drumbeat". An empty line and the text follow.
"""

import logging
import smtplib
from email.utils import make_msgid
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)

SUBJECT = "Subject:"
# The mail server takes no email for this one address, or not this email. The connection and other addresses are fine.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)
PERMANENT = 500


class Delivery(Enum):
    """What the mail server said to an email."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    UNAVAILABLE = "unavailable"


def render_email(*, to, template, **context):
    """Return the EmailMessage of a template to the address `to`."""
    subject, body = render_subject_and_body(template, context)
    return EmailMessage(subject, body, None, [to], headers=headers())


def render_subject_and_body(template, context):
    """Return the subject and the text of an email template."""
    subject, _, body = render_to_string(template, context).partition("\n")
    if not subject.startswith(SUBJECT):
        raise ValueError(f"The first line of {template} must be its subject.")
    return subject.removeprefix(SUBJECT).strip(), body.lstrip("\n")


def headers(message_id=None):
    """Return the headers of every email of ours: no automatic replies (RFC 3834), and an id that does not name our machine."""
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Message-ID": message_id or new_message_id()}


def new_message_id():
    """Return an id for an email, on the site's own host name."""
    return make_msgid(domain=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname)


def deliver(message):
    """Hand an email to the mail server. Returns a Delivery. Failures are logged without the address."""
    try:
        message.send()
    except REFUSALS as error:
        logger.warning("An email was refused: %s", type(error).__name__)
        return Delivery.LATER if _is_temporary(error) else Delivery.REFUSED
    except OSError as error:
        logger.error("An email could not be sent: %s", type(error).__name__)
        return Delivery.UNAVAILABLE
    return Delivery.SENT


def _is_temporary(error):
    """Return whether the server asks us to come back later (greylisting, a full mailbox): every code is below 500."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    else:
        codes = [getattr(error, "smtp_code", PERMANENT)]
    return bool(codes) and all(isinstance(code, int) and code < PERMANENT for code in codes)


def absolute_url(name, *args):
    """Return the absolute URL of a named page, for use in an email."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)
