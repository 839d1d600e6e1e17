"""What we store about a person's memberships, roles, invitations and requests to join: export, who can see it, erasure."""

from uuid import uuid4

from django.db.models import DateTimeField, Q
from django.urls import reverse

from cms.hooks import ExportSection, VisibilityEntry
from cms.people.identity import clean_address
from cms.people.models import (
    FORGOTTEN_DOMAIN,
    AddressCheck,
    ApprovedDomain,
    Cover,
    FormerAddress,
    Invitation,
    InvitationList,
    JoinRequest,
    Membership,
    OutgoingEmail,
    Role,
    RoleGrant,
    User,
    relations_to_people,
)
from cms.people.permissions import leads_and_administrators_of, leads_of, network_administrators


def export(user):
    """Return the ExportSections of this app; see EXPORT_MEMBER in cms/hooks.py."""
    roles_given = RoleGrant.objects.filter(given_by=user).select_related("authority", "hub")
    return [
        ExportSection("person", "You", [_user_row(user)]),
        ExportSection("memberships", "Where you belonged", [_membership_row(row) for row in _history(Membership, user, "job_role")]),
        ExportSection("roles", "Roles you held", [_role_row(grant) for grant in _history(RoleGrant, user)]),
        ExportSection("roles_given", "Roles you gave to others", [_role_row(grant) for grant in roles_given]),
        ExportSection("invitations", "Invitations to you", [_invitation_row(invitation) for invitation in _invitations_to(user)]),
        ExportSection("invitations_sent", "Invitations you sent", _invitations_sent(user)),
        ExportSection("invitation_lists", "Lists of people you uploaded", _invitation_lists(user)),
        ExportSection("join_requests", "Authorities you asked to join", _join_requests(user)),
        ExportSection("address_codes", "Codes sent to your address", _address_codes(user)),
        ExportSection("former_addresses", "Addresses you had before", _former_addresses(user)),
        ExportSection("absences", "When you were away", [{"from": day.first_day, "to": day.last_day} for day in user.absences.all()]),
        ExportSection("cover", "When you stood in for a manager, or someone for you", _cover(user)),
        ExportSection("domains", "Domains you approved or confirmed", _domains(user)),
        ExportSection("emails", "Emails to you", _emails(user)),
    ]


def _history(model, user, *related):
    return model.objects.filter(user=user).select_related("authority", "hub", *related).order_by("started_on", "pk")


def _user_row(user):
    return {
        "key in the learning record": str(user.subject),
        "first name": user.first_name,
        "last name": user.last_name,
        "work email address": user.email,
        "work telephone": user.phone,
        "account created": user.date_joined,
        "last signed in": user.last_login,
        "account open": user.is_active,
        "groups at the desk": ", ".join(user.groups.values_list("name", flat=True)),
    }


def _membership_row(membership):
    return {
        "authority": str(membership.authority),
        "hub": str(membership.hub or ""),
        "job role": str(membership.job_role),
        "employed since": membership.employed_since,
        "in a care role since": membership.in_care_role_since,
        "from": membership.started_on,
        "to": membership.ended_on,
    }


def _role_row(grant):
    return {
        "role": grant.get_role_display(),
        "authority": str(grant.authority or ""),
        "hub": str(grant.hub or ""),
        "from": grant.started_on,
        "to": grant.ended_on,
        "reason": grant.reason,
    }


def _invitations_to(user):
    to_user = Q(email=user.email) | Q(accepted_by=user)
    return Invitation.objects.filter(to_user).select_related("authority", "hub", "job_role").order_by("made_at")


def _invitation_row(invitation):
    return {
        "to": invitation.email,
        "first name": invitation.first_name,
        "last name": invitation.last_name,
        "authority": str(invitation.authority),
        "hub": str(invitation.hub or ""),
        "job role": str(invitation.job_role),
        "employed since": invitation.employed_since,
        "in a care role since": invitation.in_care_role_since,
        "made": invitation.made_at,
        "accepted": invitation.accepted_at,
        "withdrawn": invitation.withdrawn_at,
    }


def _invitations_sent(user):
    """Leave out the addresses: they are other people's."""
    invitations = Invitation.objects.filter(invited_by=user).select_related("authority").order_by("made_at")
    return [
        {"authority": str(invitation.authority), "made": invitation.made_at, "accepted": invitation.accepted_at}
        for invitation in invitations
    ]


def _invitation_lists(user):
    uploads = InvitationList.objects.filter(made_by=user).select_related("authority").order_by("made_at")
    return [
        {"authority": str(upload.authority), "file": upload.filename, "made": upload.made_at, "confirmed": upload.confirmed_at}
        for upload in uploads
    ]


def _join_requests(user):
    return [
        {
            "authority": str(request.authority),
            "hub": str(request.hub or ""),
            "job role": str(request.job_role),
            "asked": request.made_at,
            "ended": request.ended_at,
            "outcome": request.get_outcome_display() if request.outcome else "",
            "reason": request.reason,
        }
        for request in JoinRequest.objects.filter(user=user).select_related("authority", "hub", "job_role")
    ]


def _address_codes(user):
    """Codes of the last day. We do not store the codes themselves."""
    return [{"sent": check.sent_at, "confirmed": check.confirmed_at} for check in AddressCheck.objects.filter(email=user.email)]


def _former_addresses(user):
    stored = "a hash, so that we recognise the address"
    return [
        {"changed": address.changed_at, "what we store": stored, "hash": address.address_hash}
        for address in FormerAddress.objects.filter(user=user)
    ]


def _cover(user):
    entries = Cover.objects.filter(Q(deputy=user) | Q(manager=user)).select_related("hub")
    return [
        {
            "hub": str(entry.hub),
            "you": "stood in" if entry.deputy_id == user.pk else "were away",
            "from": entry.first_day,
            "to": entry.last_day,
        }
        for entry in entries
    ]


def _domains(user):
    domains = ApprovedDomain.objects.filter(Q(added_by=user) | Q(confirmed_by=user)).select_related("authority")
    return [{"domain": domain.name, "authority": str(domain.authority), "confirmed": domain.confirmed_at} for domain in domains]


def _emails(user):
    """Leave out the words: until an email is sent they are sealed, and afterwards we do not have them."""
    rows = OutgoingEmail.objects.filter(user=user).order_by("pk")
    return [{"kind": email.kind, "made": email.made_at, "state": email.get_state_display(), "ended": email.ended_at} for email in rows]


def rows_of_package(user, package):
    """Yield (kind, text, datetime or None) of every row of a third-party package ("wagtail", "allauth") that points at the user."""
    for relation in relations_to_people():
        model = relation.related_model
        if not model.__module__.partition(".")[0].startswith(package):
            continue
        datetime_fields = [field.name for field in model._meta.get_fields() if isinstance(field, DateTimeField)]
        for row in model._base_manager.filter(**{relation.field.name: user}).order_by("pk"):
            kind = f"{model._meta.verbose_name}, {relation.field.verbose_name}"
            text = str(getattr(row, "text", "") or getattr(row, "label", "") or row)
            yield kind, text, next((moment for name in datetime_fields if (moment := getattr(row, name))), None)


def visibility(user):
    """Return the VisibilityEntries of this app; see WHO_SEES in cms/hooks.py."""
    seen_by_managers = VisibilityEntry(
        "Your name, email address, hub, job role and roles",
        "With the dates, and who gave you a role and why. They can also see whether your account is open.",
        people=list(leads_and_administrators_of(user).exclude(pk=user.pk)),
        url=reverse("people:person", args=[user.subject]),
        page_text=user.email,
    )
    emails = VisibilityEntry(
        "Emails we sent you",
        "For a month we store what kind of email it was and when it went out, and not its words. If one cannot be sent, administrators see "
        "your name and the kind of email.",
        who="Only you, and administrators if one cannot be sent",
    )
    return [seen_by_managers, *_as_hub_manager(user), *_as_authority_lead(user), *_open_requests(user), emails]


def _as_hub_manager(user):
    """The home page of everyone in a hub shows how to reach its manager."""
    for grant in RoleGrant.objects.current().filter(user=user, role=Role.HUB_MANAGER).exclude(hub=None).select_related("hub"):
        members = Membership.objects.current().filter(hub=grant.hub)
        yield VisibilityEntry(
            "Your name, email address and telephone number",
            "They are on the home page of everyone in your hub, because you are its manager.",
            people=User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk=user.pk),
            who=f"Everyone in {grant.hub}",
            url="/",
            page_text=user.email,
        )


def _as_authority_lead(user):
    """An authority's page names its leads to its own members and to administrators."""
    for grant in RoleGrant.objects.current().filter(user=user, role=Role.AUTHORITY_LEAD).select_related("authority"):
        if not leads_of(grant.authority).filter(pk=user.pk).exists():
            continue
        members = Membership.objects.current().filter(authority=grant.authority)
        viewers = Q(pk__in=members.values("user")) | Q(pk__in=network_administrators().values("pk"))
        yield VisibilityEntry(
            "That you lead your authority’s people",
            "Your name is on the authority’s page.",
            people=User.objects.filter(viewers, is_active=True).exclude(pk=user.pk),
            who=f"Everyone in {grant.authority}, and administrators",
            url=reverse("authority", args=[grant.authority.slug]),
            page_text=str(user),
        )


def _open_requests(user):
    """Requests to join are shown to the leads who answer them."""
    for request in JoinRequest.objects.open().filter(user=user).select_related("authority"):
        viewers = Q(pk__in=leads_of(request.authority).values("pk")) | Q(pk__in=network_administrators().values("pk"))
        yield VisibilityEntry(
            "That you asked to join",
            "With your name, address, hub and job role, until someone answers.",
            people=User.objects.filter(viewers, is_active=True).exclude(pk=user.pk),
            url=reverse("people:request", args=[request.pk]),
            page_text=user.email,
        )


def erase(user, at):
    """Remove what identifies the user from invitations, lists, requests and roles; see FORGET_MEMBER in cms/hooks.py."""
    OutgoingEmail.objects.filter(Q(user=user) | Q(invitation__email=user.email)).delete()
    for invitation in Invitation.objects.filter(email=user.email):
        if invitation.accepted_at is None and invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
        invitation.email, invitation.first_name, invitation.last_name = f"{uuid4()}@{FORGOTTEN_DOMAIN}", "", ""
        invitation.save()
    for upload in InvitationList.objects.exclude(lines=[]):
        remaining = [line for line in upload.lines if clean_address(line.get("email", "")) != user.email]
        if len(remaining) != len(upload.lines):
            InvitationList.objects.filter(pk=upload.pk).update(lines=remaining)
    InvitationList.objects.filter(made_by=user).update(filename="", lines=[])
    RoleGrant.objects.filter(user=user).update(reason="")
    user.absences.all().delete()
    Cover.objects.filter(Q(deputy=user) | Q(manager=user)).delete()
    AddressCheck.objects.filter(email=user.email).delete()
    FormerAddress.objects.filter(user=user).delete()
    JoinRequest.objects.open().filter(user=user).update(ended_at=at, outcome=JoinRequest.Outcome.TAKEN_BACK)
    JoinRequest.objects.filter(user=user).update(reason="")
