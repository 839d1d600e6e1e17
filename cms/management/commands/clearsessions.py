"""Django's command, which also deletes device data of ended sessions, unconfirmed lists of people and old codes."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.management.commands import clearsessions
from django.utils import timezone

from cms.accounts.models import Session
from cms.people.actions import invitations, join_requests


class Command(clearsessions.Command):
    help = (
        "Delete sessions that have ended, with unsent forms and device data; "
        "and, after a day, unconfirmed lists of people and codes sent to addresses."
    )

    def handle(self, **options):
        super().handle(**options)
        SessionStore.clear_expired()  # Django's table, which we used before
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        invitations.clear_unconfirmed_lists(at=timezone.now())
        join_requests.delete_old_codes(at=timezone.now())
