"""Recording new second factors, and removing lost ones."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_user
from cms.people.actions.sessions import end_sessions
from cms.people.mailer import absolute_url, send_email

What = AuditEntry.What


class NoSecondFactor(Exception):
    """The person has no second factor to remove."""


@transaction.atomic
def record_new_factor(*, user, words):
    """Record a new second factor, and end the user's sessions that began without it."""
    add_entry(what=What.FACTOR_ADDED, by=user, about=user, words=words)
    end_sessions(user)


@transaction.atomic
def remove_second_factors(*, user, by, reason):
    """Remove every second factor of someone who has lost theirs, end their sessions and email them. Raises NoSecondFactor.

    They cannot use their roles until they have set up another one.
    """
    lock_user(user)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NoSecondFactor(f"{user} has no second factor.")
    add_entry(what=What.FACTOR_TAKEN, by=by, about=user, words=reason)
    link = absolute_url("second_factor")
    send_email(
        to=user,
        template="accounts/emails/factors_taken.txt",
        person=user,
        link=link,
    )
    end_sessions(user)
