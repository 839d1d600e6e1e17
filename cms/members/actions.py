"""Saving pages, answering provocations, reporting a problem with a page, and answering a report."""

from datetime import timedelta

from django.db import transaction

from cms.members.models import ProblemReport, ProvocationAnswer, Saved
from cms.members.permissions import may_answer_problems
from cms.page_tree.permissions import may_open
from cms.page_tree.snapshot import current_tree
from cms.people.mailer import absolute_url, send_email
from cms.people.permissions import may_open_desk

HOUR = timedelta(hours=1)
MAX_REPORTS_PER_HOUR = 10


class NotPermitted(Exception):
    """The user may not open the page, or may not answer reported problems."""


class TooManyReports(Exception):
    """The member has already sent MAX_REPORTS_PER_HOUR reports in the last hour."""


class ReportAlreadyAnswered(Exception):
    """Someone else has answered the report."""


@transaction.atomic
def save_page(*, member, page, at):
    """Save a page for later and return the Saved row, which may exist already. Raises NotPermitted."""
    if not may_open(member, page):
        raise NotPermitted
    return Saved.objects.get_or_create(member=member, page=page, defaults={"saved_at": at})[0]


@transaction.atomic
def unsave_page(*, member, page):
    """Remove a page from the member's saved pages, if it is there."""
    Saved.objects.of(member).filter(page=page).delete()


@transaction.atomic
def answer_provocation(*, member, provocation, text, at):
    """Save the member's private answer to a provocation and return it. Blank text empties an answer, and is not one by itself."""
    answers = ProvocationAnswer.objects.filter(member=member, provocation=provocation)
    values = {"question": provocation.text, "text": text.strip(), "saved_at": at}
    if not values["text"]:
        answers.update(**values)
        return answers.first()
    return ProvocationAnswer.objects.update_or_create(member=member, provocation=provocation, defaults=values)[0]


@transaction.atomic
def report_problem(*, by, page, kind, words, at):
    """Save a report of a problem with a page and email the person responsible for the page.

    If the member sent the same report within the last hour, it is returned instead. Raises NotPermitted and TooManyReports.
    """
    if not may_open(by, page):
        raise NotPermitted
    recent = ProblemReport.objects.of(by).filter(made_at__gt=at - HOUR)
    if duplicate := recent.filter(page=page, kind=kind, words=words).first():
        return duplicate
    if recent.count() >= MAX_REPORTS_PER_HOUR:
        raise TooManyReports
    report = ProblemReport.objects.create(page=page, page_title=page.title, kind=kind, words=words, by=by, made_at=at)
    _tell(_recipients_of_reports(page), "members/emails/problem.txt", report)
    return report


@transaction.atomic
def answer_problem(*, report, answer, by, at):
    """Close a report, with an optional answer, and email the person who reported it. Raises NotPermitted and ReportAlreadyAnswered."""
    if not may_answer_problems(by):
        raise NotPermitted
    changes = {"state": ProblemReport.State.DONE, "answer": answer, "answered_by": by, "answered_at": at}
    if not ProblemReport.objects.open().filter(pk=report.pk).update(**changes):
        raise ReportAlreadyAnswered
    report.refresh_from_db()
    if report.by and report.by.is_active:
        _tell([report.by], "members/emails/problem_answered.txt", report)
    return report


def _recipients_of_reports(page):
    """Return, in a list, the page's owner if they may still open the trainers' desk, otherwise the site's help address."""
    if page.owner and may_open_desk(page.owner):
        return [page.owner]
    help_email = current_tree().settings.help_email
    return [help_email] if help_email else []


def _tell(recipients, template, report):
    """Send an email after commit. It contains neither the text of the report nor the title of the page."""
    links = {"desk_url": absolute_url("problem_reports:index"), "mine_url": absolute_url("reported_problems")}
    for recipient in recipients:
        send_email(to=recipient, template=template, kind=report.get_kind_display(), **links)
