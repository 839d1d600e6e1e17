"""Reading a published case study again when that is due: it stays for another year, or goes back to those who wrote it."""

from django.db import transaction
from wagtail.models import Revision

from casestudies import notifications
from casestudies.actions.review import a_year_later
from casestudies.content_hash import content_hash
from casestudies.models import CaseStudyPage, Message, Rereading, Submission
from casestudies.permissions import is_reviewer, rereadable
from cms.members.actions import report_problem
from cms.members.models import ProblemReport
from cms.people.permissions import needs_second_factor


class NotPermitted(Exception):
    """The user is no reviewer, is not independent, or the page is not due or no longer published."""


class ChangedMeanwhile(Exception):
    """The words are not those that the reviewer read."""


@transaction.atomic
def reread(*, page, by, outcome, note, seen_hash, at):
    """Record what the reviewer found on reading the page again. Raises NotPermitted and ChangedMeanwhile.

    What stays is due again in a year. What has to change is unpublished, and the note goes to its authors, or to the editors for a
    page that was written at the desk.
    """
    page = CaseStudyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    on = at.date()
    if not is_reviewer(by) or needs_second_factor(by) or page not in rereadable(by, on=on):
        raise NotPermitted
    if content_hash(page) != seen_hash:
        raise ChangedMeanwhile
    Rereading.objects.create(page_id=page.pk, outcome=outcome, content_hash=seen_hash, by=by, at=at)
    if outcome == Rereading.Outcome.STAYS:
        _stay(page, on)
        return
    submission = Submission.objects.filter(page=page, is_from_desk=False).last()
    if submission is None:
        report_problem(by=by, page=page, kind=ProblemReport.Kind.PERSON, words=note, at=at)
        page.unpublish(set_expired=False, commit=True)
        return
    page.unpublish(set_expired=False, commit=True)
    Message.objects.create(submission=submission, kind=Message.Kind.DECISION, by=by, text=note, at=at)
    published = Submission.objects.filter(pk=submission.pk, state=Submission.State.PUBLISHED)
    published.update(state=Submission.State.SENT_BACK, reviewer=None, taken_at=None, attempt={})
    notifications.news_for_authors(submission)


def _stay(page, on):
    """Move the dates, on the page and in the draft that an editor would open. Neither is among the words that were approved."""
    dates = {"reviewed_on": on, "review_due_on": a_year_later(on)}
    CaseStudyPage.objects.filter(pk=page.pk).update(**dates)
    if revision := page.get_latest_revision():
        content = revision.content | {name: day.isoformat() for name, day in dates.items()}
        Revision.objects.filter(pk=revision.pk).update(content=content)
