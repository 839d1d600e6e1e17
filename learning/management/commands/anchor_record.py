"""Write an anchor of the learning record, to be kept away from the server. Described in docs/running.md."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.components import plural
from learning.anchor import write_anchor


class Command(BaseCommand):
    help = (
        "Write a signed file that says how long each person’s record is and how it ends, without names. Keep it away from this server: "
        "rebuild_progress --verify --anchor FILE then finds what no check inside the database can, such as a whole record that is gone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--out", metavar="FILE", required=True, help="The file to write. It must not exist yet.")

    def handle(self, *, out, **options):
        path = Path(out)
        unfinished = path.with_name(f"{path.name}.unfinished")
        if path.exists():
            raise CommandError(f"{path} exists already. An anchor is never written over.")
        try:
            with unfinished.open("wb") as file:
                events, chains = write_anchor(file, at=timezone.now())
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except OSError as error:
            raise CommandError(f"The anchor could not be written: {error}") from None
        self.stdout.write(f"{path}: {plural(events, 'event')} of {plural(chains, 'person', 'people')}. Keep it away from this server.")
