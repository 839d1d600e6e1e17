"""Seals of the audit log find entries that were changed, removed or added below them."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.audit.actions import SEAL_AFTER, add_entry, seal, seal_differences
from cms.audit.models import AuditEntry, AuditSeal
from cms.page_tree.append_only import allow_changes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]  # triggers are dropped outside a transaction


@pytest.fixture
def sealed(people):
    """Return two seals, of three entries each."""
    later = timezone.now() + 2 * SEAL_AFTER
    for _ in range(2):
        for _ in range(3):
            add_entry(what=AuditEntry.What.SIGNED_IN, by=people.alice, about=people.alice)
        seal(at=later)
    with connection.schema_editor() as editor:
        allow_changes(editor, "audit_auditentry")
        allow_changes(editor, "audit_auditseal")
    assert list(seal_differences()) == []
    return list(AuditSeal.objects.all())


def test_new_entries_wait_for_the_next_seal(people):
    add_entry(what=AuditEntry.What.SIGNED_IN, by=people.alice, about=people.alice)
    assert seal(at=timezone.now()) is None
    assert seal(at=timezone.now() + SEAL_AFTER + timedelta(seconds=1)).count == AuditEntry.objects.count()


@pytest.mark.parametrize("change", ["an entry changed", "an entry removed", "the first seal made again", "another person named"])
def test_a_change_below_a_seal_is_found(change, sealed, people):
    first = AuditEntry.objects.order_by("pk").first()
    if change == "an entry changed":
        AuditEntry.objects.filter(pk=first.pk).update(words="Another reason")
    elif change == "an entry removed":
        AuditEntry.objects.filter(pk=first.pk).delete()
    elif change == "another person named":
        AuditEntry.objects.filter(pk=sealed[1].up_to).update(actor=people.bob.subject)
    else:
        AuditEntry.objects.filter(pk=first.pk).update(words="Another reason")
        AuditSeal.objects.filter(pk=sealed[0].pk).update(hash="0" * 64)
    with pytest.raises(CommandError, match="differences"):
        call_command("verify_audit_log")


def test_a_log_rewritten_with_its_seals_does_not_have_the_hash_that_was_kept(sealed):
    AuditEntry.objects.update(words="Another reason")
    AuditSeal.objects.all().delete()
    seal(at=timezone.now() + 2 * SEAL_AFTER)
    call_command("verify_audit_log")
    with pytest.raises(CommandError):
        call_command("verify_audit_log", hash=sealed[-1].hash)
