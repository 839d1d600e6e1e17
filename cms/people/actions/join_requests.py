"""Asking to come in: a code to a work address, the request, and the answer of a lead."""

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
from cms.people.emails import absolute_url, send_email
from cms.people.models import (
    ADDRESS_CHECK_RETENTION,
    CODE_LIFETIME,
    CONFIRMED_ADDRESS_LIFETIME,
    MAX_CODE_TRIES,
    AddressCheck,
    ApprovedDomain,
    JoinRequest,
    User,
    normalize_address,
)
from cms.people.permissions import is_member, leads_of, may_join_at_once, network_administrators

What, Outcome = AuditEntry.What, JoinRequest.Outcome
CODE_DIGITS = 6


class WrongCode(Exception):
    """The code is mistyped, too old, tried too often, or was never sent. Which of these is not told."""


class NotConfirmed(Exception):
    """No address was confirmed with this key, or too long ago, or it has been used."""


class DomainNotApproved(Exception):
    """No authority vouches for the domain of this address now."""


class HasAccount(Exception):
    """Somebody signs in with this address already."""


class AlreadyAsked(Exception):
    """The person's request waits for an answer."""


class AlreadyAnswered(Exception):
    """The request was answered, taken back or overtaken before."""


@transaction.atomic
def send_code(*, email, at):
    """Write to a work address in an approved domain, and to no other: a code, or that they are here already.

    Returns the key for the browser that asked, whatever came of it. Raises ValidationError when it is no address.
    """
    email, key = normalize_address(email), uuid4()
    delete_old_codes(at=at)
    authority = authority_of_address(email)
    if authority is None:
        return key
    person = User.objects.with_standing().filter(email__iexact=email).first()
    if person and (is_member(person) or not person.is_active):
        template = "here_already" if person.is_active else "account_closed"
        send_email(to=email, subject="You have an account at Drumbeat", template=template, link=absolute_url("account_login"))
        return key
    send_new_code(key=key, email=email, at=at, template="code", authority=authority)
    return key


def send_new_code(*, key, email, at, template, **words):
    """Make a code that counts with this key, and send it in a letter; only its hash is kept."""
    code, minutes = get_random_string(CODE_DIGITS, string.digits), int(CODE_LIFETIME.total_seconds() // 60)
    AddressCheck.objects.create(key=key, email=email, code_hash=_hash(key, code), sent_at=at)
    send_email(to=email, subject="Your code for Drumbeat", template=template, code=code, minutes=minutes, **words)


def delete_old_codes(*, at):
    """Keep no address for longer than a day because a code was once sent to it."""
    AddressCheck.objects.filter(sent_at__lt=at - ADDRESS_CHECK_RETENTION).delete()


def authority_of_address(email):
    """The authority that vouches for the domain of an address, or None."""
    found = ApprovedDomain.objects.select_related("authority").filter(name=email.rpartition("@")[2].lower()).first()
    return found.authority if found else None


def confirm(*, key, code, at):
    """Take the code that came by letter. Raises WrongCode; every try counts, and after five no code is right.

    Not one transaction: a refused try must stay counted.
    """
    open_now = AddressCheck.objects.filter(key=key, confirmed_at__isnull=True, tries__lt=MAX_CODE_TRIES, sent_at__gt=at - CODE_LIFETIME)
    if not open_now.update(tries=F("tries") + 1):
        raise WrongCode
    given = _hash(key, "".join(code.split()))
    if not constant_time_compare(AddressCheck.objects.get(key=key).code_hash, given):
        raise WrongCode
    AddressCheck.objects.filter(key=key).update(confirmed_at=at)


def confirmed_address(*, key, at):
    """The address that was confirmed with a key, and not used yet. Raises NotConfirmed."""
    return _confirmed(AddressCheck.objects.all(), key, at).email


def _confirmed(checks, key, at):
    check = checks.filter(key=key, confirmed_at__gt=at - CONFIRMED_ADDRESS_LIFETIME, used_at__isnull=True).first()
    if check is None:
        raise NotConfirmed
    return check


def use_confirmed_address(key, at):
    """The address of a key, which works no longer; two who press at once stand in a row. Raises NotConfirmed."""
    check = _confirmed(AddressCheck.objects.select_for_update(), key, at)
    AddressCheck.objects.filter(pk=check.pk).update(used_at=at)
    return check.email


@transaction.atomic
def ask_as_new(*, key, first_name, last_name, password, hub, job_role, at):
    """Make an account for a confirmed address, and let it in or let its request wait. Returns (person, request or None).

    Raises NotConfirmed, DomainNotApproved, HasAccount.
    """
    email = use_confirmed_address(key, at)
    _hold_place(email)
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    user = User.objects.create_user(email, password, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user, _ask(user, email, hub, job_role, at)


@transaction.atomic
def ask(*, key, user, hub, job_role, at):
    """Let somebody who has an account and no membership ask. Returns the request, or None when they are in.

    Raises NotConfirmed, DomainNotApproved, NotForYou, AlreadyAsked, AlreadyMember.
    """
    email = use_confirmed_address(key, at)
    if user.email.lower() != email:
        raise NotForYou
    _hold_place(email)
    return _ask(User.objects.select_for_update(no_key=True).get(pk=user.pk), email, hub, job_role, at)


def _hold_place(email):
    """Hold the authority that vouches for an address; one that is closed vouches for none. Raises DomainNotApproved."""
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
    known = JoinRequest.objects.open().filter(authority=authority, made_at__gt=at - ADDRESS_CHECK_RETENTION).exists()
    request = JoinRequest.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, made_at=at)
    add_entry(what=What.ASKED, by=user, about=user, authority=authority)
    if not known:  # one letter a day is enough while others wait
        link = absolute_url("people:requests", authority.slug)
        for lead in leads_of(authority) or network_administrators():
            send_email(to=lead.email, subject="Somebody asks to join", template="request_waits", authority=authority, link=link)
    return request


@transaction.atomic
def accept(*, request, hub, job_role, by, at):
    """Let the person in, into the hub and job role the lead chose, and tell them.

    Raises AlreadyAnswered, AlreadyMember, AuthorityClosed.
    """
    lock_open_authority(request.authority)
    held = _held(request)
    _end(held, Outcome.ACCEPTED, at, answered_by=by)
    join(user=held.user, authority=held.authority, hub=hub, job_role=job_role, on=timezone.localdate(at), by=by)
    _tell(held, "You are in", "request_accepted", link=absolute_url("home"))


@transaction.atomic
def decline(*, request, reason, by, at):
    """Do not let the person in, and tell them why. Raises AlreadyAnswered."""
    held = _held(request)
    _end(held, Outcome.DECLINED, at, answered_by=by, reason=reason)
    add_entry(what=What.DECLINED, by=by, about=held.user, authority=held.authority)
    _tell(held, "Your request to join Drumbeat", "request_declined", reason=reason)


@transaction.atomic
def cancel(*, user, at):
    """Take one's own request back. Raises AlreadyAnswered when none waits."""
    request = user.join_requests.open().first()
    if request is None:
        raise AlreadyAnswered
    held = _held(request)
    _end(held, Outcome.TAKEN_BACK, at)
    add_entry(what=What.TAKEN_BACK, by=user, about=user, authority=held.authority)


def _held(request):
    """The request, held with its person until the transaction ends: of two leads who answer at once, the second is told."""
    User.objects.select_for_update(no_key=True).get(pk=request.user_id)  # first the person, as joining does
    held = JoinRequest.objects.select_for_update(of=("self",)).select_related("user", "authority").get(pk=request.pk)
    if held.ended_at:
        raise AlreadyAnswered
    return held


def _end(request, outcome, at, **how):
    JoinRequest.objects.filter(pk=request.pk).update(ended_at=at, outcome=outcome, **how)


def _tell(request, subject, template, **context):
    send_email(to=request.user.email, subject=subject, template=template, person=request.user, authority=request.authority, **context)


def _hash(key, code):
    # Six digits are soon tried out by whoever has the table alone, so the site's own secret is in the hash.
    return salted_hmac("cms.accounts.asking", f"{key}{code}", algorithm="sha256").hexdigest()
