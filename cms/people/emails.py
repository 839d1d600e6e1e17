"""Plain-text emails, rendered within an action and sent when its transaction commits."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)


def send_email(*, to, subject, template, **context):
    """Render the template and send it to the address `to` on commit."""
    body = render_to_string(template, context)
    transaction.on_commit(lambda: deliver(to=to, subject=subject, body=body))


def deliver(*, to, subject, body):
    """Send an email now and return whether the mail server accepted it. Failures are logged without the address."""
    try:
        send_mail(subject, body, None, [to])
    except OSError as error:
        logger.error("An email could not be sent: %s", type(error).__name__)
        return False
    return True


def absolute_url(name, *args):
    """Return the absolute URL of a named page, for use in an email."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)
