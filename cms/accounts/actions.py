"""The verbs of people: joining an authority, and holding a role."""

from django.contrib.auth.models import Group
from django.db import transaction

from cms.accounts.models import Membership, RoleGrant
from cms.accounts.permissions import DESK_ROLES


class AlreadyMember(Exception):
    """The person has a current membership; it must end before another begins."""


@transaction.atomic
def join(*, user, authority, hub, job_role, on):
    """Give the person a membership that starts `on` (a date). Raises AlreadyMember if one is current."""
    if user.memberships.current().exists():
        raise AlreadyMember(f"{user} already has a current membership.")
    return Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)


@transaction.atomic
def grant_role(*, user, role, on, authority=None, hub=None):
    """Give the person a role from `on` (a date); given twice it stays one. Their rights at the desk follow."""
    grant, _ = RoleGrant.objects.get_or_create(
        user=user, role=role, authority=authority, hub=hub, ended_on=None, defaults={"started_on": on}
    )
    apply_roles(user=user)
    return grant


@transaction.atomic
def apply_roles(*, user):
    """Make the person's Wagtail groups and `is_staff` follow from the roles they hold; nobody edits groups by hand."""
    held = set(RoleGrant.objects.current().filter(user=user).values_list("role", flat=True))
    names = [name for role, name in DESK_ROLES.items() if role in held]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    user.is_staff = bool(names) or user.is_superuser
    user.save(update_fields=["is_staff"])
