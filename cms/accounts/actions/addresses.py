"""Another address to sign in with: a code goes there, and it takes the old one's place when the code comes back."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction

from cms.accounts.actions.asking import HasAccount, forget_codes, use, write_code
from cms.accounts.actions.letters import link_to, send_letter
from cms.accounts.models import User, normal_address


@transaction.atomic
def send_change_code(*, email, at):
    """Write a code to the address; where somebody signs in with it already, only word of that. Whoever asks learns nothing of either.

    Returns the key for the browser that asked. Raises ValidationError when it is no address.
    """
    email, key = normal_address(email), uuid4()
    forget_codes(at=at)
    if _is_somebodys(email):
        send_letter(to=email, subject="You have an account at Drumbeat", template="address_taken", link=link_to("account_login"))
    else:
        write_code(key=key, email=email, at=at, template="change_code")
    return key


@transaction.atomic
def change_address(*, user, key, at):
    """Let the person sign in with the confirmed address from now on. Returns the one it takes the place of.

    Raises NotConfirmed, HasAccount.
    """
    email = use(key, at)
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
