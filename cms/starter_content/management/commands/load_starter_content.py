"""Load the starter files; see docs/starter-content.md."""

from django.core.management.base import BaseCommand, CommandError

from cms.starter_content.files import StarterError
from cms.starter_content.load import load


class Command(BaseCommand):
    help = "Load the starter content. Never overwrites what someone has edited; loads changed files again."

    def handle(self, **options):
        try:
            report = load()
        except StarterError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        for sentence in report.sentences():
            self.stdout.write(sentence)
