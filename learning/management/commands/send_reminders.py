"""Letters about what is due soon; for every morning."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.parts import counted
from learning.actions.reminders import send_reminders


class Command(BaseCommand):
    help = "Remind members by letter of what is due soon, as their authority has set it. Of each module they hear once."

    def handle(self, **options):
        sent, failed = send_reminders(at=timezone.now())
        self.stdout.write(f"{counted(sent, 'letter')} sent.")
        if failed:
            raise CommandError(f"{counted(failed, 'letter')} could not be sent. The next run tries again.")
