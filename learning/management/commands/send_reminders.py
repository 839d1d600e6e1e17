"""Queue emails about what is due soon or overdue. Runs every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.overdue import queue_overdue_emails, queue_team_emails
from learning.actions.reminders import send_reminders


class Command(BaseCommand):
    help = (
        "Queue emails about what is due soon, as set by each authority, once for each assignment; and on the day people chose, one email a "
        "week about what is due or overdue, and one to those who manage people who are long overdue."
    )

    def handle(self, **options):
        at = timezone.now()
        queued = send_reminders(at=at) + queue_overdue_emails(at=at) + queue_team_emails(at=at)
        self.stdout.write(f"{plural(queued, 'email')} queued.")
