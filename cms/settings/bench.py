"""`make bench`: production settings with a temporary database and plain HTTP.

Everything that takes time is as in production: middleware, cached templates, persistent connections, compressed static files and the
database cache. Only TLS is off, and there is a plain Wagtail page to compare with (tests/bench/bare).
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
    # The temporary server uses a Unix socket, so the host is its folder.
    DATABASES["default"]["HOST"] = unquote(urlsplit(os.environ["DRUMBEAT_DATABASE"]).netloc.rpartition("@")[2])
    DATABASES["default"]["PORT"] = ""

STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# tests/bench/stand.py fills the index at the end: updating it page by page would take minutes.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english", "AUTO_UPDATE": False}}

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.bare"]
ROOT_URLCONF = "tests.bench.urls"
# The plain page has a template engine of its own, so that our context processors do not slow it down.
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
