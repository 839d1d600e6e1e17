"""Move a pilot from SQLite to PostgreSQL, with people and records. See docs/running.md."""

from django.core.management.base import BaseCommand, CommandError

from cms.components import plural
from cms.operations.carry_over import NotCarriedOver, carry_over


class Command(BaseCommand):
    help = "Copy every row of a SQLite database to the freshly migrated PostgreSQL database of the settings, and verify the record."

    def add_arguments(self, parser):
        parser.add_argument("file", help="The pilot's database, such as var/drumbeat.sqlite3. Stop the pilot first.")

    def handle(self, *, file, **options):
        try:
            report = carry_over(file)
        except NotCarriedOver as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self.stdout.write(
            f"Copied {plural(report.rows, 'row')} in {plural(report.tables, 'table')}. All counts are those of the pilot, and the record "
            "is intact. Now copy the media folder too."
        )
