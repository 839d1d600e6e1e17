"""Delete what was read from Word files that did not become modules. Runs every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.drafts import forget_word_files


class Command(BaseCommand):
    help = "Delete what was read from Word files more than a day ago that have not become modules."

    def handle(self, **options):
        self.stdout.write(f"{plural(forget_word_files(at=timezone.now()), 'Word file')} deleted.")
