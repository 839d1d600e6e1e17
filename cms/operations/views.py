"""The health check, and the pages for requests that cannot be served.

The error pages need no database and no session: they are shown when there is none.
"""

import logging
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection, transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.accounts.unsent_forms import NEVER_KEPT
from cms.components import Button
from cms.faults import Fault, fault_of, is_bad_input

logger = logging.getLogger(__name__)

RETRY_SECONDS = {Fault.BUSY: 5, Fault.AWAY: 30, Fault.READ_ONLY: 300, Fault.DISK_FULL: 300, Fault.DAMAGED: 3600}
MIN_FREE_BYTES = 50 * 1024 * 1024
MIN_SHOWN = 3  # characters; shorter values are choices rather than text
SECRETS = ("password", "code", "credential", "secret", "token")


@login_not_required
@require_safe
def health(request):
    """Answer 200 and "ok" if the site can read and write, otherwise 503 and the fault. For monitoring."""
    fault = _current_fault()
    if fault is None:
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse(fault.value, status=503, content_type="text/plain", headers={"Retry-After": RETRY_SECONDS[fault]})


def _current_fault():
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SHOW transaction_read_only")
                if cursor.fetchone()[0] == "on":
                    return Fault.READ_ONLY
            else:
                cursor.execute("SELECT 1")
        with transaction.atomic():  # on SQLite this asks for the write lock
            pass
    except Exception as error:
        if fault := fault_of(error):
            return fault
        raise
    folders = [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]))
    return Fault.DISK_FULL if any(_free_bytes(folder) < MIN_FREE_BYTES for folder in folders) else None


def _free_bytes(path):
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def bad_request(request, exception=None):
    """Handle 400: a request that we cannot read, or one that is too large (413)."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request):
    """Handle any other error: 503 if the database or the disk is at fault, 400 if the input is, and otherwise 500."""
    error = sys.exc_info()[1]
    if fault := fault_of(error):
        # One line instead of a trace for every request while the fault lasts.
        logger.error("%s: %s %s", fault.value.capitalize(), request.method, request.path)
        response = _unavailable(request, fault)
        response._has_been_logged = True
        return response
    if is_bad_input(error):
        return bad_request(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def _unavailable(request, fault):
    headers = {"Retry-After": RETRY_SECONDS[fault], "Cache-Control": "no-store"}
    if request.path == reverse("health") or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(fault.value, status=503, content_type="text/plain", headers=headers)
    context = {"is_busy": fault == Fault.BUSY, "is_post": request.method == "POST", "again_url": request.get_full_path()}
    if request.method == "POST":
        context |= _typed(request)
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _is_ours(request):
    """Return whether the form came from our pages. The database may fail before the CSRF check, which the button would pass."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in {"same-origin", "none"} and (origin is None or urlsplit(origin).netloc == request.get_host())


def _typed(request):
    """Return what was typed, and a button that sends it again unless a password or a file would be missing, or another site sent it."""
    try:
        fields, files = {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}, bool(request.FILES)
    except Exception:  # reading the body may be what failed
        return {}
    is_secret = request.path.startswith("/accounts/") or any(secret in name.lower() for name in request.POST for secret in SECRETS)
    if is_secret:
        fields = {name: values for name, values in fields.items() if not any(secret in name.lower() for secret in SECRETS)}
    shown = [] if request.path.startswith(("/admin/", "/accounts/")) else fields.items()
    typed = [
        {"label": name.replace("_", " ").replace("-", " ").capitalize(), "value": value}
        for name, values in shown
        for value in values
        if len(value) >= MIN_SHOWN
    ]
    button = None if is_secret or files or not _is_ours(request) else Button("Send it again", request.get_full_path(), fields)
    return {"typed": typed, "button": button, "has_file": files, "csrf_token": get_token(request)}
