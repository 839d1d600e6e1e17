"""Count what the whole network has learnt. Runs every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.components import plural
from learning.actions.network import count_network


class Command(BaseCommand):
    help = "Count, for the programme lead’s page, who was asked and who has completed each module. Small numbers are not kept."

    def handle(self, **options):
        self.stdout.write(f"{plural(count_network(at=timezone.now()), 'module')} counted.")
