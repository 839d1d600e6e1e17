"""Reviewing: taking a review or not, asking, trying to work out who it is, and deciding."""

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from casestudies import notifications
from casestudies.actions.approval import approve_reviewed
from casestudies.actions.story_page import audience_of, build_page
from casestudies.choices import Attempt, Audience
from casestudies.content_hash import content_hash
from casestudies.identifiers import identifier_errors
from casestudies.models import CaseStudyIndexPage, CaseStudyPage, Message, Review, ReviewerPass, ReviewerPause, Submission
from casestudies.permissions import held_reviews, may_decide, may_review
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.vocabulary.models import Provocation, Theme

READ_AGAIN_AFTER_YEARS = 1


class NotIndependent(Exception):
    """The reviewer wrote it, or belongs or belonged to the authors' hub or authority since it was submitted."""


class TakenMeanwhile(Exception):
    """Another reviewer has taken it, or the authors have taken it back."""


class ChangedMeanwhile(Exception):
    """The words are not those that the reviewer read."""


class Undecided(Exception):
    """The decision contradicts the attempt, or leaves a disputed stop open."""


def _locked(submission):
    return Submission.objects.select_for_update(of=("self",)).select_related("author", "second_author", "page").get(pk=submission.pk)


def _check_independent(user, submission, at):
    if may_review(user, submission, on=at.date()):
        return
    raise NotIndependent


def note_refused(*, by, submission):
    """Write to the audit log that someone tried to review a case study of which they are not independent."""
    add_entry(what=AuditEntry.What.CASE_REFUSED, by=by, words=f"Submission {submission.uid}")


@transaction.atomic
def take_review(*, submission, by, at):
    """Take the review of a submission that waits. Raises NotIndependent and TakenMeanwhile."""
    saved = _locked(submission)
    _check_independent(by, saved, at)
    is_held = saved.reviewer_id not in (None, by.pk) and bool(held_reviews([saved], on=at.date()))
    if saved.state != Submission.State.SUBMITTED or is_held:
        raise TakenMeanwhile
    if saved.reviewer_id != by.pk:
        saved.attempt = {}
    saved.reviewer, saved.taken_at = by, at
    saved.save(update_fields=["reviewer", "taken_at", "attempt"])
    return saved


@transaction.atomic
def pass_on(*, submission, by, at):
    """Say “Not me”, before or after taking it: it is no longer in this reviewer's queue, and nobody asks why."""
    saved = _locked(submission)
    ReviewerPass.objects.get_or_create(submission=saved, reviewer=by, defaults={"at": at})
    if saved.reviewer_id == by.pk:
        saved.reviewer, saved.taken_at, saved.attempt = None, None, {}
        saved.save(update_fields=["reviewer", "taken_at", "attempt"])


def pause(*, by, until):
    """Ask nothing of the reviewer before the date `until`, or, for None, ask again from now on."""
    if until is None:
        ReviewerPause.objects.filter(reviewer=by).delete()
    else:
        ReviewerPause.objects.update_or_create(reviewer=by, defaults={"until": until})


@transaction.atomic
def save_attempt(*, submission, by, attempt, at):
    """Keep what the reviewer has filled in so far, so that they can leave and come back."""
    saved = _locked(submission)
    if not may_decide(by, saved, on=at.date()):
        raise NotIndependent
    saved.attempt = attempt
    saved.save(update_fields=["attempt"])


@transaction.atomic
def ask(*, submission, by, text, at):
    """Ask the authors something. They see that a reviewer asked, not who."""
    saved = _locked(submission)
    if not may_decide(by, saved, on=at.date()):
        raise NotIndependent
    Message.objects.create(submission=saved, kind=Message.Kind.QUESTION, by=by, text=text, at=at)
    notifications.news_for_authors(saved)


@transaction.atomic
def answer(*, submission, by, text, at):
    """Answer the reviewer, as an author."""
    saved = _locked(submission)
    if saved.state != Submission.State.SUBMITTED:
        raise TakenMeanwhile
    Message.objects.create(submission=saved, kind=Message.Kind.ANSWER, by=by, text=text, at=at)
    notifications.authors_answered(saved)


@transaction.atomic
def show_newest_words(*, submission):
    """Let the reviewer decide on the words as they are now, after they changed. Return the submission, fresh."""
    saved = _locked(submission)
    saved.content_hash = content_hash(build_page(saved))
    saved.save(update_fields=["content_hash"])
    return saved


@transaction.atomic
def decide(*, submission, by, decision, audience, minutes, sources, result, how, note, seen_hash, confirmed, at):
    """Decide on the words with the hash `seen_hash`, and publish them if they are approved. Return the Review.

    `confirmed` are the keys of disputed stops that the reviewer agrees are no identifiers. Raises NotIndependent, TakenMeanwhile,
    ChangedMeanwhile and Undecided.
    """
    saved = _locked(submission)
    _check_independent(by, saved, at)
    if saved.state != Submission.State.SUBMITTED or saved.reviewer_id != by.pk:
        raise TakenMeanwhile
    if seen_hash != saved.content_hash or content_hash(build_page(saved)) != saved.content_hash:
        raise ChangedMeanwhile
    is_approved = decision == Review.Decision.APPROVE
    if is_approved:
        _check_approval(saved, audience, result, confirmed)
    elif not note:
        raise Undecided("Say what needs to change." if decision == Review.Decision.SEND_BACK else "Say why it cannot be made safe.")
    review = Review.objects.create(
        submission=saved,
        reviewer=by,
        decision=decision,
        minutes=minutes,
        sources=list(sources),
        result=result,
        audience=audience if is_approved else "",
        content_hash=saved.content_hash,
        at=at,
    )
    for kind, text in ((Message.Kind.ATTEMPT, how), (Message.Kind.DECISION, note)):
        if text:
            Message.objects.create(submission=saved, kind=kind, by=by, text=text, at=at)
    saved.answers.filter(key__in=confirmed).update(confirmed_by=by)
    states = {Review.Decision.APPROVE: "PUBLISHED", Review.Decision.SEND_BACK: "SENT_BACK", Review.Decision.REFUSE: "DECLINED"}
    saved.state = Submission.State[states[decision]]
    if is_approved:
        _publish(saved, review, at)
    saved.save(update_fields=["state", "page"])
    add_entry(what=AuditEntry.What.CASE_DECIDED, by=by, words=f"Submission {saved.uid}: {review.decision}")
    notifications.news_for_authors(saved)
    return review


def _check_approval(submission, audience, result, confirmed):
    if result == Attempt.FOUND:
        raise Undecided("You said you could tell who it is, so you cannot approve it.")
    if result == Attempt.NARROWED:
        raise Undecided("You could narrow it to a few families. Send it back, and say which detail led you there.")
    if submission.is_from_desk and audience != submission.audience:
        raise Undecided("Its readers are set at the trainers’ desk. If fewer should read it, send it back and say so.")
    if audience not in Audience.up_to(submission.audience):
        raise Undecided("You can choose fewer readers than the authors ask for, never more.")
    if any(row.is_disputed and row.key not in confirmed for row in submission.answers.all()):
        raise Undecided("The authors say that something is not an identifier. Confirm it, or send the case study back.")


def _publish(submission, review, at):
    """Put the approved words on their page and publish it, in the transaction of the decision."""
    page = build_page(submission, audience=review.audience)
    if audience_of(page) != review.audience:
        raise Undecided("Its readers are not those that you approve. Send it back to its authors.")
    if submission.is_from_desk and identifier_errors(page):
        raise Undecided("It still has a number, a contact, an address or a date of birth. Send it back.")
    page.reviewed_on = at.date()
    page.review_due_on = a_year_later(at.date())
    index = CaseStudyIndexPage.objects.get()
    if not submission.is_from_desk and (page.pk is None or not CaseStudyPage.objects.filter(pk=page.pk, slug=page.slug).exists()):
        page.slug = _free_slug(index, page.title)
    if page.pk is None:
        page.live = False
        page = index.add_child(instance=page)
        submission.page = page
    if not submission.is_from_desk:
        page.themes.set(Theme.objects.filter(slug__in=submission.fields.get("themes") or []))
        page.provocations = list(Provocation.objects.filter(slug__in=submission.fields.get("provocations") or []))
    page.full_clean()
    approve_reviewed(page=page, review=review, basis=submission.bases.last().basis, at=at)
    page.save_revision(log_action=False).publish(log_action=False)


def a_year_later(day):
    """Return the day on which a case study that was read on this one is due to be read again."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + READ_AGAIN_AFTER_YEARS, day.month, last)


def _free_slug(index, title):
    base = slugify(title)[:80].strip("-") or "case-study"
    taken = set(CaseStudyPage.objects.child_of(index).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
