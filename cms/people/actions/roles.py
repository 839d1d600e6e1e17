"""Giving, keeping and ending roles."""

from django.contrib.auth.models import Group
from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_user
from cms.people.actions.sessions import end_sessions
from cms.people.models import Role, RoleGrant
from cms.people.permissions import DESK_ROLES, network_administrators

What = AuditEntry.What


class NotAMember(Exception):
    """The person has no current membership."""


class AccountClosed(Exception):
    """The account is closed, so it cannot have a role."""


class LastAdministrator(Exception):
    """No administrator would be left."""


@transaction.atomic
def grant_role(*, user, role, on, authority=None, hub=None, by=None, reason=""):
    """Give a member a role from `on` (a date) and end their sessions. Giving it again changes nothing.

    Raises AccountClosed, NotAMember.
    """
    locked = lock_user(user)
    if not locked.is_active:
        raise AccountClosed(f"The account of {user} is closed.")
    if not locked.memberships.current().exists():
        raise NotAMember(f"{user} has no current membership, and a role is for members.")
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        authority=authority,
        hub=hub,
        ended_on=None,
        defaults={"started_on": on, "given_by": by, "reason": reason},
    )
    if is_new:
        add_entry(what=What.ROLE_GIVEN, by=by, about=user, authority=authority, words=_with_reason(grant))
        end_sessions(user)
    apply_roles(user=user)
    return grant


@transaction.atomic
def keep_role(*, grant, on, by):
    """Confirm on `on` (a date) that a role is still needed. Ended roles are left alone."""
    if RoleGrant.objects.current().filter(pk=grant.pk).update(reviewed_on=on):
        add_entry(what=What.ROLE_KEPT, by=by, about=grant.user, authority=grant.authority, words=grant.get_role_display())


@transaction.atomic
def end_role(*, grant, on, by):
    """End a role and the person's sessions. Ending it again changes nothing. Raises LastAdministrator."""
    if grant.role == Role.ADMINISTRATOR and not grant.user.is_superuser:
        check_administrator_remains(grant.user)
    lock_user(grant.user)
    end_grants(RoleGrant.objects.current().filter(pk=grant.pk), on=on, by=by)
    end_sessions(grant.user)


@transaction.atomic
def apply_roles(*, user):
    """Set the user's Wagtail groups and `is_staff` from their roles. No one edits groups by hand.

    People who have left may still have network roles, but they get no groups.
    """
    is_member = user.memberships.current().exists()
    roles = set(RoleGrant.objects.current().filter(user=user).values_list("role", flat=True)) if is_member else set()
    names = [name for role, name in DESK_ROLES.items() if role in roles]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    user.is_staff = bool(names) or user.is_superuser
    user.save(update_fields=["is_staff"])


def _with_reason(grant):
    return f"{grant.get_role_display()}: {grant.reason}" if grant.reason else grant.get_role_display()


def check_administrator_remains(user):
    """Raise LastAdministrator if the user is the only administrator.

    Locks the rows of all administrators, ordered by key and before any other user, so that two cannot be removed at the same time.
    """
    administrators = network_administrators()
    list(administrators.select_for_update(no_key=True).order_by("pk"))
    if administrators.filter(pk=user.pk).exists() and not administrators.exclude(pk=user.pk).exists():
        raise LastAdministrator("The network needs at least one administrator. Make someone else an administrator first.")


def end_grants(grants, *, on, by):
    """End the grants on `on` (a date) and update the groups of the people who had them."""
    ended = list(grants.select_related("user", "authority"))
    for grant in ended:
        RoleGrant.objects.filter(pk=grant.pk).update(ended_on=max(on, grant.started_on))
        add_entry(what=What.ROLE_ENDED, by=by, about=grant.user, authority=grant.authority, words=grant.get_role_display())
    for user in {grant.user for grant in ended}:
        apply_roles(user=user)
