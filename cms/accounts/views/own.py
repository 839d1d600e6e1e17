"""What a person does with what is held about them: see it and who else does, take it along, close their account, be forgotten."""

import json
from datetime import date, datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import hooks
from cms.accounts.actions import forgetting
from cms.accounts.actions import people as deeds
from cms.accounts.held import BASE64
from cms.accounts.models import AuditEntry, ForgetRequest

MOST_NAMED = 12


def _gathered(socket, person):
    return [one for house in hooks.collect(socket, person) for one in house]


@require_safe
def who_can_see(request):
    """Who can see what about the person, by name, asked of the rules that decide."""
    sights = [_named(one) for one in _gathered(hooks.WHO_SEES, request.user)]
    return render(request, "cms/who_can_see.html", {"sights": sights})


def _named(sight):
    """A sight with names, unless its words say it for so many that nobody would read them."""
    names = [] if sight.who else [str(one) for one in sight.people]
    return {
        "title": sight.title,
        "text": sight.text,
        "who": sight.who,
        "people": names[:MOST_NAMED],
        "more": max(0, len(names) - MOST_NAMED),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def own_record(request):
    """Everything that is held about the person, to read; by POST as a JSON file, which the audit log notes."""
    chapters = _gathered(hooks.EXPORT_MEMBER, request.user)
    if request.method == "POST":
        deeds.note(what=AuditEntry.What.EXPORTED, by=request.user, about=request.user)
        return _as_json(chapters)
    shown = [
        {"title": one.title, "rows": [_readable(row) for row in one.rows], "anchor": one.name.replace("_", "-")}
        for one in chapters
        if one.rows
    ]
    empty = [one.title for one in chapters if not one.rows]
    return render(request, "cms/own_record.html", {"chapters": shown, "empty": empty, "now": timezone.now()})


def _readable(row):
    """A row as (words, value) pairs, without what is empty and what only a program can read."""
    shown = {words: value for words, value in row.items() if value not in (None, "") and BASE64 not in words}
    return [(words[:1].upper() + words[1:], _plainly(value)) for words, value in shown.items()]


def _plainly(value):
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _as_json(chapters):
    at = timezone.now()
    held = {
        "made_at": at.isoformat(),
        "from": "Drumbeat",
        "chapters": {one.name: {"title": one.title, "rows": one.rows} for one in chapters},
    }
    body = json.dumps(held, ensure_ascii=False, indent=2, default=_moment)
    name = f"drumbeat-{timezone.localdate(at):%Y-%m-%d}.json"
    return HttpResponse(body, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _moment(value):
    """Dates and times in the way of ISO 8601; anything else is a mistake of ours."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not go into a JSON file")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def close_own_account(request):
    """Say what happens when one closes one's account; by POST, and after the password once more, close it."""
    if request.method == "POST":
        try:
            deeds.close_account(user=request.user, on=timezone.localdate(), by=request.user)
        except deeds.LastAdministrator as problem:
            return render(request, "cms/close_account.html", {"problem": str(problem)}, status=409)
        logout(request)
        messages.success(request, "Your account is closed, and you are signed out everywhere.")
        return redirect("/")
    return render(request, "cms/close_account.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def be_forgotten(request):
    """Say what being forgotten means; by POST, and after the password once more, ask for it."""
    if request.method == "POST":
        try:
            asked = forgetting.ask_to_be_forgotten(user=request.user, by=request.user, at=timezone.now())
        except forgetting.AlreadyAsked:
            messages.warning(request, "You have asked already. Nothing was done twice.")
        else:
            messages.success(request, f"Written down. It is done by {asked.due_on:%-d %B %Y}, and a letter tells you.")
        return redirect("be_forgotten")
    return render(request, "cms/be_forgotten.html", {"asked": ForgetRequest.objects.open().filter(user=request.user).first()})


@require_POST
def stay_known(request):
    """Take back the wish to be forgotten."""
    forgetting.take_back(user=request.user, by=request.user, at=timezone.now())
    messages.success(request, "Good. You are not forgotten, and everything stays as it is.")
    return redirect("be_forgotten")
