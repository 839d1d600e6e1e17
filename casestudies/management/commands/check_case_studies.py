"""Unpublish case studies that show something else than was approved. Run every night; see NIGHTLY_COMMANDS."""

from django.core.management.base import BaseCommand

from casestudies.actions.approval import unpublish_changed
from cms.components import plural


class Command(BaseCommand):
    help = "Unpublish case studies of which a picture, a recording or a figure is not what was approved."

    def handle(self, **options):
        if changed := unpublish_changed():
            count = plural(len(changed), "case study", "case studies")
            self.stdout.write(f"Unpublished {count} in which something was replaced after the approval: {', '.join(map(str, changed))}.")
