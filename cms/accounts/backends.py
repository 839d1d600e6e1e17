"""Who is signed in, as it was read with the session; else in a query that also says where they stand."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context

from cms.accounts.models import SessionStore
from cms.people.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's e-mail sign-in, with the current membership joined to the person of each request."""

    def get_user(self, user_id):
        try:
            person = _read_with_session(user_id) or User.objects.with_standing().get(pk=user_id)
        except User.DoesNotExist:
            return None
        return person if self.user_can_authenticate(person) else None


def _read_with_session(user_id):
    """The person of that id, if it is they who came with the session of this request."""
    session = getattr(context.request, "session", None)
    person = session.take_person() if isinstance(session, SessionStore) else None
    return person if person is not None and person.pk == user_id else None
