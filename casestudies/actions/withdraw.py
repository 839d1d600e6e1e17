"""Taking a case study down: the page with everything made from it, and the words of its submission. Only evidence stays.

Everything happens in one transaction. The stamp of the page tree moves with it, so every worker drops its cached pages before it answers
its next request.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from casestudies.content_hash import streams
from casestudies.models import CaseStudyPage, ConsentBasis, Submission, Withdrawal
from casestudies.references import hash_reference
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.library.models import Recording
from cms.members.models import ProblemReport
from cms.search.deleted_words import purge_deleted_words


def hash_path(path):
    """Return the keyed hash of a page's address. It recognises the address later, and does not tell what it was."""
    return salted_hmac("casestudies.withdrawn", f"/{path.strip('/')}/", algorithm="sha256").hexdigest()


@transaction.atomic
def withdraw_by_reference(*, reference, at):
    """Withdraw the case study of this reference. Return a Withdrawal, or None: callers give everyone the same answer."""
    basis = ConsentBasis.objects.filter(reference_hash=hash_reference(reference)).select_related("submission").first()
    if basis is None or not reference.strip():
        return None
    submission = Submission.objects.select_for_update().get(pk=basis.submission_id)
    if basis.replaced_by.exists() or submission.state == Submission.State.WITHDRAWN:
        return None
    return withdraw(submission=submission, by=None, is_by_reference=True, at=at)


@transaction.atomic
def withdraw(*, submission=None, page=None, by, at, is_by_reference=False):
    """Withdraw a submission and its page, or a page that has no submission, with every submission of that page. Return the Withdrawal."""
    if submission is not None:
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
        page = CaseStudyPage.objects.filter(pk=submission.page_id).first() if submission.page_id else None
    path_hash, authority, hub, page_id = "", None, None, page.pk if page is not None else None
    # A page written on the site and changed at the desk has a submission of each. All of them have its words.
    also = Q(page_id=page_id) if page_id else Q(pk=None)
    rows = list(Submission.objects.select_for_update().filter(also | Q(pk=submission.pk if submission else None)))
    if page is not None:
        authority, hub = page.readers_authority, page.readers_hub
        path_hash = hash_path(page.url or page.url_path)
        _delete_page(page, at)
    for row in rows:
        forget_words(row)
    withdrawal = Withdrawal.objects.create(
        submission=submission,
        page_id=page_id,
        path_hash=path_hash,
        readers_authority=authority,
        readers_hub=hub,
        is_by_reference=is_by_reference,
        by=by,
        at=at,
    )
    add_entry(what=AuditEntry.What.CASE_GONE, by=by, words=f"Submission {submission.uid}" if submission else f"Page {withdrawal.page_id}")
    return withdrawal


def forget_words(submission):
    """Empty a submission of everything about the story, inside the caller's transaction."""
    submission.answers.all().delete()
    submission.messages.all().delete()
    submission.fields, submission.attempt, submission.changed_else = {}, {}, ""
    submission.state, submission.reviewer, submission.page = Submission.State.WITHDRAWN, None, None
    submission.version += 1
    submission.save()


def _delete_page(page, at):
    """Delete the page with its revisions, comments, index entries and saved copies, and the pictures and recordings only it has.

    Logs and problem reports lose its title and words.
    """
    pictures, recordings = _files_of(page)
    pk = page.pk
    reports = ProblemReport.objects.filter(page_id=pk)
    reports.open().update(state=ProblemReport.State.DONE, answered_at=at)
    reports.update(page_title="A withdrawn case study", words="", answer="")
    for alias in Page.objects.filter(alias_of=page):
        alias.delete()
    page.delete()
    purge_deleted_words()
    PageLogEntry.objects.filter(page_id=pk).update(label="A withdrawn case study", data={})
    for file in [*Recording.objects.filter(pk__in=recordings), *get_image_model().objects.filter(pk__in=pictures)]:
        if not ReferenceIndex.get_references_to(file).exists():
            file.delete()


def _files_of(page):
    """Return the keys of the pictures and of the recordings that the page shows or showed in any revision."""
    pictures, recordings = set(), set()
    for revision in [page, *(row.as_object() for row in page.revisions.all())]:
        for child in (child for stream in streams(revision) for child in stream):
            if child.block_type == "picture" and child.value["image"]:
                pictures.add(child.value["image"].pk)
            elif child.block_type in {"video", "audio"} and child.value["recording"]:
                recordings.add(child.value["recording"].pk)
                pictures.add(child.value["recording"].poster_id)
    return pictures - {None}, recordings
