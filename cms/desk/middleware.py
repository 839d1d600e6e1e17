"""Middleware for Wagtail's admin: who gets in, and an answer to input that Wagtail cannot read."""

import logging
import traceback
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import DataError, IntegrityError, OperationalError
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch

from cms.people.permissions import may_open_desk, needs_second_factor

logger = logging.getLogger(__name__)

# What Wagtail raises for input that no form of ours sends: a StreamField without its count, rich text that is not JSON, ids that are no
# numbers. A list with an example of each is in tests/desk/test_malformed_input.py.
MALFORMED = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, DataError)
INSTALLED = "/site-packages/"


class DeskAccess:
    """Redirect signed-in users who may not open Wagtail's admin to the home page, and the others to the second factor if they need one.

    Wagtail would redirect them to the sign-in page, which sends signed-in users straight back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        match = request.resolver_match
        is_admin = match.route.startswith("admin/") and not (match.url_name or "").startswith("closed_")
        if not is_admin or not request.user.is_authenticated:
            return None
        if may_open_desk(request.user):
            return redirect("second_factor") if needs_second_factor(request.user) else None
        messages.warning(request, "You cannot open the trainers’ desk. If you need to, ask the person who runs this site.")
        return redirect("/")


class MalformedInput:
    """Answer 400, in our words, if Wagtail's own code stumbles over input to the admin. Errors in our code stay errors (500).

    Only the kind of exception and its place are logged, because the input may be about people.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/") or not _is_about_input(request, exception):
            return None
        frames = traceback.extract_tb(exception.__traceback__)
        deepest = next((frame for frame in reversed(frames) if _package(frame.filename) not in {"", "django"}), None)
        if deepest is None or INSTALLED not in deepest.filename:
            return None
        place = f"{_package(deepest.filename)}/{Path(deepest.filename).name}:{deepest.lineno}"
        logger.warning("Refused malformed input to %s: %s in %s", match.route, type(exception).__name__, place)
        return render(request, "desk/malformed.html", status=400)


def _is_about_input(request, exception):
    """Return whether input may have caused the exception: there was some, and the exception is of a kind that input causes."""
    if request.method == "GET" and not request.GET:
        return False
    if isinstance(exception, NoReverseMatch):
        return "next" in request.GET or "next" in request.POST
    if isinstance(exception, OperationalError):  # otherwise the database is busy or down
        return "fts5" in str(exception)
    if isinstance(exception, IntegrityError):
        return "datatype mismatch" in str(exception)
    return isinstance(exception, MALFORMED)


def _package(filename):
    """Return the package a source file belongs to, such as "wagtail" or "learning"; "" for the standard library."""
    _, found, installed = filename.partition(INSTALLED)
    if found:
        return installed.partition("/")[0]
    path = Path(filename)
    return path.relative_to(settings.ROOT).parts[0] if path.is_relative_to(settings.ROOT) else ""
