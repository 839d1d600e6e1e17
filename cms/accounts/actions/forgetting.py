"""Being forgotten: asking for it, the rule that asks for it, taking that back, and the deed."""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.hooks import get_hooks

from cms.accounts.actions.letters import send_letter
from cms.accounts.actions.people import close_account, note
from cms.accounts.models import (
    NOWHERE,
    AddressCheck,
    AuditEntry,
    Card,
    ForgetRequest,
    FormerAddress,
    Invitation,
    InvitationList,
    JoinRequest,
    RoleGrant,
    Session,
    User,
    due_on,
    pointing_at_people,
)
from cms.hooks import FORGET_MEMBER

What = AuditEntry.What
# Apps of others whose rows about a person are only for signing in, or only for their comfort at the desk.
WAYS_IN = {"account", "mfa", "socialaccount", "usersessions", "wagtailusers", "wagtailadmin"}


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
    note(what=What.FORGET_ASKED, by=by, about=user)
    return asked


@transaction.atomic
def forget_by_rule(*, user, by, at):
    """Have somebody forgotten whom the authority they left keeps no longer; due a month later, and a letter tells them.

    Raises AlreadyAsked, and NotDue when the time is not over.
    """
    if not User.objects.kept_too_long(on=timezone.localdate(at)).filter(pk=user.pk).exists():
        raise AlreadyAsked if ForgetRequest.objects.open().filter(user=user).exists() else NotDue
    asked = _write_down(user, by, at, by_rule=True)
    note(what=What.FORGET_RULE, by=by, about=user)
    told = {"name": user.first_name, "due_on": asked.due_on, "can_sign_in": user.is_active}
    send_letter(to=user.email, subject="You will be forgotten at Drumbeat", template="forgotten_by_rule", **told)
    return asked


def _write_down(user, by, at, by_rule):
    wish = {"asked_at": at, "asked_by": by, "by_rule": by_rule, "due_on": due_on(timezone.localdate(at))}
    try:
        with transaction.atomic():
            return ForgetRequest.objects.create(user=user, **wish)
    except IntegrityError as twice:
        raise AlreadyAsked from twice


@transaction.atomic
def take_back(*, user, by, at):
    """The person does not want to be forgotten after all, or asks to be kept against the rule. If nobody asked, nothing happens."""
    if ForgetRequest.objects.open().filter(user=user).update(taken_back_at=at):
        note(what=What.FORGET_BACK, by=by, about=user)


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
    send_letter(to=user.email, subject="You are forgotten at Drumbeat", template="forgotten", **told)
    for take_away in get_hooks(FORGET_MEMBER):
        take_away(user, at)
    _take_away_name(user)
    note(what=What.FORGOTTEN, by=by, about=user)
    ForgetRequest.objects.filter(pk=asked.pk).update(done_at=at, done_by=by)


def _take_away_name(user):
    user.email, user.first_name, user.last_name, user.phone = f"{user.subject}@{NOWHERE}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()


def forget_own_rows(person, at):
    """What the rooms of people hold: invitations to the address, the card, reasons for roles, ways in, sessions. See FORGET_MEMBER."""
    for invitation in Invitation.objects.filter(email__iexact=person.email):
        if invitation.accepted_at is None and invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
        invitation.email, invitation.first_name, invitation.last_name = f"{uuid4()}@{NOWHERE}", "", ""
        invitation.save()
    for whole in InvitationList.objects.exclude(lines=[]):
        left = [line for line in whole.lines if str(line.get("email", "")).lower() != person.email.lower()]
        if len(left) != len(whole.lines):
            InvitationList.objects.filter(pk=whole.pk).update(lines=left)
    InvitationList.objects.filter(made_by=person).update(filename="", lines=[])
    RoleGrant.objects.filter(user=person).update(reason="")
    Card.objects.filter(user=person).delete()
    AddressCheck.objects.filter(email__iexact=person.email).delete()
    FormerAddress.objects.filter(user=person).delete()
    JoinRequest.objects.open().filter(user=person).update(ended_at=at, outcome=JoinRequest.Outcome.TAKEN_BACK)
    JoinRequest.objects.filter(user=person).update(reason="")
    for relation in pointing_at_people():
        model, held_by = relation.related_model, {relation.field.name: person}
        if model._meta.app_label in WAYS_IN or model._meta.label == "wagtailcore.APIToken":
            model._default_manager.filter(**held_by).delete()
    # Wagtail's log of changes keeps the name of a person whose account was edited at the desk.
    log = User._meta.apps.get_model("wagtailcore.ModelLogEntry")
    log.objects.filter(content_type__app_label="accounts", content_type__model="user", object_id=str(person.pk)).update(label="", data={})
    Session.objects.filter(member=person).delete()
