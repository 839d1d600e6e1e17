"""Reads the signed-in person and where they stand in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from cms.accounts.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's e-mail sign-in, with the current membership joined to the person of each request."""

    def get_user(self, user_id):
        person = User.objects.with_standing().filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
