"""Compare the audit log with its seals. See docs/running.md."""

from django.core.management.base import BaseCommand, CommandError

from cms.audit.actions import seal_differences
from cms.audit.models import AuditSeal

MAX_SHOWN = 50


class Command(BaseCommand):
    help = "Compare the audit log with its seals: list the differences and exit with code 1 if there are any. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--hash", help="A hash that `seal_audit_log` printed earlier, kept elsewhere: one of the seals must have it.")

    def handle(self, **options):
        found = list(seal_differences())
        if options["hash"] and not AuditSeal.objects.filter(hash=options["hash"]).exists():
            found.append("No seal has this hash: the log and its seals have been rewritten since it was printed.")
        for sentence in found[:MAX_SHOWN]:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences between the audit log and its seals.", returncode=1)
        newest = AuditSeal.objects.last()
        self.stdout.write(f"The audit log matches its seals: {newest}." if newest else "The audit log has no seal yet.")
