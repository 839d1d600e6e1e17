"""Development and demonstration: SQLite in var/, demo people allowed, email printed to the terminal.

`make dev` sets `DRUMBEAT_DEBUG=1` for Django's debug pages. `make run` does not, so that error pages look as they do to members.
"""

import os

from .base import *
from .base import SQLITE_OPTIONS, TEMPLATES, VAR

DEBUG = os.environ.get("DRUMBEAT_DEBUG") == "1"
SECRET_KEY = "only-for-this-machine-and-never-for-a-real-site"  # noqa: S105 - used on this machine only
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DRUMBEAT_SQLITE", VAR / "drumbeat.sqlite3"),
        "OPTIONS": SQLITE_OPTIONS,
    }
}
WAGTAILADMIN_BASE_URL = f"http://localhost:{os.environ.get('PORT', '8000')}"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "Drumbeat <no-reply@example.org>"
DEMO_PEOPLE_ALLOWED = True
DESIGN_PAGE = True
if DEBUG:
    TEMPLATES[0]["OPTIONS"]["loaders"] = TEMPLATES[0]["OPTIONS"]["loaders"][0][1]
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

SECOND_FACTOR_REQUIRED = False  # the demo people have no phones
