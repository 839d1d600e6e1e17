"""Reads the signed-in person and where they stand in one query."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend

from cms.accounts.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's e-mail sign-in, with the current membership joined to the person of each request."""

    def get_user(self, user_id):
        try:
            person = _people().get(pk=user_id)
        except User.DoesNotExist:
            return None
        return person if self.user_can_authenticate(person) else None


@cache  # asked once in each request, and always the same but for who it is
def _people():
    return User.objects.with_standing()
