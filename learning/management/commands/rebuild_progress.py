"""Replay the events, and either compare the result with the stored states or rewrite them."""

from django.core.management.base import BaseCommand, CommandError

from learning.models import LearningEvent
from learning.rebuild import differences, rebuild

MAX_SHOWN = 50


class Command(BaseCommand):
    help = "Rebuild every state from the events. With --verify, change nothing: list the differences and exit with code 1 if there are any."

    def add_arguments(self, parser):
        parser.add_argument("--verify", action="store_true", help="Compare only.")

    def handle(self, **options):
        if not options["verify"]:
            self.stdout.write(f"{rebuild()} assignments rebuilt from {LearningEvent.objects.count()} events.")
            return
        found = list(differences())
        for sentence in found[:MAX_SHOWN]:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences between the events and the stored states.", returncode=1)
        self.stdout.write(f"{LearningEvent.objects.count()} events. All chains are intact and every state matches the events.")
