"""Delete what has passed its retention period; run once a night. See docs/running.md."""

import logging
from functools import partial

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session as DjangoSession
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from cms.accounts.models import Session
from cms.components import plural
from cms.notices.actions import delete_old_notices
from cms.operations.storage import delete_leftovers
from cms.people import mailer
from cms.people.actions import invitations, join_requests
from cms.search import search_log

logger = logging.getLogger(__name__)


def delete_expired_sessions(at):
    # Sessions from before we had our own session table are in Django's.
    count = sum(model.objects.filter(expire_date__lt=at).delete()[0] for model in (Session, DjangoSession))
    return f"{plural(count, 'expired session')} deleted."


def delete_device_records(at):
    count, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return f"{plural(count, 'device record')} of ended sessions deleted."


def clear_unconfirmed_lists(at):
    return f"{plural(invitations.clear_unconfirmed_lists(at=at), 'unconfirmed invitation list')} cleared."


def delete_codes(at):
    join_requests.delete_old_codes(at=at)
    return "Codes sent to people who asked to join, and more than a day old, deleted."


def delete_search_terms(at):
    count = search_log.delete_old_searches(on=timezone.localdate(at))
    return f"{plural(count, 'rare or old search term')} deleted."


def delete_old_emails(at):
    return f"{plural(mailer.delete_ended_emails(at=at), 'record')} of sent emails deleted."


def delete_notices(at):
    return f"{plural(delete_old_notices(at=at), 'old notice')} deleted."


def delete_upload_leftovers(at):
    return f"{plural(delete_leftovers(settings.MEDIA_ROOT), 'unfinished upload')} deleted."


def truncate_wal(at):
    if connection.vendor != "sqlite":
        return "PostgreSQL reuses the space of deleted rows by itself."
    try:
        with connection.cursor() as cursor:
            is_blocked = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError:  # someone reads or writes just now
        is_blocked = True
    return "SQLite’s log is in use: it will be emptied tomorrow." if is_blocked else "SQLite’s log of past writes emptied."


TASKS = [
    delete_expired_sessions,
    delete_device_records,
    clear_unconfirmed_lists,
    delete_codes,
    delete_search_terms,
    delete_old_emails,
    delete_notices,
    delete_upload_leftovers,
]
LAST_TASKS = [truncate_wal]  # after everything that deletes


class Command(BaseCommand):
    help = (
        "Delete expired sessions and their device records, unconfirmed invitation lists, old codes and search terms, and run the commands "
        "in the setting NIGHTLY_COMMANDS. If a task fails, the others still run, and the command exits with 1."
    )

    def handle(self, *, verbosity, **options):
        at = timezone.now()
        tasks = {task.__name__: partial(self._run_task, task, at, verbosity) for task in TASKS}
        tasks |= {name: partial(call_command, name, verbosity=verbosity, stdout=self.stdout) for name in settings.NIGHTLY_COMMANDS}
        tasks |= {task.__name__: partial(self._run_task, task, at, verbosity) for task in LAST_TASKS}
        failed = []
        for name, run in tasks.items():
            try:
                run()
            except Exception:
                logger.exception("The nightly task %s failed.", name)
                failed.append(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The errors are in the log.")

    def _run_task(self, task, at, verbosity):
        sentence = task(at)
        if verbosity > 0:
            self.stdout.write(sentence)
