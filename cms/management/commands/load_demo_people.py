"""Make the demo people and a little invented history for them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms import hooks
from cms.directory.demo import PASSWORD, PEOPLE, load_people


class Command(BaseCommand):
    help = "Make the invented people alice, bob, carol, dana, erin and frank. Only where the settings allow it."

    def handle(self, **options):
        if not settings.DEMO_PEOPLE_ALLOWED:
            raise CommandError("Demo people have a published password. These settings do not allow them.")
        now = timezone.now()
        with transaction.atomic():
            if load_people(on=timezone.localdate(now)):
                hooks.gathered(hooks.DEMO_HISTORY, now)
        self.stdout.write("\nDemo people (all invented). Sign in with the e-mail address and this password:")
        self.stdout.write(f"  password: {PASSWORD}\n")
        for first, last, authority, *_, who in PEOPLE:
            self.stdout.write(f"  {first.lower() + '@example.org':<20} {first} {last}, {who} ({authority})")
        self.stdout.write("")
