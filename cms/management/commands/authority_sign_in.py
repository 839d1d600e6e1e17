"""List, set up or remove an authority's own sign-in; see docs/running.md."""

import os
from getpass import getpass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from cms.accounts import elsewhere
from cms.accounts.actions import elsewhere as sign_in_actions
from cms.accounts.models import Authority
from cms.components import plural

SECRET = "DRUMBEAT_PROVIDER_SECRET"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = (
        "Without an authority: list those that have their own sign-in. With one: set it up (--server and --client-id) or remove it "
        f"(--take-away). The secret is read from {SECRET}, or you are asked for it; it is never an argument and never shown."
    )

    def add_arguments(self, parser):
        parser.add_argument("authority", nargs="?", help="The authority's slug, such as ashdale.")
        parser.add_argument("--server", help="The provider's URL, without /.well-known/openid-configuration.")
        parser.add_argument("--client-id", help="The client ID the provider gave to Drumbeat.")
        parser.add_argument("--take-away", action="store_true", help="Remove it, and every account connected with it.")

    def handle(self, *, authority, server, client_id, take_away, **options):
        slug = authority
        if not slug:
            return self._list()
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None:
            raise CommandError(f"There is no authority with the slug {slug}.")
        if take_away:
            count = sign_in_actions.take_away(authority=authority)
            return self.stdout.write(f"Removed the sign-in of {authority}, and {plural(count, 'account')} connected with it.")
        if not server or not client_id:
            return self.stdout.write(f"Register this redirect URI with the provider, for a web application:\n  {_redirect_uri(authority)}")
        secret = os.environ.get(SECRET) or getpass("Secret (will not be shown): ")
        if not secret:
            raise CommandError("A secret is required. Nothing was changed.")
        try:
            sign_in_actions.set_up(authority=authority, server_url=server, client_id=client_id, secret=secret)
        except sign_in_actions.NoProvider as problem:
            raise CommandError(f"{problem} Nothing was changed.") from None
        return self.stdout.write(f"Done. People of {authority} can now connect their account there under Your account.")

    def _list(self):
        authorities = elsewhere.authorities_with_sign_in()
        for authority in authorities:
            self.stdout.write(f"{authority.slug}: {authority.provider.settings['server_url']} as {authority.provider.client_id}")
        if not authorities:
            self.stdout.write("No authority has its own sign-in.")


def _redirect_uri(authority):
    path = reverse("openid_connect_callback", args=[elsewhere.provider_id_of(authority)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
