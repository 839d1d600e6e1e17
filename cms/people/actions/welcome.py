"""Hiding the welcome of the first visit, and adding what was missing about the person."""

from django.db import transaction

from cms.audit.actions import add_entry
from cms.people.actions.memberships import What
from cms.people.models import Membership, User


@transaction.atomic
def welcome(*, user, at, first_name="", last_name="", hub=None):
    """Hide the welcome for good, and fill in names and hub that were missing."""
    names = {"first_name": first_name, "last_name": last_name}
    missing = {name: value for name, value in names.items() if value and not getattr(user, name)}
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    locked.welcomed_at = at
    for name, value in missing.items():
        setattr(locked, name, value)
    locked.save(update_fields=["welcomed_at", *missing])
    membership = Membership.objects.current().filter(user=user, hub=None)
    if hub is not None and membership.filter(authority=hub.authority_id).update(hub=hub):
        add_entry(what=What.MOVED, by=user, about=user, authority=hub.authority, words=str(hub))
