"""What was read in Word files nobody came back to is forgotten; for every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.parts import counted
from learning.actions.drafts import forget_word_files


class Command(BaseCommand):
    help = "Forget what was read in Word files more than a day ago and has not become a module."

    def handle(self, **options):
        self.stdout.write(f"{counted(forget_word_files(at=timezone.now()), 'Word file')} forgotten.")
