"""Ask people for what the rules say; run every night by `manage.py nightly`."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.rules import apply_rules


class Command(BaseCommand):
    help = "Put people on pathways, and ask them for modules, as the rules say, and release those whom no rule asks any more. Idempotent."

    def handle(self, *, verbosity, **options):
        count = apply_rules(at=timezone.now())
        if verbosity > 0:
            self.stdout.write(f"{plural(count, 'person was', 'people were')} asked or released by rules.")
