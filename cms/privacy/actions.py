"""Being forgotten: requests, requests under a retention rule, cancelling them, and erasing a person."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.hooks import get_hooks

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.hooks import FORGET_MEMBER
from cms.people.actions import close_account
from cms.people.mailer import send_email
from cms.people.models import FORGOTTEN_DOMAIN
from cms.privacy.mentions import mentions_of
from cms.privacy.models import ForgetRequest, due_on
from cms.privacy.retention import leavers_past_retention

What = AuditEntry.What


class AlreadyAsked(Exception):
    """The person already has an open request to be forgotten."""


class NotDue(Exception):
    """No retention rule applies to the person."""


class NotOpen(Exception):
    """The request has already been carried out or cancelled."""


@transaction.atomic
def ask_to_be_forgotten(*, user, by, at):
    """Record that the user asks to be forgotten, due in a month. `by` is the person who records it. Raises AlreadyAsked."""
    request = _create_request(user, by, at, by_rule=False)
    add_entry(what=What.FORGET_ASKED, by=by, about=user)
    return request


@transaction.atomic
def forget_by_rule(*, user, by, at):
    """Record that the user is to be forgotten under their authority's retention rule, due in a month, and email them.

    Raises AlreadyAsked, and NotDue if the retention period has not ended.
    """
    if not leavers_past_retention(on=timezone.localdate(at)).filter(pk=user.pk).exists():
        raise AlreadyAsked if ForgetRequest.objects.open().filter(user=user).exists() else NotDue
    request = _create_request(user, by, at, by_rule=True)
    add_entry(what=What.FORGET_RULE, by=by, about=user)
    send_email(
        to=user,
        template="privacy/emails/forgotten_by_rule.txt",
        name=user.first_name,
        due_on=request.due_on,
        can_sign_in=user.is_active,
    )
    return request


def _create_request(user, by, at, by_rule):
    fields = {"asked_at": at, "asked_by": by, "by_rule": by_rule, "due_on": due_on(timezone.localdate(at))}
    try:
        with transaction.atomic():
            return ForgetRequest.objects.create(user=user, **fields)
    except IntegrityError as error:
        raise AlreadyAsked from error


@transaction.atomic
def cancel_request(*, user, by, at):
    """Cancel the user's open request, whether they asked or a rule did. Does nothing if there is none."""
    if ForgetRequest.objects.open().filter(user=user).update(taken_back_at=at):
        add_entry(what=What.FORGET_BACK, by=by, about=user)


@transaction.atomic
def forget(*, asked, by, at):
    """Close the account, erase everything that identifies the person, and email them. This cannot be undone.

    What remains refers to their key: dates of memberships and roles, the audit log, the learning record. Raises NotOpen,
    LastAdministrator.
    """
    request = ForgetRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=asked.pk)
    if request.done_at or request.taken_back_at:
        raise NotOpen
    user = request.user
    if user.is_active:
        close_account(user=user, on=timezone.localdate(at), by=by)
    send_email(
        to=user.email,
        template="privacy/emails/forgotten.txt",
        name=user.first_name,
        by_rule=request.by_rule,
    )
    names = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    for erase in get_hooks(FORGET_MEMBER):
        erase(user, at)
    _erase_user(user)
    add_entry(what=What.FORGOTTEN, by=by, about=user)
    ForgetRequest.objects.filter(pk=request.pk).update(done_at=at, done_by=by, mentions=mentions_of(**names))


def _erase_user(user):
    user.email, user.first_name, user.last_name, user.phone = f"{user.subject}@{FORGOTTEN_DOMAIN}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
