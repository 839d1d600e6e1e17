"""Prepares the database for `make run`: migrates it, and loads content if it is empty."""

import gc

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.pages.models import HomePage


class Command(BaseCommand):
    help = "Migrate, load the starter content if the site is empty, and create the demo people. Idempotent."

    def handle(self, **options):
        gc.disable()  # migrations create thousands of classes; collecting among them takes a tenth of the time
        call_command("migrate", verbosity=0)
        gc.enable()
        if not HomePage.objects.exists():
            # To stderr, because `make run` saves stdout and repeats it at each start.
            call_command("load_starter_content", stdout=self.stderr._out)
        call_command("load_demo_people")
