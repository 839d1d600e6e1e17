"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render

from cms.accounts.authority_sign_in import authority_of_provider, may_sign_in_with
from cms.accounts.devices import describe_device
from cms.accounts.limits import rate_limit_key
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User

WAIT = "That was too many tries. Wait five minutes, then try again. You can also sign in another way meanwhile."


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: people come in by invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not go together. Try again, or ask for a code by e-mail.",
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "incorrect_code": "That is not the code. Look at the newest letter or screen, and try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def authentication_failed(self, request, **credentials):
        """A wrong password stands in the audit log: with the person if there is one, otherwise with nothing that says what was typed."""
        person = User.objects.filter(email=credentials.get("email", "").lower()).first()
        add_entry(what=AuditEntry.What.FAILED, by=None, about=person, words="Password")

    def _get_login_attempts_cache_key(self, request, **credentials):
        """As allauth's own, but where the person signed in lately with this browser: see limits.counted_as."""
        name = super()._get_login_attempts_cache_key(request, **credentials)
        return rate_limit_key(request, email=credentials.get("email", ""), otherwise=name)

    def confirm_email(self, request, email_address):
        """As allauth's own, unless somebody else signs in with that address: then nothing changes."""
        if User.objects.filter(email=email_address.email.lower()).exclude(pk=email_address.user_id).exists():
            return False
        return super().confirm_email(request, email_address)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Write to the address they sign in with; people made by whoever hosts the site have no other on file."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_reauthentication_methods(self, user):
        """As allauth's own, in our words."""
        words = {"reauthenticate": "Use your password", "mfa_reauthenticate": "Use a code", "mfa_reauthenticate:webauthn": "Use a passkey"}
        return [{**one, "description": words[one["id"]]} for one in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys and codes: what they are called, and what is said when they do not fit."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That did not fit. Try again, or another way.",
    }

    def generate_authenticator_name(self, user, type):
        """A name to begin with for a new passkey: the device it is made on."""
        return describe_device(self.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self):
        """What a device shows beside the passkey it keeps."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Drumbeat"}


class AuthorityAdapter(DefaultSocialAccountAdapter):
    """Signing in with one's authority: by a log-in that was connected before, and only while one belongs there."""

    def pre_social_login(self, request, sociallogin):
        """Refuse whoever is not known by their subject, and whose authority it is not (any more). Nobody gets an account here."""
        authority = authority_of_provider(sociallogin.account.provider)
        connecting = sociallogin.state.get("process") == "connect"
        person = request.user if connecting else sociallogin.user
        if not connecting and not sociallogin.is_existing:
            add_entry(what=AuditEntry.What.FAILED, by=None, authority=authority, words="Authority’s sign-in")
            self._refuse(request, "socialaccount/unknown.html", authority)
        if person.is_authenticated and person.is_active and not may_sign_in_with(person, authority):
            if not connecting:
                add_entry(what=AuditEntry.What.FAILED, by=None, about=person, authority=authority, words="Authority’s sign-in")
            self._refuse(request, "socialaccount/not_there.html", authority)

    def _refuse(self, request, template, authority):
        raise ImmediateHttpResponse(render(request, template, {"authority": authority}, status=403))
