"""An authority's own sign-in: show which there are, set one up, take one away. Described in docs/running.md."""

import os
from getpass import getpass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from cms.accounts import authority_sign_in
from cms.accounts.actions import authority_sign_in as deeds
from cms.people.models import Authority

SECRET = "DRUMBEAT_PROVIDER_SECRET"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = (
        "Without an authority: list those that have their own sign-in. With one: set it up (--server and --client-id), or take it "
        f"away (--take-away). The secret is asked for, or read from {SECRET}; it is never an argument and never shown."
    )

    def add_arguments(self, parser):
        parser.add_argument("authority", nargs="?", help="The authority's name in addresses, such as ashdale.")
        parser.add_argument("--server", help="The provider's address, without /.well-known/openid-configuration.")
        parser.add_argument("--client-id", help="The number the provider gave to Drumbeat.")
        parser.add_argument("--take-away", action="store_true", help="Remove it, and every log-in connected with it.")

    def handle(self, *, authority, server, client_id, take_away, **options):
        if not authority:
            return self._list()
        place = Authority.objects.filter(slug=authority).first()
        if place is None:
            raise CommandError(f"There is no authority called {authority} in addresses.")
        if take_away:
            count = deeds.remove(authority=place)
            return self.stdout.write(f"Taken away: the sign-in of {place}. Log-ins that were connected with it: {count}.")
        if not server or not client_id:
            return self.stdout.write(f"Register this address at the provider, as a redirect URI of the kind web:\n  {_way_back(place)}")
        secret = os.environ.get(SECRET) or getpass("Secret (it is not shown): ")
        if not secret:
            raise CommandError("Without a secret anybody could speak in our name: nothing was changed.")
        try:
            deeds.set_up(authority=place, server_url=server, client_id=client_id, secret=secret)
        except deeds.InvalidProvider as problem:
            raise CommandError(f"{problem} Nothing was changed.") from None
        return self.stdout.write(f"Set up: people of {place} can connect their log-in under Your account.")

    def _list(self):
        found = authority_sign_in.authorities_with_sign_in()
        for one in found:
            self.stdout.write(f"{one.slug}: {one.provider.settings['server_url']} as {one.provider.client_id}")
        if not found:
            self.stdout.write("No authority has its own sign-in.")


def _way_back(authority):
    path = reverse("openid_connect_callback", args=[authority_sign_in.provider_id(authority)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
