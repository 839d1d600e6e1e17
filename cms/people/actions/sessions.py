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
    """End all sessions of the user, on every device, at the next request."""
    add_entry(what=What.SIGNED_OUT, by=by, about=user)
    end_sessions(user)


def end_sessions(user):
    """End all sessions of the user and refresh their `session_round`."""
    end_sessions_of([user.pk])
    user.refresh_from_db(fields=["session_round"])


def end_sessions_of(user_ids):
    """End all sessions of the users with these ids."""
    User.objects.filter(pk__in=user_ids).update(session_round=F("session_round") + 1)
    UserSession.objects.filter(user__in=user_ids).delete()
