"""What `make run` starts beside the server: every minute, what should go live or expire by now does."""

import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

logger = logging.getLogger(__name__)
MINUTE = 60
A_MOMENT = 0.5


class Command(BaseCommand):
    help = (
        "Run publish_scheduled every minute, for as long as the process lives beside which it was started. It says nothing when all is "
        "well. On a real server a crontab does it instead: docs/running.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("--beside", type=int, required=True, help="The number of the process that started this one.")
        parser.add_argument("--every", type=float, default=MINUTE, help="Seconds between two looks.")

    def handle(self, **options):
        server = options["beside"]
        while os.getppid() == server:
            self.look()
            until = time.monotonic() + options["every"]
            while os.getppid() == server and time.monotonic() < until:
                time.sleep(A_MOMENT)

    def look(self):
        """Look once. What fails is logged and tried again at the next look, so that one fault does not end all looking."""
        close_old_connections()
        try:
            call_command("publish_scheduled", verbosity=0)
        except Exception:
            logger.exception("Not everything went live or expired on its date; it is tried again in a minute.")
