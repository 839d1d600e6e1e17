"""Issuing certificates and checking them."""

import hmac
import secrets

from django.db import transaction

from cms.folding import fold
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

    There is one for each; asking again gives the same code, with the member's name of now. Raises NotCompleted.
    """
    completed = Assignment.objects.of(member).filter(state__completed_at__isnull=False).select_related("state").order_by("-cycle")
    candidates = completed.filter(module=module) if module else completed
    assignment = next((candidate for candidate in candidates if not candidate.is_waived), None)
    if assignment is None:
        raise NotCompleted(str(module))
    fields = {"subject": member.subject, "assignment": assignment if module else None}
    certificate = Certificate.objects.filter(**fields).first() or Certificate(**fields, code=_new_code(), issued_at=at)
    certificate.name_hash = _name_hash(certificate.code, str(member), record_keys()[0])
    certificate.save()
    return certificate


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
