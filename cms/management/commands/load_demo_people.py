"""Create the demo people and some invented history for them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms import hooks
from cms.starter_content.demo_people import PASSWORD, PEOPLE, load_people


class Command(BaseCommand):
    help = "Create the demo people alice, bob, carol, dana, erin and frank, if the settings allow it."

    def handle(self, **options):
        if not settings.DEMO_PEOPLE_ALLOWED:
            raise CommandError("These settings do not allow demo people, because their password is public.")
        now = timezone.now()
        with transaction.atomic():
            if load_people(on=timezone.localdate(now)):
                hooks.collect(hooks.DEMO_HISTORY, now)
        self.stdout.write("\nDemo people (all invented). Sign in with an email address and this password:")
        self.stdout.write(f"  password: {PASSWORD}\n")
        for first, last, authority, *_, who in PEOPLE:
            self.stdout.write(f"  {first.lower() + '@example.org':<20} {first} {last}, {who} ({authority})")
        self.stdout.write("")
