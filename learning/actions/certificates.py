"""Issuing certificates and checking them."""

import hmac
import secrets

from django.db import transaction
from django.utils import timezone

from cms.folding import fold
from cms.people.models import User
from learning.models.records import Assignment, Certificate
from learning.record_hashes import record_keys, sign

# Without I, O, 0 and 1, which are mistaken for each other on paper.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 10


class NotCompleted(Exception):
    """There is nothing to certify: the member has not completed this module."""


@transaction.atomic
def issue(*, member, module, at):
    """Return the member's Certificate of the newest completed cycle of `module`, or of their whole record if it is None.

    Asking again gives the same code, unless the member's name has changed: what is printed stays true. A record has a code for each day,
    because it says what was complete on that day. Raises NotCompleted.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)  # two clicks make one certificate
    completed = Assignment.objects.of(member).filter(state__completed_at__isnull=False).select_related("state").order_by("-cycle")
    candidates = completed.filter(module=module) if module else completed
    assignment = next((candidate for candidate in candidates if not candidate.is_waived), None)
    if assignment is None:
        raise NotCompleted(str(module))
    fields = {"subject": member.subject, "assignment": assignment if module else None}
    issued = Certificate.objects.filter(**fields, withdrawn_at=None).order_by("-pk")
    if module is None:
        day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
        issued = issued.filter(issued_at__gte=day)
    if same := next((certificate for certificate in issued if is_name_on(certificate, str(member))), None):
        if module is None:  # printed again later the same day
            same.issued_at = at
            same.save(update_fields=["issued_at"])
        return same
    code = _new_code()
    return Certificate.objects.create(**fields, code=code, issued_at=at, name_hash=_name_hash(code, str(member), record_keys()[0]))


def _new_code():
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _name_hash(code, name, key):
    return sign(["certificate", code, fold(name)], key)


def is_name_on(certificate, name):
    """Return whether this is the name on the certificate. Case, accents and the kind of apostrophe do not matter."""
    return any(hmac.compare_digest(certificate.name_hash, _name_hash(certificate.code, name, key)) for key in record_keys())


def check(*, code, name):
    """Return the Certificate with this code, if the name on it is this one, or None. A wrong code does the same work as a wrong name."""
    code = "".join(letter for letter in code.upper() if letter.isalnum())[:LENGTH]
    certificate = Certificate.objects.filter(code=code).select_related("assignment__module", "assignment__state__authority").first()
    is_name = is_name_on(certificate or Certificate(code=code, name_hash="0" * 64), name)
    return certificate if certificate and is_name else None
