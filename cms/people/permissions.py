"""Who is a member, who may open the desk, and who looks after whose people."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from cms.people.models import Authority, FormerAddress, Hub, Invitation, JoinRequest, Membership, Milestone, Role, RoleGrant, User

# The roles whose holders work in Wagtail's admin, by the name of the group that carries their rights there.
DESK_ROLES = {Role.TRAINER: "Trainers", Role.ADMINISTRATOR: "Administrators"}
# What an authority lead may give within their authority; everything else is the network's, and administrators give it.
ROLES_LEADS_GIVE = [Role.HUB_MANAGER, Role.AUTHORITY_LEAD]
ROLES_ADMINISTRATORS_GIVE = [Role.TRAINER, Role.FACILITATOR, Role.REVIEWER, Role.PROGRAMME_LEAD, Role.PARTNER, Role.ADMINISTRATOR]


def is_member(user):
    """Say whether the person belongs to the network today: by a current membership, or as whoever hosts the site (decision 0014)."""
    return user.is_authenticated and user.is_active and (user.is_superuser or user.membership is not None)


def may_open_desk(user):
    """Say whether Wagtail's admin is the person's to open, while they belong here. `is_staff` follows from roles: see apply_roles."""
    return is_member(user) and user.is_staff


def may_use_desk(user):
    """Say whether what the desk opens is open to the person now, here and elsewhere on the site: theirs, and with a second factor."""
    return may_open_desk(user) and not needs_second_factor(user)


def current_roles(user):
    """The roles the person holds now, as values of Role."""
    return set(RoleGrant.objects.current().filter(user=user).values_list("role", flat=True))


def role_names(user):
    """The names of the roles the person holds now, for showing to that person."""
    return [grant.get_role_display() for grant in RoleGrant.objects.current().filter(user=user).order_by("role")]


def is_administrator(user):
    """Say whether the person looks after the whole network: by role and membership, or as whoever hosts the site."""
    return user.is_authenticated and network_administrators().filter(pk=user.pk).exists()


def network_administrators():
    """Everybody who looks after the whole network today."""
    held = RoleGrant.objects.current().filter(role=Role.ADMINISTRATOR, user__memberships__in=Membership.objects.current())
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=held.values("user")), is_active=True)


def led_authorities(user):
    """The authorities whose people the person looks after: their own as its lead, every one as administrator.

    That says whose they are, not that the person may reach them: the doors, and `may_lead`, ask for the second factor besides.
    """
    if not is_member(user):
        return Authority.objects.none()
    if is_administrator(user):
        return Authority.objects.all()
    leads = RoleGrant.objects.current().filter(user=user, role=Role.AUTHORITY_LEAD, authority=user.membership.authority_id)
    return Authority.objects.filter(pk__in=leads.values("authority"))


def may_lead(user, authority):
    """Say whether the person may invite, move and release people of the authority: whoever looks after it, with a second factor."""
    return led_authorities(user).filter(pk=authority.pk).exists() and not needs_second_factor(user)


def people_led_by(user):
    """Everybody whose current membership is in an authority the person leads; for an administrator everybody there is."""
    people = User.objects.with_standing().order_by("last_name", "first_name", "pk")
    if is_administrator(user):
        return people
    here = Membership.objects.current().filter(authority__in=led_authorities(user))
    return people.filter(pk__in=here.values("user"))


def managers_of(person):
    """Everybody to whom the person is one of theirs: the other way round of `people_led_by`."""
    leads = RoleGrant.objects.none()
    if person.membership:
        here = person.membership.authority_id
        current = Membership.objects.current().filter(authority=here)
        leads = RoleGrant.objects.current().filter(role=Role.AUTHORITY_LEAD, authority=here, user__memberships__in=current)
    return User.objects.filter(Q(pk__in=leads.values("user")) | Q(pk__in=network_administrators().values("pk")), is_active=True)


def may_change(user, person):
    """Say whether the person may be moved, released or signed out by the user: an administrator only by another one."""
    if is_administrator(user):
        return True
    return not is_administrator(person) and people_led_by(user).filter(pk=person.pk).exists()


SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user):
    """Say whether the person has to set up a passkey or a code from their phone before they reach what their roles open.

    Whoever has one has used it in this session: sign-in asks for it, and adding one ends every session but that one (actions.add_factor).
    """
    return settings.SECOND_FACTOR_REQUIRED and not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def may_remove_second_factor(user, person):
    """Say whether the user may take away a second factor that the person has lost: an administrator anybody's but their own."""
    return is_administrator(user) and user.pk != person.pk


def invitations_led_by(user):
    """The invitations into authorities the person leads."""
    return Invitation.objects.filter(authority__in=led_authorities(user))


def requests_led_by(user):
    """The requests to join authorities the person leads."""
    return JoinRequest.objects.filter(authority__in=led_authorities(user))


def hubs_led_by(user):
    """The hubs of authorities the person leads."""
    return Hub.objects.filter(authority__in=led_authorities(user)).select_related("authority")


def milestones_led_by(user):
    """The milestones of authorities the person leads."""
    return Milestone.objects.filter(authority__in=led_authorities(user)).select_related("authority")


def leads_of(authority):
    """Whoever looks after the authority's people today, as its lead."""
    held = RoleGrant.objects.current().filter(role=Role.AUTHORITY_LEAD, authority=authority)
    here = Membership.objects.current().filter(authority=authority)
    leads = User.objects.filter(pk__in=held.values("user"), is_active=True).filter(pk__in=here.values("user"))
    return leads.order_by("last_name", "first_name", "pk")


def may_see_leads(user, authority):
    """Say whether the person may read who leads the authority: its own members, and whoever looks after it."""
    return (user.membership is not None and user.membership.authority_id == authority.pk) or may_lead(user, authority)


def may_join_at_once(user, authority):
    """Say whether somebody who asks is in without a lead: where the authority chose so, and nobody has sent them away before.

    Nor may their address have been somebody else's here: whoever was released may have kept the mailbox and asks as somebody new.
    """
    if authority.approval != Authority.Approval.AT_ONCE or FormerAddress.objects.are(user.email).exists():
        return False
    return not user.memberships.exists() and not user.join_requests.ended(JoinRequest.Outcome.DECLINED).exists()


def may_give(user, role, authority):
    """Say whether the person may give, and end, the role: a lead within their authority, an administrator any."""
    if is_administrator(user):
        return True
    return role in ROLES_LEADS_GIVE and authority is not None and may_lead(user, authority)


def roles_to_give(user, membership):
    """The roles the user may give to whoever has this current membership; none to somebody without one: roles are for members."""
    if membership is None:
        return []
    return [role for role in [*ROLES_LEADS_GIVE, *ROLES_ADMINISTRATORS_GIVE] if may_give(user, role, membership.authority)]


def may_review(user, grant):
    """Say whether the person may say that a role is still needed: whoever may give it, but nobody of their own."""
    return grant.user_id != user.pk and may_give(user, grant.role, grant.authority) and may_change(user, grant.user)


def roles_to_review(user, on):
    """The roles that wait, on the date `on`, for the person's word that they are still needed: those they may give to others."""
    waiting = RoleGrant.objects.to_review(on=on).exclude(user=user)
    if is_administrator(user):
        return waiting
    administrators = network_administrators().values("pk")
    return waiting.filter(role__in=ROLES_LEADS_GIVE, authority__in=led_authorities(user)).exclude(user__in=administrators)
