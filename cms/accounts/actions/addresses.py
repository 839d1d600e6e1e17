"""Another address to sign in with: a code goes there, and it takes the old one's place when the code comes back."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction

from cms.people.actions.join_requests import HasAccount, delete_old_codes, send_new_code, use_confirmed_address
from cms.people.emails import absolute_url, send_email
from cms.people.models import User, normalize_address


@transaction.atomic
def send_change_code(*, email, at):
    """Write a code to the address; where somebody signs in with it already, only word of that. Whoever asks learns nothing of either.

    Returns the key for the browser that asked. Raises ValidationError when it is no address.
    """
    email, key = normalize_address(email), uuid4()
    delete_old_codes(at=at)
    if _is_somebodys(email):
        send_email(to=email, subject="You have an account at Drumbeat", template="address_taken", link=absolute_url("account_login"))
    else:
        send_new_code(key=key, email=email, at=at, template="change_code")
    return key


@transaction.atomic
def change_address(*, user, key, at):
    """Let the person sign in with the confirmed address from now on. Returns the one it takes the place of.

    Raises NotConfirmed, HasAccount.
    """
    email = use_confirmed_address(key, at)
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if _is_somebodys(email):
        raise HasAccount
    before, held.email = held.email, email
    held.save(update_fields=["email"])
    EmailAddress.objects.filter(user=held).delete()
    EmailAddress.objects.create(user=held, email=email, verified=True, primary=True)
    user.email = email
    return before


def _is_somebodys(email):
    return User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
