"""For the suite. SQLite in a file by default (threads must share it); PostgreSQL when DRUMBEAT_TEST_PG names one."""

import os
from urllib.parse import unquote, urlsplit

from .base import *
from .base import SQLITE_OPTIONS, VAR

DEBUG = False
SECRET_KEY = "the-suite-keeps-no-secrets"  # noqa: S105 - not a secret: nothing but this machine trusts it
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
VAR.mkdir(exist_ok=True)
if url := os.environ.get("DRUMBEAT_TEST_PG"):
    parts = urlsplit(url)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username,
            # A folder for a socket, so not parts.hostname, which would be in small letters.
            "HOST": unquote(parts.netloc.rpartition("@")[2]),
            "TEST": {"NAME": "test_drumbeat"},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "suite.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "TEST": {"NAME": VAR / f"test_drumbeat-{os.getpid()}.sqlite3"},  # two runs at once do not meet
        }
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Drumbeat <no-reply@example.org>"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look a file up when it is asked for: else each new test client reads all of them
DEMO_PEOPLE_ALLOWED = True
DESIGN_PAGE = True
SECOND_FACTOR_REQUIRED = False  # its tests turn it on
LIMITS = {"ACCOUNT_RATE_LIMITS": ACCOUNT_RATE_LIMITS, "MFA_RATE_LIMITS": MFA_RATE_LIMITS}  # tests of limits turn them on
PROVIDERS_STAND_AT = ["https:", "http:"]  # tests/provider speaks plain HTTP on this machine
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
