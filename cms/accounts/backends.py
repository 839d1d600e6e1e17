"""The authentication backend, which avoids a query by using the user read with the session."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context

from cms.accounts.models import SessionStore
from cms.people.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's email sign-in, with the current membership read with the user."""

    def get_user(self, user_id):
        try:
            user = _read_with_session(user_id) or User.objects.with_standing().get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None


def _read_with_session(user_id):
    """Return the user read with the session of this request if they have that id."""
    session = getattr(context.request, "session", None)
    user = session.take_person() if isinstance(session, SessionStore) else None
    return user if user is not None and user.pk == user_id else None
