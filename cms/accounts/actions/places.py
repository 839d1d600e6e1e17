"""What a lead changes about their authority: its words, contact, milestones, hubs, domains and settings; and adding one. All of it is
logged."""

from django.db import transaction

from cms.accounts.actions.people import note
from cms.accounts.models import ApprovedDomain, AuditEntry, Authority, Hub, Milestone, normal_domain

What = AuditEntry.What


class DomainTaken(Exception):
    """The domain is approved already, here (`is_ours`) or by another authority: it belongs to one."""

    def __init__(self, is_ours):
        super().__init__(is_ours)
        self.is_ours = is_ours


@transaction.atomic
def add(*, fields, by):
    """Add an authority to the network, from {field: value} that a form has checked."""
    authority = Authority.objects.create(**fields)
    note(what=What.PLACE, by=by, authority=authority, words="Added to the network")
    return authority


@transaction.atomic
def change(*, authority, fields, by, words):
    """Give the authority new values, {field: value}, that a form has checked; `words` say what it was, for the audit log."""
    if Authority.objects.filter(pk=authority.pk, **fields).exists():
        return
    Authority.objects.filter(pk=authority.pk).update(**fields)
    note(what=What.PLACE, by=by, authority=authority, words=words)


@transaction.atomic
def add_milestone(*, authority, fields, by):
    """Add something dated to the authority's way."""
    note(what=What.PLACE, by=by, authority=authority, words="Milestone added")
    return Milestone.objects.create(authority=authority, **fields)


@transaction.atomic
def change_milestone(*, milestone, fields, by):
    """Put a milestone right."""
    Milestone.objects.filter(pk=milestone.pk).update(**fields)
    note(what=What.PLACE, by=by, authority=milestone.authority, words="Milestone changed")


@transaction.atomic
def remove_milestone(*, milestone, by):
    """Take a milestone away; removed twice it is removed once."""
    if Milestone.objects.filter(pk=milestone.pk).delete()[0]:
        note(what=What.PLACE, by=by, authority=milestone.authority, words=f"Milestone removed: {milestone}")


@transaction.atomic
def add_hub(*, authority, name, by):
    """Add a hub or team."""
    note(what=What.PLACE, by=by, authority=authority, words=f"Hub added: {name}")
    return Hub.objects.create(authority=authority, name=name)


@transaction.atomic
def rename_hub(*, hub, name, by):
    """Give a hub another name; whoever belongs to it still does."""
    before = Hub.objects.get(pk=hub.pk).name
    if name != before:
        Hub.objects.filter(pk=hub.pk).update(name=name)
        note(what=What.PLACE, by=by, authority=hub.authority, words=f"Hub renamed: {before} is now {name}")


@transaction.atomic
def approve_domain(*, authority, name, by, at):
    """Vouch for whoever has an address in the domain. Raises DomainTaken, and ValidationError for what is no such domain."""
    name = normal_domain(name)
    domain, is_new = ApprovedDomain.objects.get_or_create(name=name, defaults={"authority": authority, "added_by": by, "added_at": at})
    if not is_new:
        raise DomainTaken(domain.authority_id == authority.pk)
    note(what=What.DOMAIN_ADDED, by=by, authority=authority, words=name)
    return domain


@transaction.atomic
def end_domain(*, domain, by):
    """Vouch for the domain no longer. Whoever is a member stays, and requests that wait still wait."""
    if ApprovedDomain.objects.filter(pk=domain.pk).delete()[0]:
        note(what=What.DOMAIN_ENDED, by=by, authority=domain.authority, words=domain.name)
