"""Approving the words of a page: after a review, as starter content, or by a superuser with a reason. And unpublishing what changed."""

from django.db import transaction

from casestudies.actions.story_page import audience_of
from casestudies.choices import Basis
from casestudies.content_hash import content_hash
from casestudies.models import Approval, CaseStudyPage
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry


class NoReason(Exception):
    """A superuser has to say why a case study is published without a review."""


class NotSuperuser(Exception):
    """Only a superuser may publish a case study without a review."""


@transaction.atomic
def approve_starter(*, page, at):
    """Record that starter content, an invented composite, may be published in the words of this object. Return the Approval."""
    return _approve(page=page, kind=Approval.Kind.STARTER, basis=Basis.COMPOSITE, at=at)


@transaction.atomic
def override_review(*, page, by, reason, at):
    """Publish the latest revision of the page without a review. Raises NotSuperuser and NoReason.

    The reason is in the approval and in the audit log; reviewers see it in their queue.
    """
    if not by.is_superuser or not by.is_active:
        raise NotSuperuser
    if not reason.strip():
        raise NoReason
    revision = page.get_latest_revision() or page.save_revision(user=by)
    latest = revision.as_object()
    basis = Basis.COMPOSITE if latest.is_composite else Basis.OTHER
    approval = _approve(page=latest, kind=Approval.Kind.OVERRIDE, basis=basis, by=by, reason=reason.strip(), at=at)
    add_entry(what=AuditEntry.What.CASE_FORCED, by=by, words=f"Case study {page.pk}: {reason.strip()}")
    revision.publish(user=by)
    return approval


def _approve(*, page, kind, basis, at, by=None, reason="", review=None):
    return Approval.objects.create(
        page_id=page.pk,
        content_hash=content_hash(page),
        kind=kind,
        basis=basis,
        audience=audience_of(page),
        by=by,
        reason=reason,
        review=review,
        at=at,
    )


def approve_reviewed(*, page, review, basis, at):
    """Record that these words may be published, because of a review. For the action that decides it."""
    return _approve(page=page, kind=Approval.Kind.REVIEW, basis=basis, by=review.reviewer, review=review, at=at)


@transaction.atomic
def unpublish_changed(*, pages=None):
    """Unpublish case studies that show something else than was approved, such as a replaced picture. Return their keys.

    `pages` limits the search to some keys. Words cannot change while a page is live: the database sees to that.
    """
    live = CaseStudyPage.objects.live()
    changed = []
    for page in live if pages is None else live.filter(pk__in=pages):
        approvals = Approval.objects.filter(page_id=page.pk)
        if approvals.filter(content_hash__in=["", content_hash(page)]).exists():
            continue
        page.unpublish(set_expired=False, commit=True)
        changed.append(page.pk)
    return changed
