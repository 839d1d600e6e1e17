"""Tests. SQLite in a file by default, because threads must share it; PostgreSQL if DRUMBEAT_TEST_PG is set."""

import os
from urllib.parse import unquote, urlsplit

from .base import *
from .base import SQLITE_OPTIONS, VAR

DEBUG = False
SECRET_KEY = "the-suite-keeps-no-secrets"  # noqa: S105 - used in tests only
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
VAR.mkdir(exist_ok=True)
if url := os.environ.get("DRUMBEAT_TEST_PG"):
    parts = urlsplit(url)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username,
            # This is the folder of a Unix socket; parts.hostname would be in lower case.
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
            "TEST": {"NAME": VAR / f"test_drumbeat-{os.getpid()}.sqlite3"},  # so that two runs can overlap
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
WHITENOISE_AUTOREFRESH = True  # find files on request, or each test client would read all of them
DEMO_PEOPLE_ALLOWED = True
DESIGN_PAGE = True
SECOND_FACTOR_REQUIRED = False  # turned on by its tests
LIMITS = {"ACCOUNT_RATE_LIMITS": ACCOUNT_RATE_LIMITS, "MFA_RATE_LIMITS": MFA_RATE_LIMITS}  # turned on by the tests of limits
PROVIDER_SCHEMES = ["https:", "http:"]  # tests/provider uses plain HTTP
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
