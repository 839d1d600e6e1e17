"""For `make bench` only: production's settings, on a throw-away database, over plain HTTP on this machine.

Everything that costs time is production's own: middleware, cached templates, persistent connections, compressed static files,
the cache in the database. Only what TLS asks for is off, and a stock Wagtail page stands beside ours (tests/bench/bare).
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

for name, value in {
    "DRUMBEAT_SECRET_KEY": "the-bench-keeps-no-secrets-and-goes-away-when-it-is-done",
    "DRUMBEAT_HOSTS": "localhost,127.0.0.1",
    "DRUMBEAT_EMAIL_HOST": "localhost",
    "DRUMBEAT_EMAIL_FROM": "no-reply@example.org",
}.items():
    os.environ.setdefault(name, value)

from .base import SQLITE_OPTIONS  # noqa: E402
from .production import *  # noqa: E402
from .production import DATABASES, INSTALLED_APPS, TEMPLATES  # noqa: E402

FOLDER = Path(os.environ["DRUMBEAT_BENCH_FOLDER"])
BENCH_CODE = Path(__file__).resolve().parent.parent.parent / "tests" / "bench"

if file := os.environ.get("DRUMBEAT_BENCH_SQLITE"):
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}}
else:
    # The throw-away server is reached by a socket; its folder stands where a host name would.
    DATABASES["default"]["HOST"] = unquote(urlsplit(os.environ["DRUMBEAT_DATABASE"]).netloc.rpartition("@")[2])
    DATABASES["default"]["PORT"] = ""

STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# The index is filled at once when the site stands (tests/bench/stand.py): page by page it would take minutes.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english", "AUTO_UPDATE": False}}

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.bare"]
ROOT_URLCONF = "tests.bench.urls"
# The bare page gets Wagtail's usual template engine: the product's context processors would add to its cost.
TEMPLATES = [
    *TEMPLATES,
    {
        "NAME": "bare",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BENCH_CODE / "bare" / "pages"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
