"""Accepting an invitation by its link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.people.actions import invitations
from cms.people.forms import NewMemberForm
from cms.people.models import User

ENDED = {
    "used": (
        "This invitation has been used",
        "If you have already joined, sign in. If someone else used it, tell the person who invited you.",
    ),
    "withdrawn": (
        "This invitation has been withdrawn",
        "Ask the person who invited you. If they sent you another email, use the newest one.",
    ),
    "closed": (
        "Your account here is closed",
        "An administrator has to reopen it before you can come back. Tell the person who invited you.",
    ),
    "authority_closed": (
        "This authority has left Drumbeat",
        "No one can join it any more. If you work for another authority now, ask its lead to invite you.",
    ),
    "expired": (
        "This invitation has expired",
        "Links work for 14 days, to the end of the last day. Ask the person who invited you to send it again.",
    ),
}
USED_WHILE_SIGNED_IN = (
    "This invitation has been used",
    "You are signed in, so you do not need it any more. If someone else used it, tell the person who invited you.",
)
UNKNOWN = (
    "This link does not work",
    "Open it from the newest email you have, and make sure the whole link is there. If that does not help, ask the person who invited you.",
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, key):
    """Accept an invitation, with a new account or an existing one."""
    try:
        invitation = invitations.find_invitation(key=key, at=timezone.now())
        known = User.objects.filter(email=invitation.email).first()
        if known is None:
            return _as_new(request, invitation, key)
        if not known.is_active:
            return _link_ended(request, ENDED["closed"], 403)
        return _with_account(request, invitation, key, known)
    except invitations.NoSuchInvitation:
        return _link_ended(request, UNKNOWN, 404)
    except invitations.InvitationEnded as ended:
        is_joined = ended.why == "used" and request.user.is_authenticated
        return _link_ended(request, USED_WHILE_SIGNED_IN if is_joined else ENDED[ended.why], 410)
    except invitations.NotForYou:
        return redirect(request.path)


def _link_ended(request, explanation, status):
    return render(request, "people/link_ended.html", {"heading": explanation[0], "text": explanation[1]}, status=status)


def _as_new(request, invitation, key):
    if request.user.is_authenticated:
        return render(request, "people/join_other.html", {"invitation": invitation}, status=403)
    initial = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    form = NewMemberForm(request.POST or None, initial=initial, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        user = invitations.accept_as_new(key=key, **form.cleaned_data, at=timezone.now())
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, "Welcome to Drumbeat. Your first lesson is below.")
        return redirect("/")
    return render(request, "people/join_new.html", {"form": form, "invitation": invitation}, status=422 if form.errors else 200)


def _with_account(request, invitation, key, known):
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.user.pk != known.pk:
        return render(request, "people/join_other.html", {"invitation": invitation}, status=403)
    if request.method == "POST":
        invitations.accept(key=key, user=request.user, at=timezone.now())
        update_session_auth_hash(request, User.objects.get(pk=known.pk))  # keep this session; all others end
        messages.success(request, f"You are now a member of {invitation.authority}. Your learning record has moved with you.")
        return redirect("/")
    membership = request.user.memberships.current().select_related("authority").first()
    leaving = membership.authority if membership and membership.authority_id != invitation.authority_id else None
    return render(request, "people/join_known.html", {"invitation": invitation, "leaving": leaving})
