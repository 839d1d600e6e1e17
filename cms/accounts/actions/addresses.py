"""Changing the address someone signs in with, after confirming the new one by a code."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction

from cms.people.actions.join_requests import HasAccount, delete_old_codes, send_new_code, use_confirmed_address
from cms.people.identity import clean_address
from cms.people.mailer import absolute_url
from cms.people.models import User


@transaction.atomic
def send_change_code(*, email, at):
    """Email a code to the address or, if someone already signs in with it, say only that. The person who asks cannot tell which.

    Returns a key for the session of the browser that asked.
    """
    email, key = clean_address(email), uuid4()
    delete_old_codes(at=at)
    is_taken = _is_taken(email)
    send_new_code(
        key=key,
        email="" if is_taken else email,
        at=at,
        template="accounts/emails/address_taken.txt" if is_taken else "accounts/emails/change_code.txt",
        to=email,
        link=absolute_url("account_login"),
    )
    return key


@transaction.atomic
def change_address(*, user, key, at):
    """Change the user to the confirmed address. Returns the previous address.

    Raises NotConfirmed, HasAccount.
    """
    email = use_confirmed_address(key, at)
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if _is_taken(email):
        raise HasAccount
    before, locked.email = locked.email, email
    locked.save(update_fields=["email"])
    EmailAddress.objects.filter(user=locked).delete()
    EmailAddress.objects.create(user=locked, email=email, verified=True, primary=True)
    user.email = email
    return before


def _is_taken(email):
    return User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
