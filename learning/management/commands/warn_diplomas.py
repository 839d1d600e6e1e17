"""Warn people and their managers before the Level 3 diploma is due; run every night by `manage.py nightly`."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.diplomas import warn_of_diplomas


class Command(BaseCommand):
    help = "Email people in a care role, and their managers, 6, 3 and 1 months before the Level 3 diploma is due, once each."

    def handle(self, *, verbosity, **options):
        count = warn_of_diplomas(at=timezone.now())
        if verbosity > 0:
            self.stdout.write(f"{plural(count, 'person was', 'people were')} warned about the Level 3 diploma.")
