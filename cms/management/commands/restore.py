"""Restore a backup into an empty database and an empty media folder, and check it. See docs/running.md."""

from django.core.management.base import BaseCommand, CommandError

from cms.components import plural
from cms.operations.backup import NotRestored, restore, verify


class Command(BaseCommand):
    help = "Restore an archive of `backup` into the empty database and media folder of the settings; compare counts and hashes; verify."
    requires_system_checks: list[str] = []  # some of them read the database, which has no tables yet

    def add_arguments(self, parser):
        parser.add_argument("archive", help="The file that `backup` wrote.")

    def handle(self, *, archive, **options):
        try:
            report = restore(archive)
        except NotRestored as error:
            raise CommandError(str(error)) from None
        except FileNotFoundError:
            raise CommandError(f"{archive} does not exist.") from None
        self.stdout.write(
            f"Restored {plural(report.rows, 'row')} in {plural(report.tables, 'table')} and {plural(report.files, 'uploaded file')}. "
            "All counts and hashes are those of the backup."
        )
        verify()
