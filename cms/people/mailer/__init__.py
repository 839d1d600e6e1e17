"""Emails: rendered within an action, written to the outbox in its transaction, and sent after it.

`send_email()` is for nearly all of them. `deliver_after_response()` is for codes and sign-in links, which never enter the database.
"""

from .after_response import deliver_after_response
from .messages import Delivery, absolute_url, deliver, headers, render_email, render_subject_and_body
from .outbox import (
    AlreadyDecided,
    delete_ended_emails,
    discard_email,
    queue_email,
    register_composer,
    retry_email,
    send_email,
    send_waiting,
)

__all__ = [
    "AlreadyDecided",
    "Delivery",
    "absolute_url",
    "delete_ended_emails",
    "deliver",
    "deliver_after_response",
    "discard_email",
    "headers",
    "queue_email",
    "register_composer",
    "render_email",
    "render_subject_and_body",
    "retry_email",
    "send_email",
    "send_waiting",
]
