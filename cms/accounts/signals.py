"""What Django and allauth tell us about signing in, and the ways to it, written into the audit log. Never a name, a number or a key.

And one thing we tell allauth: the address somebody signs in with is theirs.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save

from cms.accounts.actions.second_factor import record_new_factor
from cms.accounts.authority_sign_in import authority_of_provider
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry

What = AuditEntry.What
WORDS = {Authenticator.Type.TOTP: "Code from a phone", Authenticator.Type.WEBAUTHN: "Passkey"}


def connect():
    """Listen to them; called once, when the site starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts_signed_in")
    authentication_failed.connect(_failed, dispatch_uid="accounts_failed")
    pre_save.connect(_is_theirs, sender=EmailAddress, dispatch_uid="accounts_address_is_theirs")
    authenticator_added.connect(_added, dispatch_uid="accounts_added")
    authenticator_removed.connect(_removed, dispatch_uid="accounts_removed")
    authenticator_reset.connect(_reset, dispatch_uid="accounts_reset")
    social_account_added.connect(_connected, dispatch_uid="accounts_connected")
    social_account_removed.connect(_disconnected, dispatch_uid="accounts_disconnected")


def _is_theirs(instance, **kwargs):
    """An address that is noted for somebody who signs in with it already: the network made the account for it.

    Otherwise allauth takes it for a new one that waits to be answered, and drops it when another is asked for.
    """
    if instance._state.adding and instance.email.lower() == instance.user.email.lower():
        instance.verified = True
        instance.primary = not EmailAddress.objects.filter(user=instance.user, primary=True).exists()


def _signed_in(user, **kwargs):
    """By whatever way: each of them ends in Django's own login()."""
    add_entry(what=What.SIGNED_IN, by=user, about=user)


def _failed(user, authenticator, **kwargs):
    add_entry(what=What.FAILED, by=None, about=user, words=WORDS.get(authenticator.type, "Recovery code"))


def _added(request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        add_entry(what=What.CODES_MADE, by=user, about=user)
    else:
        record_new_factor(user=user, words=WORDS[authenticator.type])
        update_session_auth_hash(request, user)  # this session goes on, the others end


def _removed(user, authenticator, **kwargs):
    if authenticator.type in WORDS:  # recovery codes go with the last of the others
        add_entry(what=What.FACTOR_GONE, by=user, about=user, words=WORDS[authenticator.type])


def _reset(user, **kwargs):
    add_entry(what=What.CODES_MADE, by=user, about=user)


def _connected(sociallogin, **kwargs):
    person = sociallogin.user
    add_entry(what=What.CONNECTED, by=person, about=person, authority=authority_of_provider(sociallogin.account.provider))


def _disconnected(request, socialaccount, **kwargs):
    add_entry(what=What.DISCONNECTED, by=request.user, about=socialaccount.user, authority=authority_of_provider(socialaccount.provider))
