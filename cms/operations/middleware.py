"""Middleware that refuses input no page can use, before anything reads it, and keeps requests from waiting long for SQLite."""

import re

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed, RequestDataTooBig
from django.db import connection, connections
from django.db.backends.signals import connection_created

from cms.people.permissions import may_open_desk

MEGABYTE = 1024 * 1024
# Seconds that a request waits for another writer on SQLite. Reading never waits; what pages write when they are read can wait.
WAIT_TO_READ = 0.2
WAIT_TO_WRITE = 5
MAX_PATH = 2_000
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_CHECKED_HEADERS = re.compile(r"(HTTP_(?!COOKIE)\w+|QUERY_STRING|CONTENT_TYPE)")


class CheckInput:
    """Refuse NUL bytes and lone surrogates in path, query, cookies, headers and fields with 400, and bodies that are too large with 413.

    Responses of URLs with a key do not pass the key on as referrer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.path) > MAX_PATH or _UNUSABLE.search(request.path):
            raise BadRequest("The path has a NUL, or is too long.")
        headers = (value for name, value in request.META.items() if isinstance(value, str) and _CHECKED_HEADERS.fullmatch(name))
        if any(_UNUSABLE.search(value) for value in (*headers, *request.COOKIES, *request.COOKIES.values())):
            raise BadRequest("A header or cookie has a NUL.")
        _check_fields(request.GET)
        response = self.get_response(request)
        if request.resolver_match and {"key", "token"} & set(request.resolver_match.kwargs):
            # With no-referrer, browsers would send "Origin: null" with the form, which the CSRF check refuses.
            response["Referrer-Policy"] = "strict-origin"
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        if any(isinstance(value, str) and _UNUSABLE.search(value) for value in view_kwargs.values()):
            raise BadRequest("The path has a NUL.")
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.MAX_REQUEST_MEGABYTES["default"] * MEGABYTE and length > _max_megabytes(request) * MEGABYTE:
            raise RequestDataTooBig("The body is larger than this page accepts.")
        _check_fields(request.POST)
        for name, files in request.FILES.lists():
            if _UNUSABLE.search(name) or any(_UNUSABLE.search(file.name or "") for file in files):
                raise BadRequest("The name of a file has a NUL.")


def _check_fields(fields):
    for name, values in fields.lists():
        if _UNUSABLE.search(name) or any(_UNUSABLE.search(value) for value in values):
            raise BadRequest("A field has a NUL.")


def _max_megabytes(request):
    match = request.resolver_match
    kind = "admin" if match.route.startswith("admin/") else match.view_name
    if not request.user.is_authenticated or (kind == "admin" and not may_open_desk(request.user)):
        kind = "default"
    return settings.MAX_REQUEST_MEGABYTES.get(kind, settings.MAX_REQUEST_MEGABYTES["default"])


def limit_waiting(get_response):
    """Shorten SQLite's busy timeout for the time of a request, so that a stuck writer cannot use up all threads."""
    if connection.vendor != "sqlite":
        raise MiddlewareNotUsed

    def middleware(request):
        seconds = WAIT_TO_READ if request.method in {"GET", "HEAD", "OPTIONS"} else WAIT_TO_WRITE

        own = connections["default"]  # this thread's
        own.wait_seconds = seconds
        _apply(own)
        try:
            return get_response(request)
        finally:
            own.wait_seconds = own.settings_dict["OPTIONS"]["timeout"]
            _apply(own)

    connection_created.connect(_apply_to_new, dispatch_uid="operations_limit_waiting")
    return middleware


def _apply_to_new(connection, **kwargs):
    if connection.vendor == "sqlite" and hasattr(connection, "wait_seconds"):
        _apply(connection)


def _apply(connection):
    if connection.connection is not None:
        connection.connection.execute(f"PRAGMA busy_timeout = {int(connection.wait_seconds * 1000)}")
