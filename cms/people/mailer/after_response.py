"""Work for after the response, so that how long an answer takes does not tell whether there was an email."""

import logging
import threading
from functools import partial

from django.core.signals import request_finished, request_started

from cms.people.mailer.messages import deliver

logger = logging.getLogger(__name__)
_waiting = threading.local()


def run_after_response(job):
    """Call `job` once the browser has its answer. Outside a request it is called now."""
    if getattr(_waiting, "jobs", None) is None:
        job()
    else:
        _waiting.jobs.append(job)


def deliver_after_response(message):
    """Send an email once the browser has its answer, without writing it to the database.

    For codes and links that let people sign in: they are valid for minutes, only a hash of them is stored, and people ask for another.
    """
    run_after_response(partial(deliver, message))


def _start_waiting(**kwargs):
    _waiting.jobs = []


def _run_waiting(**kwargs):
    jobs, _waiting.jobs = getattr(_waiting, "jobs", None), None
    for job in jobs or []:
        try:
            job()
        except Exception as error:  # the response has gone, and the other emails must go out too
            logger.error("After the response: %s", type(error).__name__)


# The server closes the response, which sends this signal, after its last byte has gone out.
request_started.connect(_start_waiting, dispatch_uid="people_mailer_start")
request_finished.connect(_run_waiting, dispatch_uid="people_mailer_finish")
