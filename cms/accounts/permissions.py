"""Who is a member, and who may open the desk."""

from cms.accounts.models import Role, RoleGrant

# The roles whose holders work in Wagtail's admin, by the name of the group that carries their rights there.
DESK_ROLES = {Role.TRAINER: "Trainers", Role.ADMINISTRATOR: "Administrators"}


def is_member(user):
    """Say whether the person belongs to the network today: a current membership, or an administrator."""
    return user.is_authenticated and user.is_active and (user.is_superuser or user.membership is not None)


def may_open_desk(user):
    """Say whether the person may open Wagtail's admin. `is_staff` follows from roles; see actions.apply_roles."""
    return user.is_authenticated and user.is_active and user.is_staff


def roles_of(user):
    """The names of the roles the person holds now, for showing to that person."""
    return [grant.get_role_display() for grant in RoleGrant.objects.current().filter(user=user).order_by("role")]
