"""Seal the audit log; run by `nightly`. See docs/running.md."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.audit.actions import seal


class Command(BaseCommand):
    help = "Add a hash of the audit log's new entries, so that `verify_audit_log` finds later changes."

    def handle(self, *, verbosity, **options):
        newest = seal(at=timezone.now())
        if verbosity and newest:
            self.stdout.write(f"The audit log is sealed up to entry {newest.up_to}: {newest}.")
