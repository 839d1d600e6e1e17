"""Back up the database and the media folder into one file, while the site goes on working. See docs/running.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.components import plural
from cms.operations.backup import back_up


class Command(BaseCommand):
    help = "Write the database and all uploaded files to one archive. The site can go on working. Never writes over a file."

    def add_arguments(self, parser):
        parser.add_argument("archive", help="The file to write, such as /backups/drumbeat-2026-11-30.tar.")

    def handle(self, *, archive, **options):
        path = Path(archive).absolute()
        if path.exists() or path.is_symlink():
            raise CommandError(f"{archive} exists already. Nothing was written.")
        if not path.parent.is_dir():
            raise CommandError(f"The folder of {archive} does not exist.")
        report = back_up(path, at=timezone.now())
        self.stdout.write(
            f"Backed up {plural(report.rows, 'row')} in {plural(report.tables, 'table')} and {plural(report.files, 'uploaded file')} "
            f"to {archive} ({report.bytes / 1_000_000:.1f} MB). It contains everything, so keep it as safe as the site."
        )
