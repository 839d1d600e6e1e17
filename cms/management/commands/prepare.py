"""What `make run` does before it serves: migrate, and fill a site that is empty."""

import gc

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.pages.models import HomePage


class Command(BaseCommand):
    help = "Migrate; load the starter content if the site is empty; make the demo people. Run again it changes nothing."

    def handle(self, **options):
        gc.disable()  # migrating makes thousands of classes, and looking for garbage among them takes a tenth of the time
        call_command("migrate", verbosity=0)
        gc.enable()
        if not HomePage.objects.exists():
            # What was loaded is news now, and would be untrue at the next start: it does not go where `make run` keeps its words.
            call_command("load_starter_content", stdout=self.stderr._out)
        call_command("load_demo_people")
