"""Django's own command, which also forgets where ended sessions were: the device, its internet address and when it was seen."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.management.commands import clearsessions
from django.contrib.sessions.models import Session


class Command(clearsessions.Command):
    help = "Remove sessions that have ended, words left unsent in them, and what was noted about their devices."

    def handle(self, **options):
        super().handle(**options)
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
