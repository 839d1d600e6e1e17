"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: people come in by invitation."""

    def is_open_for_signup(self, request):
        return False
