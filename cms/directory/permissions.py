"""Who may use the directory."""

from django.db.models import Q

from cms.directory.models import Card
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.permissions import is_member


def may_use_directory(user):
    """Return whether the user may use the directory and have a card: members may, partners may not."""
    return is_member(user) and not RoleGrant.objects.current().filter(user=user, role=Role.PARTNER).exists()


def directory_users():
    """Return everyone who may use the directory; the inverse of may_use_directory()."""
    partners = RoleGrant.objects.current().filter(role=Role.PARTNER)
    members = Q(is_superuser=True) | Q(pk__in=Membership.objects.current().values("user"))
    return User.objects.filter(members, is_active=True).exclude(pk__in=partners.values("user"))


def may_see_photo(user, card):
    """Return whether the user may see the photo: those who may see the card, and its owner before it is up."""
    return card.user_id == user.pk or Card.objects.visible_to(user).filter(pk=card.pk).exists()
