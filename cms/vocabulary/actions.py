"""What an authority's lead does with the words that it adds to the wording guide. All of it is in the audit log."""

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.vocabulary.models import AuthorityWording


@transaction.atomic
def add_wording(*, authority, fields, by, on):
    """Add a word to an authority's own part of the guide. `fields` is {field: value}, already validated."""
    add_entry(what=AuditEntry.What.PLACE, by=by, authority=authority, words=f"Word added to the wording guide: {fields['term']}")
    return AuthorityWording.objects.create(authority=authority, dated_on=on, **fields)


@transaction.atomic
def remove_wording(*, entry, by):
    """Remove a word from an authority's own part of the guide. Removing it again changes nothing."""
    if AuthorityWording.objects.filter(pk=entry.pk).delete()[0]:
        add_entry(what=AuditEntry.What.PLACE, by=by, authority=entry.authority, words=f"Word removed from the wording guide: {entry}")
