"""Writing a case study: starting, saving, sharing it with a second author, and taking it back."""

from django.db import transaction

from casestudies.models import Submission
from cms.people.models import User

MAX_DRAFTS = 50
MAX_CHARACTERS = 120_000
MAX_SECTION = 20_000


class NewerDraft(Exception):
    """Another window, or the other author, has saved a newer draft: `draft` is that one. Nothing was overwritten."""

    def __init__(self, draft):
        super().__init__("A newer draft exists.")
        self.draft = draft


class TooMuch(Exception):
    """The draft is too long, or the member has too many."""


class NotEditable(Exception):
    """It is with the reviewers, or no longer there to be changed."""


class NoColleague(Exception):
    """No member of the same authority has this address, or it is the author's own."""


@transaction.atomic
def start_submission(*, by, at):
    """Start an empty case study and return it. Raises TooMuch."""
    if Submission.objects.filter(author=by, state=Submission.State.DRAFT).count() >= MAX_DRAFTS:
        raise TooMuch
    return _create(by, made_at=at, saved_at=at)


def _create(by, **fields):
    """Create a submission of the author's team as it is now: who may read the story stays the same if they move."""
    membership = by.membership
    place = {"authority": membership.authority, "hub": membership.hub} if membership else {}
    submission = Submission.objects.create(author=by, **place, **fields)
    submission.contributors.add(by)
    return submission


@transaction.atomic
def save_draft(*, submission, fields, version, at):
    """Save what was typed and return the submission. `version` is the one the form was made from. Raises NewerDraft and TooMuch."""
    lengths = [len(str(value)) for value in fields.values()]
    if sum(lengths) > MAX_CHARACTERS or max(lengths, default=0) > MAX_SECTION:
        raise TooMuch
    saved = _locked(submission)
    if saved.fields == fields:
        return saved
    if saved.version != version:
        raise NewerDraft(saved)
    changed = [name for name in fields if (fields.get(name) or "") != (saved.fields.get(name) or "")]
    saved.stopped_in = changed[-1] if changed else saved.stopped_in
    saved.fields, saved.version, saved.saved_at = fields, saved.version + 1, at
    saved.save(update_fields=["fields", "version", "saved_at", "stopped_in"])
    return saved


def _locked(submission):
    saved = Submission.objects.select_for_update().get(pk=submission.pk)
    if not saved.is_editable:
        raise NotEditable
    return saved


@transaction.atomic
def submission_of_page(*, page, by, at):
    """Return the submission that brings a page written in Wagtail's admin to the reviewers, a new one if there is none to be changed."""
    fields = {"title": page.draft_title}
    editable = Submission.objects.filter(page=page, is_from_desk=True, author=by, state__in=Submission.EDITABLE)
    if saved := editable.first():
        saved.fields, saved.saved_at = fields, at
        saved.save(update_fields=["fields", "saved_at"])
        return saved
    return _create(by, page=page, is_from_desk=True, fields=fields, made_at=at, saved_at=at)


@transaction.atomic
def set_second_author(*, submission, by, email):
    """Let a colleague of the author's authority write too, or nobody for "". Raises NoColleague."""
    saved = _locked(submission)
    colleague = None
    if email:
        colleague = User.objects.with_standing().filter(email__iexact=email.strip(), is_active=True).exclude(pk=by.pk).first()
        here = by.membership.authority_id if by.membership else None
        if colleague is None or colleague.membership is None or colleague.membership.authority_id != here:
            raise NoColleague
    saved.second_author = colleague
    saved.save(update_fields=["second_author"])
    if colleague:
        saved.contributors.add(colleague)
    return saved


@transaction.atomic
def take_back(*, submission):
    """Take a submission back from the reviewers; it is a draft again. What the reviewer had begun is dropped."""
    saved = Submission.objects.select_for_update().get(pk=submission.pk)
    if saved.state != Submission.State.SUBMITTED:
        raise NotEditable
    return _back_to_draft(saved, Submission.State.DRAFT)


def _back_to_draft(submission, state):
    submission.state, submission.reviewer, submission.taken_at, submission.attempt = state, None, None, {}
    submission.submitted_at = None
    submission.save(update_fields=["state", "reviewer", "taken_at", "attempt", "submitted_at"])
    return submission


@transaction.atomic
def change_published(*, submission):
    """Make a published submission a draft again. The approved words stay on the site until other words are approved."""
    saved = Submission.objects.select_for_update().get(pk=submission.pk)
    if saved.state not in (Submission.State.PUBLISHED, Submission.State.DECLINED):
        raise NotEditable
    return _back_to_draft(saved, Submission.State.DRAFT)


@transaction.atomic
def delete_draft(*, submission):
    """Delete a draft. If there is evidence about it, the row stays without its words. Raises NotEditable once it has a page."""
    saved = _locked(submission)
    if saved.page_id:
        raise NotEditable
    if saved.bases.exists() or saved.reviews.exists():
        saved.fields, saved.state = {}, Submission.State.WITHDRAWN
        saved.answers.all().delete()
        saved.messages.all().delete()
        saved.save(update_fields=["fields", "state"])
        return
    saved.delete()
