"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: people come in by invitation."""

    def is_open_for_signup(self, request):
        return False

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Write to the address they sign in with; people made by whoever hosts the site have no other on file."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)
