"""Who may use the directory."""

from django.db.models import Q

from cms.directory.models import Card
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.permissions import is_member


def may_use_directory(user):
    """Say whether the directory is open to the person: members look people up and may have a card; partners do neither."""
    return is_member(user) and not RoleGrant.objects.current().filter(user=user, role=Role.PARTNER).exists()


def directory_users():
    """Everybody to whom the directory is open: `may_use_directory` the other way round."""
    partners = RoleGrant.objects.current().filter(role=Role.PARTNER)
    members = Q(is_superuser=True) | Q(pk__in=Membership.objects.current().values("user"))
    return User.objects.filter(members, is_active=True).exclude(pk__in=partners.values("user"))


def may_see_photo(user, card):
    """Say whether the person may see the photo on the card: whoever may see the card, and its owner before it is up."""
    return card.user_id == user.pk or Card.objects.visible_to(user).filter(pk=card.pk).exists()
