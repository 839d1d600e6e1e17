"""Ending a person's sessions."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User

What = AuditEntry.What


@transaction.atomic
def sign_out_everywhere(*, user, by):
    """End every session of the person, on every device, at its next request."""
    add_entry(what=What.SIGNED_OUT, by=by, about=user)
    end_sessions(user)


def end_sessions(user):
    end_sessions_of([user.pk])
    user.refresh_from_db(fields=["session_round"])


def end_sessions_of(people):
    User.objects.filter(pk__in=people).update(session_round=F("session_round") + 1)
    UserSession.objects.filter(user__in=people).delete()
