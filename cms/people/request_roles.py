"""The roles of managing people that matter to one request, read once for every panel of the home page."""

from django.db.models import Q

from cms.people.models import Role, RoleGrant
from cms.people.name_search import BY_NAME

OWN_ROLES = [Role.AUTHORITY_LEAD, Role.ADMINISTRATOR]


def roles_around(request):
    """Return the current RoleGrants of managing people that the user has, and those of their hub's managers and authority's leads.

    By name, with `user` loaded. One query for all panels of the request.
    """
    if not hasattr(request, "_roles_around"):
        membership = request.user.membership
        wanted = Q(user=request.user, role__in=OWN_ROLES)
        if membership is not None:
            wanted |= Q(role=Role.AUTHORITY_LEAD, authority=membership.authority_id)
            if membership.hub_id:
                wanted |= Q(role=Role.HUB_MANAGER, hub=membership.hub_id)
        grants = RoleGrant.objects.current().filter(wanted).select_related("user")
        request._roles_around = list(grants.order_by(*(f"user__{field}" for field in BY_NAME), "pk"))
    return request._roles_around


def own_roles(request):
    """Return which of the roles of managing people, values of Role, the user has."""
    return {grant.role for grant in roles_around(request) if grant.user_id == request.user.pk}
