"""Send emails about what is due soon. Runs every morning."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.components import plural
from learning.actions.reminders import send_reminders


class Command(BaseCommand):
    help = "Email members about what is due soon, as set by their authority. Each assignment is mentioned once."

    def handle(self, **options):
        sent, failed = send_reminders(at=timezone.now())
        self.stdout.write(f"{plural(sent, 'email')} sent.")
        if failed:
            raise CommandError(f"{plural(failed, 'email')} could not be sent. The next run will try again.")
