"""What is held about one person in the rooms of people and at the desk, for them to take along; and who can see it."""

import base64

from django.db.models import DateTimeField, Q
from django.urls import reverse

from cms.accounts.models import (
    AddressCheck,
    ApprovedDomain,
    AuditEntry,
    Card,
    CardPhoto,
    ForgetRequest,
    FormerAddress,
    Invitation,
    InvitationList,
    JoinRequest,
    Membership,
    Role,
    RoleGrant,
    User,
    pointing_at_people,
)
from cms.accounts.permissions import administrators_of_the_network, leads_of, who_leads, who_uses_directory
from cms.hooks import ExportSection, VisibilityEntry

# What only the file holds: too long to read.
BASE64 = "base64"


def chapters(person):
    """Everything of these rooms; see EXPORT_MEMBER in cms/hooks.py."""
    return [
        ExportSection("person", "You", [_person(person)]),
        ExportSection(
            "memberships", "Where you belonged", [_membership(one) for one in _about(Membership, person, "authority", "hub", "job_role")]
        ),
        ExportSection("roles", "Roles you held", [_role(one) for one in _about(RoleGrant, person, "authority", "hub")]),
        ExportSection(
            "roles_given",
            "Roles you gave to others",
            [_role(one) for one in RoleGrant.objects.filter(given_by=person).select_related("authority", "hub")],
        ),
        ExportSection("invitations", "Invitations to you", [_invitation(one) for one in _invitations_to(person)]),
        ExportSection("invitations_sent", "Invitations you sent", _sent(person)),
        ExportSection("invitation_lists", "Lists of people you brought in", _lists(person)),
        ExportSection("join_requests", "Authorities you asked to join", [_join_request(one) for one in _join_requests(person)]),
        ExportSection("address_codes", "Codes sent to your address", _codes(person)),
        ExportSection("former_addresses", "Addresses you had before", _former_addresses(person)),
        ExportSection("card", "Your card in the directory", [_card(one) for one in Card.objects.filter(user=person)]),
        ExportSection("domains", "Domains you approved", _domains(person)),
        ExportSection("forget_requests", "When you asked to be forgotten", _forget_requests(person)),
        ExportSection("ways_in", "Ways you sign in", _ways_in(person)),
        ExportSection("desk", "At the trainers’ desk", _desk(person)),
        ExportSection("audit", "In the audit log", _audit(person)),
    ]


def _about(model, person, *related):
    return model.objects.filter(user=person).select_related(*related).order_by("started_on", "pk")


def _person(person):
    return {
        "key in the learning record": str(person.subject),
        "first name": person.first_name,
        "last name": person.last_name,
        "work e-mail address": person.email,
        "work telephone": person.phone,
        "account made": person.date_joined,
        "signed in last": person.last_login,
        "account open": person.is_active,
        "groups at the desk": ", ".join(person.groups.values_list("name", flat=True)),
    }


def _membership(one):
    return {
        "authority": str(one.authority),
        "hub": str(one.hub or ""),
        "job role": str(one.job_role),
        "from": one.started_on,
        "to": one.ended_on,
    }


def _role(one):
    return {
        "role": one.get_role_display(),
        "authority": str(one.authority or ""),
        "hub": str(one.hub or ""),
        "from": one.started_on,
        "to": one.ended_on,
        "reason": one.reason,
    }


def _invitations_to(person):
    mine = Q(email__iexact=person.email) | Q(accepted_by=person)
    return Invitation.objects.filter(mine).select_related("authority", "hub", "job_role").order_by("made_at")


def _invitation(one):
    return {
        "to": one.email,
        "first name": one.first_name,
        "last name": one.last_name,
        "authority": str(one.authority),
        "hub": str(one.hub or ""),
        "job role": str(one.job_role),
        "made": one.made_at,
        "accepted": one.accepted_at,
        "withdrawn": one.withdrawn_at,
    }


def _sent(person):
    """Without the addresses, which are other people's."""
    sent = Invitation.objects.filter(invited_by=person).select_related("authority").order_by("made_at")
    return [{"authority": str(one.authority), "made": one.made_at, "accepted": one.accepted_at} for one in sent]


def _lists(person):
    made = InvitationList.objects.filter(made_by=person).select_related("authority").order_by("made_at")
    return [{"authority": str(one.authority), "file": one.filename, "made": one.made_at, "confirmed": one.confirmed_at} for one in made]


def _join_requests(person):
    return JoinRequest.objects.filter(user=person).select_related("authority", "hub", "job_role")


def _join_request(one):
    return {
        "authority": str(one.authority),
        "hub": str(one.hub or ""),
        "job role": str(one.job_role),
        "asked": one.made_at,
        "ended": one.ended_at,
        "how": one.get_outcome_display() if one.outcome else "",
        "reason": one.reason,
    }


def _codes(person):
    """When codes were sent in the last day; the codes themselves are not kept."""
    return [{"sent": one.sent_at, "confirmed": one.confirmed_at} for one in AddressCheck.objects.filter(email__iexact=person.email)]


def _former_addresses(person):
    """When each was changed; the addresses themselves are not kept."""
    kept = "only so much that it is known again"
    return [{"changed": one.changed_at, "kept of it": kept, "hash": one.address_hash} for one in FormerAddress.objects.filter(user=person)]


def _card(one):
    photo = CardPhoto.objects.filter(card=one).first()
    return {
        "up since": one.up_since,
        "ask me about": one.ask_line,
        "themes": ", ".join(theme.name for theme in one.themes.all()),
        "how to say your name": one.said_like,
        "pronouns": one.pronouns,
        "shows your e-mail address": one.shows_email,
        "photo": "a WebP picture" if photo else "",
        f"photo, {BASE64}": base64.b64encode(bytes(photo.content)).decode() if photo else "",
    }


def _domains(person):
    added = ApprovedDomain.objects.filter(added_by=person).select_related("authority")
    return [{"domain": one.name, "authority": str(one.authority)} for one in added]


def _forget_requests(person):
    asked = ForgetRequest.objects.filter(user=person)
    return [
        {
            "asked": one.asked_at,
            "by your authority’s rule": one.by_rule,
            "due": one.due_on,
            "taken back": one.taken_back_at,
            "done": one.done_at,
        }
        for one in asked
    ]


def _ways_in(person):
    """Addresses, the second factor and whatever else allauth keeps, without the secrets in it."""
    return [{"kind": kind, "what": words, "since": when} for kind, words, when in _rows_of_others(person, allauth=True)]


def _desk(person):
    """What Wagtail keeps with the person's name: pages, versions, comments, uploads, changes."""
    return [{"kind": kind, "what": words, "when": when} for kind, words, when in _rows_of_others(person, allauth=False)]


def _rows_of_others(person, *, allauth):
    """Rows of packages that point at the person: (kind, words, when). What is ours has chapters of its own."""
    for relation in pointing_at_people():
        model = relation.related_model
        package = model.__module__.partition(".")[0]
        if not package.startswith(("wagtail", "allauth")) or (package == "allauth") != allauth:
            continue
        moments = [field.name for field in model._meta.get_fields() if isinstance(field, DateTimeField)]
        for row in model._base_manager.filter(**{relation.field.name: person}).order_by("pk"):
            kind = f"{model._meta.verbose_name}, {relation.field.verbose_name}"
            yield kind, _words(row), next((moment for name in moments if (moment := getattr(row, name))), None)


def _words(row):
    return str(getattr(row, "text", "") or getattr(row, "label", "") or row)


def _audit(person):
    entries = AuditEntry.objects.filter(Q(about=person.subject) | Q(actor=person.subject)).select_related("authority").order_by("pk")
    return [
        {
            "when": one.at,
            "what": one.get_what_display(),
            "about you": one.about == person.subject,
            "by you": one.actor == person.subject,
            "authority": str(one.authority or ""),
            "words": one.words,
        }
        for one in entries
    ]


def sights(person):
    """Who can see what of these rooms; see WHO_SEES in cms/hooks.py."""
    theirs = reverse("people:person", args=[person.subject])
    administrators = list(administrators_of_the_network().exclude(pk=person.pk))
    seen = [
        VisibilityEntry(
            "Your name, e-mail address, hub, job role and roles",
            "With the dates, and who gave you a role and why. They can also see whether your account is open.",
            people=list(who_leads(person).exclude(pk=person.pk)),
            url=theirs,
            page_text=person.email,
        ),
        VisibilityEntry(
            "What the audit log says of you",
            "When you signed in or failed to, joined, moved or left, roles you held, what you downloaded. Never what you read or wrote.",
            people=administrators,
            url=reverse("people:audit") + f"?person={person.email}",
            page_text=f"{person}</a></td>",
        ),
        VisibilityEntry(
            "Your password, the codes of your phone, and addresses you had before",
            "Your password, and any address you signed in with before, are kept scrambled. Nobody can read them here.",
            who="Nobody",
        ),
    ]
    return [*seen, *_as_manager(person), *_as_lead(person), *_on_card(person), *_asking(person)]


def _as_manager(person):
    """A hub's manager stands with address and telephone on the home page of everybody in the hub."""
    for grant in RoleGrant.objects.current().filter(user=person, role=Role.HUB_MANAGER).exclude(hub=None).select_related("hub"):
        here = Membership.objects.current().filter(hub=grant.hub)
        yield VisibilityEntry(
            "Your name, e-mail address and telephone number, to be asked",
            "They stand on the home page of your hub’s people, because you are its manager.",
            people=User.objects.filter(pk__in=here.values("user"), is_active=True).exclude(pk=person.pk),
            who=f"Everybody in {grant.hub}",
            url="/",
            page_text=person.email,
        )


def _as_lead(person):
    """An authority's lead is named on its page, to its own people and to whoever looks after it."""
    for grant in RoleGrant.objects.current().filter(user=person, role=Role.AUTHORITY_LEAD).select_related("authority"):
        if not leads_of(grant.authority).filter(pk=person.pk).exists():
            continue
        here = Membership.objects.current().filter(authority=grant.authority)
        sees = Q(pk__in=here.values("user")) | Q(pk__in=administrators_of_the_network().values("pk"))
        yield VisibilityEntry(
            "That you lead your authority’s people",
            "Your name stands on the authority’s page.",
            people=User.objects.filter(sees, is_active=True).exclude(pk=person.pk),
            who=f"Everybody in {grant.authority}, and administrators",
            url=reverse("authority", args=[grant.authority.slug]),
            page_text=str(person),
        )


def _on_card(person):
    """A card is the person's own choice; nobody is told of one that is not up."""
    card = Card.objects.up().filter(user=person).first()
    if card is None:
        return [
            VisibilityEntry("Your card in the directory", "You have none that is up. What you write on it shows only once you put it up.")
        ]
    return [
        VisibilityEntry(
            "Your card in the directory",
            "Your name, job role, hub and authority, and what you wrote on it, because you put it up. You can take it down with one press.",
            people=who_uses_directory().exclude(pk=person.pk),
            who="Every member of the network; partners do not",
            url=card.get_absolute_url(),
            page_text=str(person),
        )
    ]


def _asking(person):
    """Whoever asked to join is seen by those who answer."""
    for one in JoinRequest.objects.open().filter(user=person).select_related("authority"):
        sees = Q(pk__in=leads_of(one.authority).values("pk")) | Q(pk__in=administrators_of_the_network().values("pk"))
        yield VisibilityEntry(
            "That you ask to join",
            "With your name, address, hub and job role, until it is answered.",
            people=User.objects.filter(sees, is_active=True).exclude(pk=person.pk),
            url=reverse("people:request", args=[one.pk]),
            page_text=person.email,
        )
