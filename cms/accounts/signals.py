"""Receivers of Django's and allauth's signals: audit entries about signing in, and verified addresses."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save

from cms.accounts.actions.second_factor import record_new_factor
from cms.accounts.authority_sign_in import authority_of_provider
from cms.accounts.keep_signed_in import apply_choice
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.identity import clean_address

What = AuditEntry.What
FACTOR_NAMES = {Authenticator.Type.TOTP: "Code from a phone", Authenticator.Type.WEBAUTHN: "Passkey"}


def connect():
    """Connect the receivers. Called once, by AccountsConfig.ready()."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts_signed_in")
    authentication_failed.connect(_failed, dispatch_uid="accounts_failed")
    pre_save.connect(_verify_own_address, sender=EmailAddress, dispatch_uid="accounts_address_verify_own_address")
    authenticator_added.connect(_added, dispatch_uid="accounts_added")
    authenticator_removed.connect(_removed, dispatch_uid="accounts_removed")
    authenticator_reset.connect(_reset, dispatch_uid="accounts_reset")
    social_account_added.connect(_connected, dispatch_uid="accounts_connected")
    social_account_removed.connect(_disconnected, dispatch_uid="accounts_disconnected")


def _verify_own_address(instance, **kwargs):
    """Mark an address as verified if the user already signs in with it, because the account was created for that address.

    Otherwise allauth treats it as an unconfirmed change and drops it when another change is asked for.
    """
    if instance._state.adding and clean_address(instance.email) == instance.user.email:
        instance.verified = True
        instance.primary = not EmailAddress.objects.filter(user=instance.user, primary=True).exists()


def _signed_in(user, request=None, **kwargs):
    """Every way of signing in ends in Django's login()."""
    add_entry(what=What.SIGNED_IN, by=user, about=user)
    if request is not None:
        apply_choice(request, user)


def _failed(user, authenticator, **kwargs):
    add_entry(what=What.FAILED, by=None, about=user, words=FACTOR_NAMES.get(authenticator.type, "Recovery code"))


def _added(request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        add_entry(what=What.CODES_MADE, by=user, about=user)
    else:
        record_new_factor(user=user, words=FACTOR_NAMES[authenticator.type])
        update_session_auth_hash(request, user)  # keep this session; all others end


def _removed(user, authenticator, **kwargs):
    if authenticator.type in FACTOR_NAMES:  # recovery codes are deleted with the last factor
        add_entry(what=What.FACTOR_GONE, by=user, about=user, words=FACTOR_NAMES[authenticator.type])


def _reset(user, **kwargs):
    add_entry(what=What.CODES_MADE, by=user, about=user)


def _connected(sociallogin, **kwargs):
    user = sociallogin.user
    add_entry(what=What.CONNECTED, by=user, about=user, authority=authority_of_provider(sociallogin.account.provider))


def _disconnected(request, socialaccount, **kwargs):
    add_entry(what=What.DISCONNECTED, by=request.user, about=socialaccount.user, authority=authority_of_provider(socialaccount.provider))
