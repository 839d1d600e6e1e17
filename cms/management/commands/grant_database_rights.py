"""Give the site's database role its rights, as the role that owns the tables. See docs/running.md."""

from django.core.management.base import BaseCommand, CommandError

from cms.operations.database_role import NotGranted, grant


class Command(BaseCommand):
    help = "Give a PostgreSQL role the rights the site needs: rows, not tables. Run it as the owner of the tables, after each migrate."

    def add_arguments(self, parser):
        parser.add_argument("role", help="The role in the site's DRUMBEAT_DATABASE.")

    def handle(self, *, role, **options):
        try:
            grant(role)
        except NotGranted as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{role} can read and write rows, and cannot change tables or triggers.")
