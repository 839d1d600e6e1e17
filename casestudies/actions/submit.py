"""Sending a case study for review: answers to what the check found, the authors' checklist, the basis, and the submission itself."""

from django.core.exceptions import ValidationError
from django.db import transaction

from casestudies import notifications
from casestudies.actions.story_page import audiences_open_to, build_page
from casestudies.choices import Basis
from casestudies.content_hash import content_hash
from casestudies.identifiers import identifier_errors
from casestudies.models import Answer, ConsentBasis, Submission
from casestudies.references import hash_reference, new_reference
from cms.safeguarding.findings import NOTE

CHECKLIST_AGAIN = "Look at your checklist again: why you may share it, or who may read it, no longer fits the case study."


class NotReady(Exception):
    """Something has to be answered or filled in before it can be sent. Its message says what, if the form cannot."""


def _check_desk_page(page):
    """Raise NotReady if the page could not be published, or has something that no composite needs."""
    try:
        page.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotReady(f"Something is missing at the desk. {page._meta.get_field(field).verbose_name}: {messages[0]}") from None
    for field, message in identifier_errors(page).items():
        raise NotReady(f"Change this at the desk first, in “{page._meta.get_field(field).verbose_name}”. {message}")


@transaction.atomic
def record_answers(*, submission, by, findings, at):
    """Keep the authors' answers for the reviewer, and drop those to findings that are no longer there."""
    answered = {found.key: found for found in findings if found.is_answered and found.severity != NOTE}
    submission.answers.exclude(key__in=answered).delete()
    for found in answered.values():
        values = {"answer": found.answer, "reason": found.reason if found.answer == "needed" else ""}
        Answer.objects.update_or_create(
            submission=submission,
            key=found.key,
            defaults={**values, "kind": found.kind, "severity": found.severity, "field": found.field, "by": by, "at": at},
        )


@transaction.atomic
def record_basis(*, submission, by, basis, agreed_on, audience, told, changed, changed_else, at):
    """Record the checklist and why the story may be shared. Return (ConsentBasis, reference); a composite has no reference, ""."""
    reference = "" if basis == Basis.COMPOSITE else new_reference()
    made = ConsentBasis.objects.create(
        submission=submission,
        basis=basis,
        agreed_on=None if basis == Basis.COMPOSITE else agreed_on,
        audience=audience,
        told=[] if basis == Basis.COMPOSITE else list(told),
        reference_hash=hash_reference(reference) if reference else "",
        by=by,
        at=at,
    )
    submission.changed, submission.changed_else, submission.audience = list(changed), changed_else, audience
    submission.save(update_fields=["changed", "changed_else", "audience"])
    return made, reference


@transaction.atomic
def renew_reference(*, submission, by, at):
    """Make a new reference for the newest basis; the one shown before no longer works. Return it."""
    last = submission.bases.last()
    if last is None or last.basis == Basis.COMPOSITE:
        raise NotReady
    values = {name: getattr(last, name) for name in ("basis", "agreed_on", "audience", "told")} | {"replaces": last}
    reference = new_reference()
    ConsentBasis.objects.create(submission=submission, reference_hash=hash_reference(reference), by=by, at=at, **values)
    return reference


@transaction.atomic
def submit(*, submission, open_findings, at):
    """Send it to the reviewers. `open_findings` is how many findings in the words of this object have no answer. Raises NotReady."""
    saved = Submission.objects.select_for_update().get(pk=submission.pk)
    basis = saved.bases.last()
    if not saved.is_editable or open_findings or basis is None or saved.version != submission.version:
        raise NotReady
    page = build_page(saved)
    if page.missing_fields or page.composite_errors:
        raise NotReady
    if saved.audience not in audiences_open_to(saved) or page.is_composite != (basis.basis == Basis.COMPOSITE):
        raise NotReady(CHECKLIST_AGAIN)
    if saved.is_from_desk:
        _check_desk_page(page)
    saved.state, saved.submitted_at = Submission.State.SUBMITTED, at
    saved.reviewer = saved.taken_at = None
    saved.attempt, saved.content_hash = {}, content_hash(page)
    saved.save(update_fields=["state", "submitted_at", "reviewer", "taken_at", "attempt", "content_hash"])
    saved.passes.all().delete()
    notifications.something_waits(saved, on=at.date())
    return saved
