"""Replay the events, and either compare the result with the stored states or rewrite them."""

from django.core.management.base import BaseCommand, CommandError

from cms.components import plural
from learning.anchor import Anchor, AnchorUnreadable
from learning.models import LearningEvent
from learning.rebuild import differences, rebuild

MAX_SHOWN = 50


class Command(BaseCommand):
    help = "Rebuild every state from the events. With --verify, change nothing: list the differences and exit with code 1 if there are any."

    def add_arguments(self, parser):
        parser.add_argument("--verify", action="store_true", help="Compare only.")
        parser.add_argument("--anchor", metavar="FILE", help="With --verify: compare with a file that anchor_record wrote, as well.")
        parser.add_argument("--all", action="store_true", help=f"With --verify: list every difference, not only the first {MAX_SHOWN}.")

    def handle(self, **options):
        if options["verify"]:
            return self._verify(options["anchor"], None if options["all"] else MAX_SHOWN)
        if options["anchor"]:
            raise CommandError("--anchor compares, so it needs --verify. Nothing was changed.")
        self.stdout.write(f"{rebuild()} assignments rebuilt from {LearningEvent.objects.count()} events.")

    def _verify(self, path, limit):
        count = 0
        for sentence in differences(_open(path) if path else None):
            count += 1
            if limit is None or count <= limit:
                self.stderr.write(sentence)
        if count:
            raise CommandError(f"{plural(count, 'difference')} found in the learning record.", returncode=1)
        anchored = " Nothing that the anchor covers has changed." if path else ""
        self.stdout.write(f"{LearningEvent.objects.count()} events. All chains are intact and every state matches the events.{anchored}")


def _open(path):
    try:
        return Anchor(path)
    except (AnchorUnreadable, OSError) as error:
        raise CommandError(str(error)) from None
