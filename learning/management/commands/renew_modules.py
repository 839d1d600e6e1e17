"""Ask people to do modules again before they no longer count; run every night by `manage.py nightly`."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.renewal import renew_modules


class Command(BaseCommand):
    help = "Open the next cycle of modules that count for a limited time, some days before they end. Idempotent."

    def handle(self, *, verbosity, **options):
        count = renew_modules(at=timezone.now())
        if verbosity > 0:
            self.stdout.write(f"{plural(count, 'module')} opened again for someone.")
