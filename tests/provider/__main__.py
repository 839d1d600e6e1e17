"""Run the provider on a free port: `python -m tests.provider` prints a line of JSON and serves until stopped.

The JSON has url, client_id, secret and subjects: {name: the provider's identifier for that person}. Its people are alice, carol and
somebody; alice and carol have the same addresses as on our site, confirmed. All data is in memory.
"""

import json
import logging
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

CLIENT_ID, SECRET = "drumbeat", "only-the-suite-knows-this"
PEOPLE = ["alice", "carol", "somebody"]


def configure():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.configure(
        SECRET_KEY="the-provider-keeps-no-secrets-either",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF="tests.provider.urls",
        USE_TZ=True,
        LOGIN_URL="account_login",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # the client's secret is checked at every sign-in
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIGRATION_MODULES=dict.fromkeys(
            ["contenttypes", "auth", "sessions", "account", "allauth_idp_oidc"]
        ),  # create tables without migrations
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    )
    django.setup()


def fill():
    """Make the people and the client. Return {name: the provider's identifier for that person}."""
    from allauth.account.internal.userkit import user_id_to_str
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    subjects = {}
    for name in PEOPLE:
        person = get_user_model().objects.create_user(name, f"{name}@example.org")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        subjects[name] = user_id_to_str(person)
    client = Client(id=CLIENT_ID, name="Drumbeat", skip_consent=True, scopes="openid\nemail", redirect_uris="")
    client.set_secret(SECRET)
    client.save()
    return subjects


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        """Log nothing: the output belongs to the suite."""


def serve(subjects):
    from django.core.wsgi import get_wsgi_application

    logging.disable(logging.WARNING)
    server = make_server("localhost", 0, get_wsgi_application(), handler_class=Quiet)
    told = {"url": f"http://localhost:{server.server_port}", "client_id": CLIENT_ID, "secret": SECRET, "subjects": subjects}
    print(json.dumps(told), flush=True)
    server.serve_forever()


configure()
serve(fill())
