"""Export the site's content to starter files; see docs/starter-content.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.starter_content.export import export


class Command(BaseCommand):
    help = "Export all published content to files in DIR, which load_starter_content can load."

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
