"""Write the site's content to files of the starter format; see docs/starter-content.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.starter_content.export import export


class Command(BaseCommand):
    help = "Write all published content to DIR, in the format load_starter_content reads."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path)

    def handle(self, **options):
        target = options["dir"].resolve()
        if target.exists() and not target.is_dir():
            raise CommandError(f"{target} is not a folder.")
        written, left_out = export(target)
        self.stdout.write(f"{len(written)} files written below {target}.")
        for sentence in left_out:
            self.stdout.write(sentence)
