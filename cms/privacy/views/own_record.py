"""What we store about you: see it and who else can see it, download it, ask to be forgotten."""

import json
from datetime import date, datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import hooks
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.hooks import BASE64
from cms.privacy import actions
from cms.privacy.models import ForgetRequest

MAX_NAMES = 12


def _gather(hook, user):
    return [item for items in hooks.collect(hook, user) for item in items]


@require_safe
def who_can_see(request):
    """List who can see what about the user, by name, as the permissions decide it."""
    sights = [_sight_row(sight) for sight in _gather(hooks.WHO_SEES, request.user)]
    return render(request, "privacy/who_can_see.html", {"sights": sights})


def _sight_row(sight):
    """Return the sight with up to MAX_NAMES names, or without names if its text says who."""
    names = [] if sight.who else [str(user) for user in sight.people]
    return {
        "title": sight.title,
        "text": sight.text,
        "who": sight.who,
        "people": names[:MAX_NAMES],
        "more": max(0, len(names) - MAX_NAMES),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def own_record(request):
    """Show everything we store about the user. POST downloads it as JSON, with an entry in the audit log."""
    chapters = _gather(hooks.EXPORT_MEMBER, request.user)
    if request.method == "POST":
        add_entry(what=AuditEntry.What.EXPORTED, by=request.user, about=request.user)
        return _json_response(chapters)
    with_rows = [
        {"title": chapter.title, "rows": [_readable_row(row) for row in chapter.rows], "anchor": chapter.name.replace("_", "-")}
        for chapter in chapters
        if chapter.rows
    ]
    empty = [chapter.title for chapter in chapters if not chapter.rows]
    return render(request, "privacy/own_record.html", {"chapters": with_rows, "empty": empty, "now": timezone.now()})


def _readable_row(row):
    """Return (label, value) pairs without empty values and encoded files."""
    readable = {label: value for label, value in row.items() if value not in (None, "") and BASE64 not in label}
    return [(label[:1].upper() + label[1:], _readable_value(value)) for label, value in readable.items()]


def _readable_value(value):
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _json_response(chapters):
    at = timezone.now()
    record = {
        "made_at": at.isoformat(),
        "from": "Drumbeat",
        "chapters": {chapter.name: {"title": chapter.title, "rows": chapter.rows} for chapter in chapters},
    }
    body = json.dumps(record, ensure_ascii=False, indent=2, default=_json_default)
    filename = f"drumbeat-{timezone.localdate(at):%Y-%m-%d}.json"
    return HttpResponse(body, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{filename}"'})


def _json_default(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written to JSON")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def be_forgotten(request):
    """Explain being forgotten. POST, with the password entered again, asks for it."""
    if request.method == "POST":
        try:
            asked = actions.ask_to_be_forgotten(user=request.user, by=request.user, at=timezone.now())
        except actions.AlreadyAsked:
            messages.warning(request, "You have already asked to be forgotten.")
        else:
            due_on = date_format(asked.due_on, "j F Y")
            messages.success(request, f"We have your request. We will forget you by {due_on}, and email you when it is done.")
        return redirect("be_forgotten")
    return render(request, "privacy/be_forgotten.html", {"asked": ForgetRequest.objects.open().filter(user=request.user).first()})


@require_POST
def cancel_forgetting(request):
    """Cancel the user's request to be forgotten."""
    actions.cancel_request(user=request.user, by=request.user, at=timezone.now())
    messages.success(request, "Your request to be forgotten is cancelled. Everything stays as it is.")
    return redirect("be_forgotten")
