"""Adapters that change how allauth behaves."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import render

from cms.accounts.authority_sign_in import authority_of_provider, may_sign_in_with
from cms.accounts.devices import describe_device
from cms.accounts.limits import rate_limit_key
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.join_requests import authority_of_address
from cms.people.mailer import deliver_after_response, headers
from cms.people.models import User

UNKNOWN_ACCOUNT = "account/email/unknown_account"
# Emails that anyone can ask for who knows an address.
ON_REQUEST = {UNKNOWN_ACCOUNT, "account/email/login_code", "account/email/password_reset_key"}
WAIT = "Too many tries. Wait five minutes, then try again, or sign in another way."


def _with_base_address(context):
    """Return the context of an email with our base address in its links and the site's name, whichever host was asked."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    links = {
        name: urlsplit(value)._replace(scheme=base.scheme, netloc=base.netloc).geturl()
        for name, value in context.items()
        if name.endswith("_url") and isinstance(value, str)
    }
    return {**context, **links, "current_site": SimpleNamespace(domain=base.netloc, name=base.netloc)}


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No open sign-up: people join by invitation or by asking."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This email address and password do not match. Try again, or ask for a code by email.",
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "incorrect_code": "That code is not right. Check the newest email or your phone, and try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def authentication_failed(self, request, **credentials):
        """Record a wrong password in the audit log, with the person if there is one, and never what was typed."""
        person = User.objects.filter(email=credentials.get("email", "")).first()
        add_entry(what=AuditEntry.What.FAILED, by=None, about=person, words="Password")

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count tries from browsers the person has used separately: see limits.rate_limit_key."""
        name = super()._get_login_attempts_cache_key(request, **credentials)
        return rate_limit_key(request, email=credentials.get("email", ""), otherwise=name)

    def send_mail(self, template_prefix, email, context):
        """Email after the response, so that the time it takes does not tell whether there is an account.

        Signed-out people cause emails only to members and to addresses in approved domains, and only a few an hour to each address,
        whichever page they use. The pages answer the same either way.
        """
        request = allauth_context.request
        if request is not None and not request.user.is_authenticated:
            is_unknown = template_prefix == UNKNOWN_ACCOUNT
            if is_unknown and authority_of_address(email) is None:
                return
            if template_prefix in ON_REQUEST and not ratelimit.consume(request, action="email_to_address", key=email):
                return
        context = {"request": request, "email": email, **_with_base_address(context)}
        deliver_after_response(self.render_mail(template_prefix, email, context, headers=headers()))

    def confirm_email(self, request, email_address):
        """Do nothing if another user signs in with that address."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            return False
        return super().confirm_email(request, email_address)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Email the address they sign in with. Users created on the command line have no EmailAddress."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_reauthentication_methods(self, user):
        """Use our wording."""
        descriptions = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        return [{**method, "description": descriptions[method["id"]]} for method in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Wording of passkeys and codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That did not work. Try again, or use another way.",
    }

    def generate_authenticator_name(self, user, type):
        """Suggest the device as the name of a new passkey."""
        return describe_device(self.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self):
        """Set the site name that devices show with the passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Drumbeat"}


class AuthorityAdapter(DefaultSocialAccountAdapter):
    """Signing in with an authority's own sign-in: only with a connected account, and only for its current members."""

    def pre_social_login(self, request, sociallogin):
        """Refuse unknown subjects and people who do not belong to the authority (any more). No account is created here."""
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
