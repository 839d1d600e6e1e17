"""The proof that nothing was lost: replay the events and compare, or write the states anew."""

from django.core.management.base import BaseCommand, CommandError

from learning.models import LearningEvent
from learning.rebuild import differences, rebuild

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Work every state out from the events. With --verify nothing is written: any difference is named, and the exit code is 1."

    def add_arguments(self, parser):
        parser.add_argument("--verify", action="store_true", help="Compare only.")

    def handle(self, **options):
        if not options["verify"]:
            self.stdout.write(f"{rebuild()} assignments worked out from {LearningEvent.objects.count()} events.")
            return
        found = list(differences())
        for sentence in found[:MOST_SHOWN]:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences between the events and what is shown.", returncode=1)
        self.stdout.write(f"{LearningEvent.objects.count()} events, all chains whole, every state as the events say.")
