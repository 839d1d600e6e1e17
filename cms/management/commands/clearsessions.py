"""Django's own command, which also forgets where ended sessions were (the device, its internet address, when it was seen), and lists of
people that nobody confirmed, and codes to addresses that are over a day old."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.management.commands import clearsessions
from django.utils import timezone

from cms.accounts.models import Session
from cms.people.actions import invitations, join_requests


class Command(clearsessions.Command):
    help = (
        "Remove sessions that have ended, words left unsent in them and what was noted about their devices; "
        "lists of people that nobody confirmed, and codes for those who ask to join, after a day."
    )

    def handle(self, **options):
        super().handle(**options)
        SessionStore.clear_expired()  # Django's own table, in which sessions lay before
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        invitations.clear_unconfirmed_lists(at=timezone.now())
        join_requests.delete_old_codes(at=timezone.now())
