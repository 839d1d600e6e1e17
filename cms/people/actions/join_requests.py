"""Asking to join: a code sent to a work address, the request, and a lead's answer."""

import string
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.invitations import NotForYou
from cms.people.actions.locks import AuthorityClosed, lock_open_authority
from cms.people.actions.memberships import join
from cms.people.identity import clean_address, clean_code
from cms.people.mailer import absolute_url, deliver_after_response, render_email, send_email
from cms.people.models import (
    ADDRESS_CHECK_RETENTION,
    CODE_LIFETIME,
    CONFIRMED_ADDRESS_LIFETIME,
    MAX_CODE_TRIES,
    AddressCheck,
    ApprovedDomain,
    JoinRequest,
    User,
)
from cms.people.permissions import is_member, leads_of, may_join_at_once, network_administrators

What, Outcome = AuditEntry.What, JoinRequest.Outcome
CODE_DIGITS = 6


class WrongCode(Exception):
    """The code is wrong, has expired, was tried too often or was never sent. We do not say which."""


class NotConfirmed(Exception):
    """No address was confirmed with this key, or it has expired or been used."""


class DomainNotApproved(Exception):
    """No authority approves the domain of this address now."""


class HasAccount(Exception):
    """Someone already signs in with this address."""


class AlreadyAsked(Exception):
    """The person already has an open request."""


class AlreadyAnswered(Exception):
    """The request has already been answered or cancelled, or is no longer needed."""


@transaction.atomic
def send_code(*, email, at):
    """Email a code to an address in an approved domain, or say that they already have an account. Other addresses get nothing.

    Returns a key for the session of the browser that asked, in every case. Each case does the same work, and the email goes out after the
    response, so that the time it takes does not tell which it was.
    """
    email, key = clean_address(email), uuid4()
    delete_old_codes(at=at)
    authority = authority_of_address(email)
    user = User.objects.with_standing().filter(email=email).first()
    template = "people/emails/code.txt"
    if user and (is_member(user) or not user.is_active):
        template = "people/emails/here_already.txt" if user.is_active else "people/emails/account_closed.txt"
    is_sent, gets_code = authority is not None, template == "people/emails/code.txt"
    send_new_code(
        key=key,
        email=email if is_sent and gets_code else "",
        at=at,
        template=template,
        to=email if is_sent else "",
        authority=authority,
        link=absolute_url("account_login"),
    )
    return key


def send_new_code(*, key, email, at, template, to, **context):
    """Create a code for the key and the address `email`, and send an email to the address `to`. Only the hash of the code is stored.

    With an empty `email` the code confirms nothing. With an empty `to` nothing is sent.
    """
    code, minutes = get_random_string(CODE_DIGITS, string.digits), int(CODE_LIFETIME.total_seconds() // 60)
    hashed = _hash(key, code if email else get_random_string(CODE_DIGITS, string.ascii_letters))
    AddressCheck.objects.create(key=key, email=email, code_hash=hashed, sent_at=at)
    message = render_email(to=to, template=template, code=code, minutes=minutes, **context)
    if to:
        transaction.on_commit(lambda: deliver_after_response(message))


def delete_old_codes(*, at):
    """Delete addresses that codes were sent to more than a day before `at`."""
    AddressCheck.objects.filter(sent_at__lt=at - ADDRESS_CHECK_RETENTION).delete()


def authority_of_address(email):
    """Return the authority that approves the domain of the address, or None."""
    found = ApprovedDomain.objects.confirmed().select_related("authority").filter(name=email.rpartition("@")[2]).first()
    return found.authority if found else None


def confirm(*, key, code, at):
    """Check the emailed code. Raises WrongCode, also for any code after five tries.

    Deliberately not one transaction: a wrong try must stay counted.
    """
    open_checks = AddressCheck.objects.filter(key=key, confirmed_at__isnull=True, tries__lt=MAX_CODE_TRIES, sent_at__gt=at - CODE_LIFETIME)
    if not open_checks.update(tries=F("tries") + 1):
        raise WrongCode
    given_hash = _hash(key, clean_code(code))
    if not constant_time_compare(AddressCheck.objects.get(key=key).code_hash, given_hash):
        raise WrongCode
    AddressCheck.objects.filter(key=key).update(confirmed_at=at)


def confirmed_address(*, key, at):
    """Return the address that was confirmed with the key and not used yet. Raises NotConfirmed."""
    return _confirmed(AddressCheck.objects.all(), key, at).email


def _confirmed(checks, key, at):
    check = checks.filter(key=key, confirmed_at__gt=at - CONFIRMED_ADDRESS_LIFETIME, used_at__isnull=True).first()
    if check is None:
        raise NotConfirmed
    return check


def use_confirmed_address(key, at):
    """Return the address of the key and mark the key as used. Raises NotConfirmed."""
    check = _confirmed(AddressCheck.objects.select_for_update(), key, at)
    AddressCheck.objects.filter(pk=check.pk).update(used_at=at)
    return check.email


@transaction.atomic
def ask_as_new(*, key, first_name, last_name, password, hub, job_role, at):
    """Create an account for a confirmed address, and join or ask to join. Returns (user, request or None).

    Raises NotConfirmed, DomainNotApproved, HasAccount.
    """
    email = use_confirmed_address(key, at)
    _lock_authority_of(email)
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    user = User.objects.create_user(email, password, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user, _ask(user, email, hub, job_role, at)


@transaction.atomic
def ask(*, key, user, hub, job_role, at):
    """Let someone who has an account but no membership ask to join. Returns the request, or None if they have joined.

    Raises NotConfirmed, DomainNotApproved, NotForYou, AlreadyAsked, AlreadyMember.
    """
    email = use_confirmed_address(key, at)
    if user.email != email:
        raise NotForYou
    _lock_authority_of(email)
    return _ask(User.objects.select_for_update(no_key=True).get(pk=user.pk), email, hub, job_role, at)


def _lock_authority_of(email):
    """Lock the authority that approves the address. Raises DomainNotApproved, also if it is closed."""
    authority = authority_of_address(email)
    if authority is None:
        raise DomainNotApproved
    try:
        lock_open_authority(authority)
    except AuthorityClosed:
        raise DomainNotApproved from None


def _ask(user, email, hub, job_role, at):
    authority = authority_of_address(email)
    if authority is None or (hub and hub.authority_id != authority.pk):
        raise DomainNotApproved
    if may_join_at_once(user, authority):
        join(user=user, authority=authority, hub=hub, job_role=job_role, on=timezone.localdate(at), by=user)
        return None
    if user.join_requests.open().exists():
        raise AlreadyAsked
    leads_were_told = JoinRequest.objects.open().filter(authority=authority, made_at__gt=at - ADDRESS_CHECK_RETENTION).exists()
    request = JoinRequest.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, made_at=at)
    add_entry(what=What.ASKED, by=user, about=user, authority=authority)
    if not leads_were_told:  # one email a day is enough while requests are open
        link = absolute_url("people:requests", authority.slug)
        for lead in leads_of(authority) or network_administrators():
            send_email(
                to=lead,
                template="people/emails/request_waits.txt",
                authority=authority,
                link=link,
            )
    return request


@transaction.atomic
def accept(*, request, hub, job_role, by, at, **since):
    """Let the person join with the hub and job role that the lead chose, and email them. `since` as in join().

    Raises AlreadyAnswered, AlreadyMember, AuthorityClosed.
    """
    lock_open_authority(request.authority)
    locked = _locked(request)
    _end(locked, Outcome.ACCEPTED, at, answered_by=by)
    join(user=locked.user, authority=locked.authority, hub=hub, job_role=job_role, on=timezone.localdate(at), by=by, **since)
    _tell(locked, "people/emails/request_accepted.txt", link=absolute_url("home"))


@transaction.atomic
def decline(*, request, reason, by, at):
    """Decline the request and email the reason. Raises AlreadyAnswered."""
    locked = _locked(request)
    _end(locked, Outcome.DECLINED, at, answered_by=by, reason=reason)
    add_entry(what=What.DECLINED, by=by, about=locked.user, authority=locked.authority)
    _tell(locked, "people/emails/request_declined.txt", reason=reason)


@transaction.atomic
def cancel(*, user, at):
    """Cancel the user's own request. Raises AlreadyAnswered if none is open."""
    request = user.join_requests.open().first()
    if request is None:
        raise AlreadyAnswered
    locked = _locked(request)
    _end(locked, Outcome.TAKEN_BACK, at)
    add_entry(what=What.TAKEN_BACK, by=user, about=user, authority=locked.authority)


def _locked(request):
    """Lock the request and its user, so that the second of two leads who answer at once is told. Raises AlreadyAnswered."""
    User.objects.select_for_update(no_key=True).get(pk=request.user_id)  # the user first, in the same order as join()
    locked = JoinRequest.objects.select_for_update(of=("self",)).select_related("user", "authority").get(pk=request.pk)
    if locked.ended_at:
        raise AlreadyAnswered
    return locked


def _end(request, outcome, at, **how):
    JoinRequest.objects.filter(pk=request.pk).update(ended_at=at, outcome=outcome, **how)


def _tell(request, template, **context):
    send_email(to=request.user, template=template, person=request.user, authority=request.authority, **context)


def _hash(key, code):
    # Someone who has only the table could try all six-digit codes, so the hash includes the secret key.
    return salted_hmac("cms.people.address_check", f"{key}{code}", algorithm="sha256").hexdigest()
