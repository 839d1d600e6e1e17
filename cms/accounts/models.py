"""Sessions in the database, each with its user. This module is the SESSION_ENGINE of the settings."""

from functools import cache

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils import timezone

from cms.people.models import Cover, RoleGrant, User

_flags: dict = {}


def register_session_flag(name, expression):
    """Read a flag of the user with the session, as `user.<name>`: f(OuterRef of the user) -> expression. Call it when apps are ready."""
    _flags[name] = expression


class SessionQuerySet(models.QuerySet):
    def living(self):
        """Return sessions that have not expired."""
        return self.filter(expire_date__gt=timezone.now())

    def with_person(self):
        """Return sessions with their user, their current membership (`standing`) and which reports they have.

        Every page shows the safeguarding number of the membership's authority, and the navigation of those who have reports.
        """
        condition = Q(member__memberships__ended_on__isnull=True)
        standing = FilteredRelation("member__memberships", condition=condition)
        sessions = self.annotate(standing=standing).select_related("member", "standing__authority", "standing__hub")
        grants = RoleGrant.objects.of_learning_managers().filter(user=OuterRef("member"), authority=OuterRef("standing__authority"))
        cover = Cover.objects.current().filter(deputy=OuterRef("member"), hub__authority=OuterRef("standing__authority"))
        reports = {
            "has_learning_role": Exists(grants) | Exists(cover),
            "has_programme_role": Exists(RoleGrant.objects.of_programme_leads().filter(user=OuterRef("member"))),
        }
        flags = {name: expression(OuterRef("member")) for name, expression in _flags.items()}
        return sessions.annotate(**reports, **flags)


class Session(AbstractBaseSession):
    """A session and the user signed in to it, or None for an anonymous session with an unsent form."""

    # No database constraint: Django would take the IntegrityError for a used session key and retry for ever.
    member = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(DatabaseSessionStore):
    """Django's session store, which also reads the session's user in the same query."""

    _user = None

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.member_id = data.get(SESSION_KEY)
        return session

    def _get_session_from_db(self):
        session = _sessions_with_person().living().filter(session_key=self.session_key).first()
        if session is None:
            self._session_key = None
        elif session.member is not None:
            self._user = session.member
            if standing := getattr(session, "standing", None):
                self._user.standing = standing
            self._user.has_learning_role = session.has_learning_role
            self._user.has_programme_role = session.has_programme_role and self._user.membership is not None
            for name in _flags:
                setattr(self._user, name, getattr(session, name))
        return session

    def take_person(self):
        """Return the user read with the session, or None. Only the first call returns it, because it may change later."""
        user, self._user = self._user, None
        return user


@cache  # building this queryset on every request is slow, and it never changes
def _sessions_with_person():
    return Session.objects.with_person().order_by("session_key")
