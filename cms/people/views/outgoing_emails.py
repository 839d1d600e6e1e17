"""Emails that could not be sent, for administrators. Nobody reads an email or an address here."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.people import mailer
from cms.people.decorators import administrators_only
from cms.people.models import OutgoingEmail

MAX_SHOWN = 100
DECIDED_MEANWHILE = "Someone else has dealt with this email meanwhile."
# What each kind of email is about, for people. Others are shown as what they are: the name of a template.
TITLES = {
    "people/emails/invitation.txt": "An invitation",
    "people/emails/request_waits.txt": "To a lead: someone asked to join",
    "people/emails/request_accepted.txt": "A request to join was accepted",
    "people/emails/request_declined.txt": "A request to join was declined",
    "people/emails/authority_closed.txt": "An authority was closed",
    "accounts/emails/factors_taken.txt": "A second factor was removed",
    "members/emails/problem.txt": "Someone reported a problem with a page",
    "members/emails/problem_answered.txt": "A reported problem was answered",
    "privacy/emails/forgotten.txt": "Someone was forgotten",
    "privacy/emails/forgotten_by_rule.txt": "Someone will be forgotten",
    "learning/emails/assigned.txt": "Someone was asked to do modules",
    "learning/emails/reminder.txt": "A reminder from a manager",
    "learning.due_soon": "Training is due soon",
    "learning.overdue": "Training is overdue",
    "learning.team_overdue": "To a manager: overdue training",
    "notices": "What is new on boards",
}


@require_safe
@administrators_only
def parked(request):
    """List the emails that were given up, and say how many are waiting and since when."""
    waiting = OutgoingEmail.objects.waiting()
    rows = OutgoingEmail.objects.parked().select_related("user", "invitation__authority")
    oldest = waiting.order_by("made_at").first()
    context = {
        "rows": [{"email": email, "title": TITLES.get(email.kind, email.kind), "to": _recipient(email)} for email in rows[:MAX_SHOWN]],
        "total": rows.count(),
        "waiting": waiting.count(),
        "waiting_since": oldest and oldest.made_at,
    }
    return render(request, "people/emails.html", context)


def _recipient(email):
    """Return whom the email is to, without an address."""
    if email.user:
        return str(email.user)
    if email.invitation:
        return f"{email.invitation.first_name} {email.invitation.last_name}".strip() or f"Someone invited to {email.invitation.authority}"
    return "Someone without an account"


@require_POST
@administrators_only
def retry(request, pk):
    """Let an email be tried again."""
    return _decide(request, pk, mailer.retry_email, "The email will be tried again.")


@require_POST
@administrators_only
def discard(request, pk):
    """Discard an email for good."""
    return _decide(request, pk, mailer.discard_email, "The email is discarded. It will not be sent.")


def _decide(request, pk, action, message):
    email = get_object_or_404(OutgoingEmail, pk=pk)
    try:
        action(email=email, at=timezone.now())
    except mailer.AlreadyDecided:
        messages.warning(request, DECIDED_MEANWHILE)
    else:
        messages.success(request, message)
    return redirect("people:emails")
