"""Check the starter files against our rules for content; see cms/starter_content/content_rules.py."""

from django.core.management.base import BaseCommand, CommandError

from cms.starter_content.content_rules import faults, write_figures_list
from cms.starter_content.files import StarterError


class Command(BaseCommand):
    help = "Check the starter content for missing sources, dead links, identifying details, lesson length and habits of style."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--write-list", action="store_true", help="First write the list of second-hand figures into docs/content-to-check.md."
        )

    def handle(self, **options):
        try:
            if options["write_list"]:
                write_figures_list()
            found = faults()
        except StarterError as problem:
            raise CommandError(str(problem)) from None
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} {'fault' if len(found) == 1 else 'faults'} found.")
        self.stdout.write("No faults found.")
