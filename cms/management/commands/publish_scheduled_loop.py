"""Runs publish_scheduled and send_outbox every minute beside the development server; started by `make run`."""

import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

logger = logging.getLogger(__name__)
MINUTE = 60
POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Run publish_scheduled and send_outbox every minute until the process that started this one ends. Prints nothing unless there is "
        "an error. In production, use cron instead: see docs/running.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("--beside", type=int, required=True, help="The ID of the process that started this one.")
        parser.add_argument("--every", type=float, default=MINUTE, help="Seconds between two runs.")

    def handle(self, **options):
        parent_id = options["beside"]
        while os.getppid() == parent_id:
            for name in ("publish_scheduled", "send_outbox"):
                self.run(name)
            until = time.monotonic() + options["every"]
            while os.getppid() == parent_id and time.monotonic() < until:
                time.sleep(POLL_SECONDS)

    def run(self, name):
        """Run a command once. Errors are logged, so that the next run tries again."""
        close_old_connections()
        try:
            call_command(name, verbosity=0)
        except Exception:
            logger.exception("%s failed. It will run again in a minute.", name)
