"""The worker: sends what is in the outbox. See docs/running.md."""

import logging
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from cms.components import plural
from cms.notices.emails import queue_emails
from cms.people.mailer import send_waiting

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Queue the emails about notices that are due, send all that are waiting, and exit. With --every, go on until the process is "
        "stopped. Several may run at once, and one may be killed at any time: another takes what it had after 15 minutes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--every", type=float, default=0, help="Seconds to wait after a round, instead of exiting.")

    def handle(self, *, verbosity, **options):
        while True:
            taken = self.send(is_service=bool(options["every"]))
            if not options["every"]:
                break
            time.sleep(options["every"])
        if verbosity > 0:
            self.stdout.write(f"{plural(taken, 'email')} taken from the outbox.")

    def send(self, *, is_service):
        """Send everything that is ready. A service logs a fault of the database and goes on with the next round."""
        close_old_connections()
        total = 0
        try:
            queue_emails(at=timezone.now())
            while taken := send_waiting(at=timezone.now()):
                total += taken
        except Exception as error:
            if not is_service:
                raise
            logger.error("send_outbox failed: %s. It goes on.", type(error).__name__)
        return total
