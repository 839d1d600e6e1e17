"""Queue emails about what is due soon. Runs every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.reminders import send_reminders


class Command(BaseCommand):
    help = "Email members about what is due soon, as set by their authority. Each assignment is mentioned once."

    def handle(self, **options):
        self.stdout.write(f"{plural(send_reminders(at=timezone.now()), 'email')} queued.")
