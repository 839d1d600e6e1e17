"""Sessions: kept as Django keeps them in the database, but each knows whose it is, and the two are read in one query.

This is the SESSION_ENGINE of the settings.
"""

from functools import cache

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from cms.people.models import User


class SessionQuerySet(models.QuerySet):
    def living(self):
        """Sessions that have not ended."""
        return self.filter(expire_date__gt=timezone.now())

    def with_person(self):
        """Sessions, whose they are, and where that person stands today: `standing` is their current membership."""
        condition = Q(member__memberships__ended_on__isnull=True)
        standing = FilteredRelation("member__memberships", condition=condition)
        return self.annotate(standing=standing).select_related("member", "standing")


class Session(AbstractBaseSession):
    """What one browser is known by, and who is signed in there: nobody, for a while, when words left unsent wait in it."""

    # Not held to by the database: Django takes its refusal for a key that is taken, and tries another for ever.
    member = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(StoreInDatabase):
    """Django's, which also keeps the person at hand who was read with the session."""

    _person = None

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.member_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self):
        row = _with_person().living().filter(session_key=self.session_key).first()
        if row is None:
            self._session_key = None
        elif row.member is not None:
            self._person = row.member
            if standing := getattr(row, "standing", None):
                self._person.standing = standing
        return row

    def take_person(self):
        """The person who was read with the session, with where they stand, or None. Handed out once: later they may have changed."""
        person, self._person = self._person, None
        return person


@cache  # asked once in each request, and always the same but for the key
def _with_person():
    return Session.objects.with_person().order_by("session_key")
