"""Production. Required settings come from environment variables; if any is missing or wrong, start-up fails and names them all."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import CACHES, STORAGES

_faults = []  # a sentence for each variable that is missing or wrong


def required(name, why):
    """Return the environment variable `name`. Notes a fault, saying what it is for, if it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        _faults.append(f"Set {name}: {why}.")
    return value


def whole_number(name, default):
    """Return the environment variable `name` as an int, or `default` if it is not set. Notes a fault if it is something else."""
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        _faults.append(f"{name} must be a whole number.")
        return default
    return int(value) if value else default


DEBUG = False
SECRET_KEY = required("DRUMBEAT_SECRET_KEY", "a long random string that signs sessions and links")
# What the learning record is hashed with: the key in use first, then those it has replaced (learning/record_hashes.py).
RECORD_KEYS = os.environ.get("DRUMBEAT_RECORD_KEY", "").split() or [SECRET_KEY]
if os.environ.get("DRUMBEAT_RECORD_KEY", "").strip() and len(RECORD_KEYS[0]) < 50:
    _faults.append("DRUMBEAT_RECORD_KEY is too short: the key in use, which comes first, needs at least 50 random characters.")
if SECRET_KEY and len(SECRET_KEY) < 50:
    _faults.append("DRUMBEAT_SECRET_KEY is too short: it needs at least 50 random characters.")
ALLOWED_HOSTS = [
    host.strip()
    for host in required("DRUMBEAT_HOSTS", "the host names the site answers to, separated by commas").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else ''}"

_database = urlsplit(required("DRUMBEAT_DATABASE", "the database, as postgres://user:password@host:5432/name"))
if _database.geturl() and _database.scheme not in {"postgres", "postgresql"}:
    _faults.append("DRUMBEAT_DATABASE must begin with postgres://. Production needs PostgreSQL.")
_name = unquote(_database.path).lstrip("/")
try:
    _port = _database.port
except ValueError:
    _port = None
    _faults.append("DRUMBEAT_DATABASE has an invalid port. It should look like postgres://user:password@host:5432/name.")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _name,
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": _database.hostname or "",
        "PORT": _port or 5432,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # A server that does not answer, or a lock that is not freed, must not hold every worker.
        "OPTIONS": {"connect_timeout": 5, "options": "-c lock_timeout=15s"},
    }
}
# Sign-in limits are counted in the cache and must be shared by all workers, so it is in the database. A full cache drops a third of its
# entries, and counts with them, so it is much larger than Django's default of 300.
CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cms_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}

STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
MEDIA_ROOT = os.environ.get("DRUMBEAT_MEDIA", str(MEDIA_ROOT))

EMAIL_HOST = required("DRUMBEAT_EMAIL_HOST", "the mail server that sends sign-in emails")
EMAIL_PORT = whole_number("DRUMBEAT_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("DRUMBEAT_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DRUMBEAT_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DRUMBEAT_EMAIL_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = required("DRUMBEAT_EMAIL_FROM", "the address emails come from")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# The number of our own proxies in front of the site, so that sign-in limits count visitors and not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("DRUMBEAT_PROXIES", 1)
SECOND_FACTOR_REQUIRED = os.environ.get("DRUMBEAT_SECOND_FACTOR", "1") == "1"
SEND_EMAIL_AT_ONCE = False  # the worker sends them: see docs/running.md
DEMO_PEOPLE_ALLOWED = False
DESIGN_PAGE = False

if _faults:
    raise ImproperlyConfigured("\n".join(_faults))
