"""Signing in with one's authority: which authority has its own sign-in, and for whom it counts.

allauth keeps the provider as a SocialApp and whoever is connected as a SocialAccount; both name it by `provider_id`, which here is
made of the authority's key, because a name in addresses may change.
"""

from allauth.socialaccount.models import SocialAccount, SocialApp

from cms.people.models import Authority

PREFIX = "authority-"


def provider_id(authority):
    """The name of the authority's provider in addresses, in its registration there and in connected log-ins. Never changes."""
    return f"{PREFIX}{authority.pk}"


def provider_for(authority):
    """The authority's provider, or None."""
    return SocialApp.objects.filter(provider_id=provider_id(authority)).first()


def authority_of_provider(provider_id):
    """The authority of a provider's name, or None."""
    key = provider_id.removeprefix(PREFIX)
    return Authority.objects.filter(pk=key).first() if key.isdecimal() else None


def any_authority_has_sign_in():
    """Say whether any authority has its own sign-in."""
    return SocialApp.objects.filter(provider_id__startswith=PREFIX).exists()


def authorities_with_sign_in():
    """Authorities that have their own sign-in, by name, each with its `provider` (a SocialApp). Two queries."""
    apps = {app.provider_id: app for app in SocialApp.objects.filter(provider_id__startswith=PREFIX)}
    found = list(Authority.objects.filter(pk__in=[key.removeprefix(PREFIX) for key in apps]))
    for one in found:
        one.provider = apps[provider_id(one)]
    return found


def may_sign_in_with(person, authority):
    """Say whether the authority's sign-in opens the door for the person: only while they belong there.

    Otherwise an authority that somebody has left could sign in as them, and read what their new one shows them.
    """
    # Asked anew: allauth puts the person into the session at this point, and could not put their membership there.
    return authority is not None and person.memberships.current().filter(authority=authority).exists()


def connected_accounts(user):
    """The person's connected log-ins, each with its `authority` (None when that is no more)."""
    found = list(SocialAccount.objects.filter(user=user).order_by("pk"))
    places = Authority.objects.in_bulk([int(key) for one in found if (key := one.provider.removeprefix(PREFIX)).isdecimal()])
    for one in found:
        one.authority = next((place for place in places.values() if provider_id(place) == one.provider), None)
    return found
