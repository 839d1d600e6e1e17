"""List, set up and remove authorities' own sign-in. See docs/running.md."""

import os
from getpass import getpass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from cms.accounts import authority_sign_in
from cms.accounts.actions import authority_sign_in as actions
from cms.people.models import Authority

SECRET = "DRUMBEAT_PROVIDER_SECRET"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = (
        "Without an authority: list those that have their own sign-in. With one: set it up (--server and --client-id) or remove it "
        f"(--take-away). The secret is asked for, or read from {SECRET}; it is never an argument and never shown."
    )

    def add_arguments(self, parser):
        parser.add_argument("authority", nargs="?", help="The authority's name in web addresses, such as ashdale.")
        parser.add_argument("--server", help="The provider's address, without /.well-known/openid-configuration.")
        parser.add_argument("--client-id", help="The client id that the provider gave to Drumbeat.")
        parser.add_argument("--take-away", action="store_true", help="Remove it and every connected account.")

    def handle(self, *, authority, server, client_id, take_away, **options):
        if not authority:
            return self._list()
        place = Authority.objects.filter(slug=authority).first()
        if place is None:
            raise CommandError(f"There is no authority with the name {authority} in web addresses.")
        if take_away:
            count = actions.remove(authority=place)
            return self.stdout.write(f"Removed the sign-in of {place}. Connected accounts removed: {count}.")
        if not server or not client_id:
            return self.stdout.write(f"Register this redirect URI (type: web) with the provider:\n  {_redirect_uri(place)}")
        secret = os.environ.get(SECRET) or getpass("Secret (it is not shown): ")
        if not secret:
            raise CommandError("A secret is required. Nothing was changed.")
        try:
            actions.set_up(authority=place, server_url=server, client_id=client_id, secret=secret)
        except actions.InvalidProvider as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        return self.stdout.write(f"Set up. Members of {place} can now connect their sign-in under “Your account”.")

    def _list(self):
        authorities = authority_sign_in.authorities_with_sign_in()
        for authority in authorities:
            self.stdout.write(f"{authority.slug}: {authority.provider.settings['server_url']} as {authority.provider.client_id}")
        if not authorities:
            self.stdout.write("No authority has its own sign-in.")


def _redirect_uri(authority):
    path = reverse("openid_connect_callback", args=[authority_sign_in.provider_id(authority)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
