"""Being forgotten: asking for it, the rule that asks for it, taking that back, and the deed."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.hooks import get_hooks

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.hooks import FORGET_MEMBER
from cms.people.actions.memberships import close_account
from cms.people.emails import send_email
from cms.people.models import (
    FORGOTTEN_DOMAIN,
)
from cms.privacy.models import ForgetRequest, due_on
from cms.privacy.retention import leavers_past_retention

What = AuditEntry.What


class AlreadyAsked(Exception):
    """The person has asked to be forgotten, and it is not done yet."""


class NotDue(Exception):
    """No rule says that the person is to be forgotten."""


class NotOpen(Exception):
    """The wish was fulfilled or taken back before."""


@transaction.atomic
def ask_to_be_forgotten(*, user, by, at):
    """Write down that the person asks to be forgotten; due a month later. `by` is who wrote it down. Raises AlreadyAsked."""
    asked = _write_down(user, by, at, by_rule=False)
    add_entry(what=What.FORGET_ASKED, by=by, about=user)
    return asked


@transaction.atomic
def forget_by_rule(*, user, by, at):
    """Have somebody forgotten whom the authority they left keeps no longer; due a month later, and a letter tells them.

    Raises AlreadyAsked, and NotDue when the time is not over.
    """
    if not leavers_past_retention(on=timezone.localdate(at)).filter(pk=user.pk).exists():
        raise AlreadyAsked if ForgetRequest.objects.open().filter(user=user).exists() else NotDue
    asked = _write_down(user, by, at, by_rule=True)
    add_entry(what=What.FORGET_RULE, by=by, about=user)
    told = {"name": user.first_name, "due_on": asked.due_on, "can_sign_in": user.is_active}
    send_email(to=user.email, subject="You will be forgotten at Drumbeat", template="forgotten_by_rule", **told)
    return asked


def _write_down(user, by, at, by_rule):
    wish = {"asked_at": at, "asked_by": by, "by_rule": by_rule, "due_on": due_on(timezone.localdate(at))}
    try:
        with transaction.atomic():
            return ForgetRequest.objects.create(user=user, **wish)
    except IntegrityError as twice:
        raise AlreadyAsked from twice


@transaction.atomic
def cancel_request(*, user, by, at):
    """The person does not want to be forgotten after all, or asks to be kept against the rule. If nobody asked, nothing happens."""
    if ForgetRequest.objects.open().filter(user=user).update(taken_back_at=at):
        add_entry(what=What.FORGET_BACK, by=by, about=user)


@transaction.atomic
def forget(*, asked, by, at):
    """Close the account, and take away everything that says who the person was. It cannot be undone.

    What is left hangs on their key: dates of membership and roles, the audit log, the learning record. A letter says it is done.
    Raises NotOpen, LastAdministrator.
    """
    asked = ForgetRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=asked.pk)
    if asked.done_at or asked.taken_back_at:
        raise NotOpen
    user = asked.user
    if user.is_active:
        close_account(user=user, on=timezone.localdate(at), by=by)
    told = {"name": user.first_name, "by_rule": asked.by_rule}
    send_email(to=user.email, subject="You are forgotten at Drumbeat", template="forgotten", **told)
    for take_away in get_hooks(FORGET_MEMBER):
        take_away(user, at)
    _take_away_name(user)
    add_entry(what=What.FORGOTTEN, by=by, about=user)
    ForgetRequest.objects.filter(pk=asked.pk).update(done_at=at, done_by=by)


def _take_away_name(user):
    user.email, user.first_name, user.last_name, user.phone = f"{user.subject}@{FORGOTTEN_DOMAIN}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
