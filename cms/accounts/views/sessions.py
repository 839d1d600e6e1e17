"""Where you are signed in."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cms.accounts.devices import active_sessions, describe_device
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry


@require_safe
def sessions(request):
    """List the user's sessions, this one first."""
    this_key = request.session.session_key
    rows = [
        {"session": session, "device": describe_device(session.user_agent), "is_here": session.session_key == this_key}
        for session in active_sessions(request.user)
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return render(request, "accounts/sessions.html", {"rows": rows, "has_others": len(rows) > 1})


@require_POST
def end_session(request, pk):
    """End one session of the user."""
    session = get_object_or_404(request.user.usersession_set, pk=pk)
    device = describe_device(session.user_agent)
    add_entry(what=AuditEntry.What.DEVICE_OUT, by=request.user, about=request.user)
    is_here = session.is_current()
    end_sessions(request, [session])
    if is_here:
        return redirect("account_login")
    messages.success(request, f"Signed out of {device}.")
    return redirect("sessions")


@require_POST
def end_others(request):
    """End all sessions of the user except this one."""
    add_entry(what=AuditEntry.What.DEVICE_OUT, by=request.user, about=request.user)
    end_other_sessions(request, request.user)
    messages.success(request, "You are now signed in on this device only.")
    return redirect("sessions")
