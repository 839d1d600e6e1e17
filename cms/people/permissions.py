"""Who is a member, who may use Wagtail's admin, and who manages whom."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from cms.people.models import Authority, Cover, FormerAddress, Hub, Invitation, JoinRequest, Membership, Milestone, Role, RoleGrant, User
from cms.people.name_search import BY_NAME

# Roles that give access to Wagtail's admin, with the group that has their permissions there.
DESK_ROLES = {Role.TRAINER: "Trainers", Role.ADMINISTRATOR: "Administrators"}
# Leads give these roles within their authority; administrators give all others.
ROLES_LEADS_GIVE = [Role.HUB_MANAGER, Role.AUTHORITY_LEAD]
ROLES_ADMINISTRATORS_GIVE = [Role.TRAINER, Role.FACILITATOR, Role.REVIEWER, Role.PROGRAMME_LEAD, Role.PARTNER, Role.ADMINISTRATOR]


def is_member(user):
    """Return whether the user belongs to the network today, by a current membership or as a superuser (decision 0029)."""
    return user.is_authenticated and user.is_active and (user.is_superuser or user.membership is not None)


def safeguarding_contact(user):
    """Return whom the user rings about a child, {"place", "phone", "who"}, from their current authority, or None without a membership.

    "phone" and "who" are "" if the authority has not entered them. Takes no query for the user of a request.
    """
    membership = user.membership if user is not None and is_member(user) else None
    if membership is None:
        return None
    authority = membership.authority
    return {"place": authority.name, "phone": authority.safeguarding_phone, "who": authority.safeguarding_who.rstrip(".")}


def may_open_desk(user):
    """Return whether the user has a role that opens Wagtail's admin. `is_staff` follows from roles: see apply_roles()."""
    return is_member(user) and user.is_staff


def may_use_desk(user):
    """Return whether the user may use Wagtail's admin now, that is, also has a second factor."""
    return may_open_desk(user) and not needs_second_factor(user)


def current_roles(user):
    """Return the values of Role that the user has now."""
    return set(RoleGrant.objects.current().filter(user=user).values_list("role", flat=True))


def role_names(user):
    """Return the names of the roles the user has now."""
    return [grant.get_role_display() for grant in RoleGrant.objects.current().filter(user=user).order_by("role")]


def is_administrator(user):
    """Return whether the user administers the whole network, by role and membership or as a superuser."""
    return user.is_authenticated and network_administrators().filter(pk=user.pk).exists()


def network_administrators():
    """Return the administrators of the whole network today."""
    held = RoleGrant.objects.current().filter(role=Role.ADMINISTRATOR, user__memberships__in=Membership.objects.current())
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=held.values("user")), is_active=True)


def led_authorities(user):
    """Return the authorities whose people the user manages: their own as its lead, all of them as an administrator.

    A second factor is not checked here: the decorators and may_lead() check it.
    """
    if not is_member(user):
        return Authority.objects.none()
    if is_administrator(user):
        return Authority.objects.all()
    leads = RoleGrant.objects.current().filter(user=user, role=Role.AUTHORITY_LEAD, authority=user.membership.authority_id)
    return Authority.objects.filter(pk__in=leads.values("authority"))


def may_lead_anyone(user):
    """Return whether the user has a role that could manage people. One query, where led_authorities() takes several."""
    if user.is_superuser:
        return True
    return RoleGrant.objects.current().filter(user=user, role__in=[Role.AUTHORITY_LEAD, Role.ADMINISTRATOR]).exists()


def may_lead(user, authority):
    """Return whether the user leads the authority and has a second factor."""
    return led_authorities(user).filter(pk=authority.pk).exists() and not needs_second_factor(user)


def people_led_by(user):
    """Return everyone whose current membership is in an authority the user leads; for an administrator, everyone."""
    people = User.objects.with_standing().order_by(*BY_NAME)
    if is_administrator(user):
        return people
    here = Membership.objects.current().filter(authority__in=led_authorities(user))
    return people.filter(pk__in=here.values("user"))


def hubs_managed_by(user):
    """Return the hubs of their own authority that the user manages or covers today, none without a current membership there."""
    if not is_member(user) or user.membership is None:
        return Hub.objects.none()
    grants = RoleGrant.objects.current().filter(user=user, role=Role.HUB_MANAGER, authority=user.membership.authority_id)
    managed = Q(pk__in=grants.values("hub")) | Q(pk__in=Cover.objects.current().filter(deputy=user).values("hub"))
    return Hub.objects.filter(managed, authority=user.membership.authority_id).select_related("authority")


def authorities_reported_to(user):
    """Return the authorities whose learning the user answers for: their own, as its lead. Administering the site gives no such sight."""
    if not is_member(user) or user.membership is None:
        return Authority.objects.none()
    leads = RoleGrant.objects.current().filter(user=user, role=Role.AUTHORITY_LEAD, authority=user.membership.authority_id)
    return Authority.objects.filter(pk__in=leads.values("authority"))


def people_managed_by(user):
    """Return the other people whose learning the user may see: those in hubs they manage, and in an authority they lead."""
    here = Membership.objects.current().filter(Q(hub__in=hubs_managed_by(user)) | Q(authority__in=authorities_reported_to(user)))
    return User.objects.with_standing().filter(pk__in=here.values("user")).exclude(pk=user.pk).order_by(*BY_NAME)


def learning_managers_of(person):
    """Return everyone who may see this person's learning; the inverse of people_managed_by()."""
    membership = person.membership
    if membership is None:
        return User.objects.none()
    reach = Q(role=Role.AUTHORITY_LEAD)
    if membership.hub_id:
        reach |= Q(role=Role.HUB_MANAGER, hub=membership.hub_id)
    colleagues = Membership.objects.current().filter(authority=membership.authority_id)
    grants = RoleGrant.objects.current().filter(reach, authority=membership.authority_id, user__memberships__in=colleagues)
    deputies = Cover.objects.current().filter(hub=membership.hub_id)
    managers = Q(pk__in=grants.values("user")) | Q(pk__in=deputies.values("deputy"))
    return User.objects.filter(managers, is_active=True).exclude(pk=person.pk)


def may_arrange_cover(user, hub):
    """Return whether the user may name a deputy for the hub's managers: its own managers, and the lead of its authority.

    A deputy may not pass it on.
    """
    if not is_member(user) or user.membership is None:
        return False
    grants = RoleGrant.objects.current().filter(user=user, role=Role.HUB_MANAGER, hub=hub, authority=user.membership.authority_id)
    return grants.exists() or authorities_reported_to(user).filter(pk=hub.authority_id).exists()


def leads_and_administrators_of(person):
    """Return the leads of the person's authority and all administrators; the inverse of people_led_by()."""
    leads = RoleGrant.objects.none()
    if person.membership:
        here = person.membership.authority_id
        current = Membership.objects.current().filter(authority=here)
        leads = RoleGrant.objects.current().filter(role=Role.AUTHORITY_LEAD, authority=here, user__memberships__in=current)
    return User.objects.filter(Q(pk__in=leads.values("user")) | Q(pk__in=network_administrators().values("pk")), is_active=True)


def may_change(user, person):
    """Return whether the user may move, release or sign out the person. Only administrators may change administrators."""
    if is_administrator(user):
        return True
    return not is_administrator(person) and people_led_by(user).filter(pk=person.pk).exists()


SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user):
    """Return whether the user must set up a passkey or a code from their phone before they can use their roles.

    A user who has one has used it in this session: sign-in asks for it, and adding one ends all other sessions.
    """
    return settings.SECOND_FACTOR_REQUIRED and not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def may_remove_second_factor(user, person):
    """Return whether the user may remove a second factor that the person has lost. Administrators may, but not their own."""
    return is_administrator(user) and user.pk != person.pk


def invitations_led_by(user):
    """Return invitations to authorities the user leads."""
    return Invitation.objects.filter(authority__in=led_authorities(user))


def requests_led_by(user):
    """Return requests to join authorities the user leads."""
    return JoinRequest.objects.filter(authority__in=led_authorities(user))


def hubs_led_by(user):
    """Return hubs of authorities the user leads."""
    return Hub.objects.filter(authority__in=led_authorities(user)).select_related("authority")


def milestones_led_by(user):
    """Return milestones of authorities the user leads."""
    return Milestone.objects.filter(authority__in=led_authorities(user)).select_related("authority")


def leads_of(authority):
    """Return the authority's leads today, by name."""
    held = RoleGrant.objects.current().filter(role=Role.AUTHORITY_LEAD, authority=authority)
    here = Membership.objects.current().filter(authority=authority)
    leads = User.objects.filter(pk__in=held.values("user"), is_active=True).filter(pk__in=here.values("user"))
    return leads.order_by(*BY_NAME)


def may_see_leads(user, authority):
    """Return whether the user may see who leads the authority: its members and its leads may."""
    return (user.membership is not None and user.membership.authority_id == authority.pk) or may_lead(user, authority)


def may_join_at_once(user, authority):
    """Return whether someone who asks may join without a lead: the authority chose so and they were never a member or declined before.

    Their address must not be a former address of anyone: someone who left may still have the mailbox and ask with a new account.
    """
    if authority.approval != Authority.Approval.AT_ONCE or FormerAddress.objects.of_address(user.email).exists():
        return False
    return not user.memberships.exists() and not user.join_requests.ended(JoinRequest.Outcome.DECLINED).exists()


def may_give(user, role, authority):
    """Return whether the user may give and end the role: leads within their authority, administrators any."""
    if is_administrator(user):
        return True
    return role in ROLES_LEADS_GIVE and authority is not None and may_lead(user, authority)


def roles_to_give(user, membership):
    """Return the roles the user may give to the person with this membership. Roles are for members: none without a membership."""
    if membership is None:
        return []
    return [role for role in [*ROLES_LEADS_GIVE, *ROLES_ADMINISTRATORS_GIVE] if may_give(user, role, membership.authority)]


def may_review(user, grant):
    """Return whether the user may confirm the role: they may give it, and it is not their own."""
    return grant.user_id != user.pk and may_give(user, grant.role, grant.authority) and may_change(user, grant.user)


def roles_to_review(user, on):
    """Return the roles due for review on `on` (a date) that the user may confirm."""
    waiting = RoleGrant.objects.to_review(on=on).exclude(user=user)
    if is_administrator(user):
        return waiting
    administrators = network_administrators().values("pk")
    return waiting.filter(role__in=ROLES_LEADS_GIVE, authority__in=led_authorities(user)).exclude(user__in=administrators)
