"""Letters about people: written inside the deed, handed to the mail server when it is done."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)


def send_email(*, to, subject, template, **context):
    """Write a letter (`accounts/letters/<template>.txt`) and send it on commit. What fails is logged, without an address."""
    body = render_to_string(f"accounts/letters/{template}.txt", context)
    transaction.on_commit(lambda: deliver(to=to, subject=subject, body=body))


def deliver(*, to, subject, body):
    """Hand a letter to the mail server now. Returns whether it was taken."""
    try:
        send_mail(subject, body, None, [to])
    except OSError as problem:
        logger.error("A letter could not be sent: %s", type(problem).__name__)
        return False
    return True


def absolute_url(name, *args):
    """The whole address of a page, for a letter."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)
