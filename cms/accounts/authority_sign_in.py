"""Authorities' own sign-in (OpenID Connect): which authority has one, and who may use it.

allauth stores the provider as a SocialApp and connected people as SocialAccounts. Both have its `provider_id`, which we make from the
authority's primary key, because its slug may change.
"""

from allauth.socialaccount.models import SocialAccount, SocialApp

from cms.people.models import Authority

PREFIX = "authority-"


def provider_id(authority):
    """Return the id of the authority's provider, which is in URLs and in its registration with the provider. It never changes."""
    return f"{PREFIX}{authority.pk}"


def provider_for(authority):
    """Return the authority's SocialApp, or None."""
    return SocialApp.objects.filter(provider_id=provider_id(authority)).first()


def authority_of_provider(provider_id):
    """Return the authority with this provider id, or None."""
    key = provider_id.removeprefix(PREFIX)
    return Authority.objects.filter(pk=key).first() if key.isdecimal() else None


def any_authority_has_sign_in():
    """Return whether any authority has its own sign-in."""
    return SocialApp.objects.filter(provider_id__startswith=PREFIX).exists()


def authorities_with_sign_in():
    """Return authorities that have their own sign-in, by name, each with its SocialApp as `provider`. Two queries."""
    apps = {app.provider_id: app for app in SocialApp.objects.filter(provider_id__startswith=PREFIX)}
    authorities = list(Authority.objects.filter(pk__in=[key.removeprefix(PREFIX) for key in apps]))
    for authority in authorities:
        authority.provider = apps[provider_id(authority)]
    return authorities


def may_sign_in_with(person, authority):
    """Return whether the person may use the authority's sign-in: only while they belong to it.

    Otherwise an authority that someone has left could sign in as them and read what their new one shows them.
    """
    # Query instead of using `membership`: allauth serialises the user into the session here and could not include a membership.
    return authority is not None and person.memberships.current().filter(authority=authority).exists()


def connected_accounts(user):
    """Return the user's SocialAccounts, each with its `authority`, or None if that no longer exists."""
    accounts = list(SocialAccount.objects.filter(user=user).order_by("pk"))
    authorities = Authority.objects.in_bulk(
        [int(key) for account in accounts if (key := account.provider.removeprefix(PREFIX)).isdecimal()]
    )
    for account in accounts:
        account.authority = next((place for place in authorities.values() if provider_id(place) == account.provider), None)
    return accounts
