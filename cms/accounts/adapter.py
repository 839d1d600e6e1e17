"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter

from cms.accounts.actions.people import note
from cms.accounts.models import AuditEntry


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: people come in by invitation."""

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **kwargs):
        """As allauth's own; that somebody signed in is written into the audit log."""
        note(what=AuditEntry.What.SIGNED_IN, by=user, about=user)
        return super().post_login(request, user, **kwargs)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Write to the address they sign in with; people made by whoever hosts the site have no other on file."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)
