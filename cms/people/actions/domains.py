"""Approving the email domains of an authority: claimed by a lead, confirmed by an administrator. All of it is in the audit log."""

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_open_authority
from cms.people.mailer import absolute_url, send_email
from cms.people.models import ApprovedDomain, normalize_domain
from cms.people.permissions import is_administrator, leads_of, network_administrators

What = AuditEntry.What


class DomainTaken(Exception):
    """The authority has approved or claimed the domain already."""


@transaction.atomic
def approve_domain(*, authority, name, by, at):
    """Let people with an address in the domain ask to join the authority. Returns the ApprovedDomain.

    It is in force at once if the person has an address there themselves or is an administrator, and no other authority has it. Otherwise
    it waits for an administrator, who is told; so are the leads of the authority that has it. Raises DomainTaken, AuthorityClosed, and
    ValidationError for an unsuitable domain.
    """
    lock_open_authority(authority)
    name = normalize_domain(name)
    # Lock, so that two authorities cannot both find the domain free.
    same = list(ApprovedDomain.objects.select_for_update().select_related("authority").filter(name=name).order_by("pk"))
    if any(domain.authority_id == authority.pk for domain in same):
        raise DomainTaken
    holder = next((domain for domain in same if domain.confirmed_at), None)
    is_proved = holder is None and (by.email.endswith(f"@{name}") or is_administrator(by))
    confirmed = {"confirmed_at": at, "confirmed_by": by} if is_proved else {}
    domain = ApprovedDomain.objects.create(authority=authority, name=name, added_by=by, added_at=at, **confirmed)
    add_entry(what=What.DOMAIN_ADDED, by=by, authority=authority, words=name if is_proved else f"{name}, waits for an administrator")
    if not is_proved:
        for administrator in network_administrators():
            _tell(administrator, domain, "domain_waits", holder=holder.authority if holder else None)
    if holder:
        for lead in leads_of(holder.authority):
            _tell(lead, domain, "domain_claimed")
    return domain


@transaction.atomic
def confirm_domain(*, domain, by, at):
    """Put a claimed domain in force, and take it from the authority that had it. The leads of both are told.

    Confirming it again changes nothing.
    """
    same = ApprovedDomain.objects.select_for_update().select_related("authority").filter(name=domain.name).order_by("pk")
    locked = {row.pk: row for row in same}
    claimed = locked.get(domain.pk)
    if claimed is None or claimed.confirmed_at:
        return
    for other in locked.values():
        if other.confirmed_at:
            ApprovedDomain.objects.filter(pk=other.pk).delete()
            add_entry(what=What.DOMAIN_ENDED, by=by, authority=other.authority, words=f"{other.name}, which is now {claimed.authority}’s")
            for lead in leads_of(other.authority):
                _tell(lead, claimed, "domain_lost")
    ApprovedDomain.objects.filter(pk=claimed.pk).update(confirmed_at=at, confirmed_by=by)
    add_entry(what=What.DOMAIN_ADDED, by=by, authority=claimed.authority, words=f"{claimed.name}, confirmed")
    for lead in leads_of(claimed.authority):
        _tell(lead, claimed, "domain_confirmed")


@transaction.atomic
def end_domain(*, domain, by):
    """Stop approving the domain, or drop a claim and tell the leads. Members stay members, and open requests stay open."""
    if not ApprovedDomain.objects.filter(pk=domain.pk).delete()[0]:
        return
    add_entry(what=What.DOMAIN_ENDED, by=by, authority=domain.authority, words=domain.name)
    if domain.confirmed_at is None:
        for lead in leads_of(domain.authority).exclude(pk=by.pk):
            _tell(lead, domain, "domain_declined")


def _tell(person, domain, what, **context):
    link = absolute_url("people:domains", domain.authority.slug)
    send_email(to=person, template=f"people/emails/{what}.txt", domain=domain, authority=domain.authority, link=link, **context)
