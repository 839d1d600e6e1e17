"""Whose people a report is about: a hub or an authority."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from cms.people.models import Authority, Hub, Membership, User
from cms.people.name_search import BY_NAME
from cms.people.permissions import authorities_reported_to, hubs_managed_by, people_managed_by

# The beginning of the URL of every page about a Scope.
SCOPE_PATTERN = r"^team/(?P<kind>hub|authority)/(?P<slug>[-\w]+)/"


@dataclass(frozen=True)
class Scope:
    """A hub or an authority, with its people of one day. `kind` and `slug` are the parts of its URLs."""

    kind: str
    slug: str
    title: str
    authority: Authority
    hub: Hub | None = None

    def people(self, user):
        """Return the people of today whom the user may see."""
        return people_managed_by(user).filter(pk__in=self._memberships(Membership.objects.current()).values("user"))

    def people_on(self, on):
        """Return everyone who belonged here on the date `on`, whether or not they still do, but no one who was forgotten."""
        then = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), started_on__lte=on)
        return User.objects.known().filter(pk__in=self._memberships(then).values("user")).order_by(*BY_NAME)

    def _memberships(self, memberships):
        return memberships.filter(hub=self.hub) if self.hub else memberships.filter(authority=self.authority)

    def url(self, name):
        return reverse(f"learning:{name}", args=[self.kind, self.slug])

    @property
    def report_url(self):
        return self.url("team")


def scopes_of(user):
    """Return every Scope the user may report on: the hubs they manage, then the authority they lead."""
    hubs = [Scope("hub", str(hub.pk), f"{hub}, {hub.authority}", hub.authority, hub) for hub in hubs_managed_by(user)]
    return [*hubs, *(Scope("authority", place.slug, str(place), place) for place in authorities_reported_to(user))]


def get_scope(user, kind, slug):
    """Return the user's Scope with this kind and slug. Raises Http404."""
    for scope in scopes_of(user):
        if (scope.kind, scope.slug) == (kind, slug):
            return scope
    raise Http404
