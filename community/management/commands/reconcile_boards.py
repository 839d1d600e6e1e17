"""Compare the counters of boards with their rows."""

from django.core.management.base import BaseCommand, CommandError

from cms.components import plural
from community.board_counts import drift
from community.board_counts import repair as repair_counts


class Command(BaseCommand):
    help = "Print counters of boards and topics that differ from their rows, and exit with 1 if any do."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Also correct them. Run it while nobody posts.")

    def handle(self, *, repair, **options):
        found = list(drift())
        for what, key, counters in found:
            said = ", ".join(f"{name} is {stored} and should be {counted}" for name, (stored, counted) in counters.items())
            self.stdout.write(f"{what} {key}: {said}")
        if not found:
            self.stdout.write("All counters of boards are right.")
            return
        if repair:
            repair_counts()
            self.stdout.write(f"{plural(len(found), 'row')} corrected.")
            return
        raise CommandError(f"{plural(len(found), 'row')} with wrong counters. Run with --repair to correct them.")
