"""What members do with any page: keep it for later, report a problem; and what trainers do about a report."""

from datetime import timedelta

from django.db import transaction

from cms.members.models import ProblemReport, Saved
from cms.members.permissions import may_answer_problems
from cms.page_tree.permissions import may_open
from cms.page_tree.snapshot import current_tree
from cms.people.emails import absolute_url, send_email
from cms.people.permissions import may_open_desk

AN_HOUR = timedelta(hours=1)
MOST_REPORTS_AN_HOUR = 10


class NotOpenToYou(Exception):
    """The page is not there for this person: not published, kept to a few, or the person is no member."""


class TooManyReports(Exception):
    """Nobody finds that much in an hour."""


class AlreadyDealtWith(Exception):
    """Somebody else has dealt with the report."""


@transaction.atomic
def keep(*, member, page, at):
    """Keep a page for later; kept twice it is kept once. Raises NotOpenToYou."""
    if not may_open(member, page):
        raise NotOpenToYou
    return Saved.objects.get_or_create(member=member, page=page, defaults={"saved_at": at})[0]


@transaction.atomic
def take_back(*, member, page):
    """Take a page off what one keeps; if it was not there, nothing happens."""
    Saved.objects.of(member).filter(page=page).delete()


@transaction.atomic
def report_problem(*, by, page, kind, words, at):
    """Write down what is wrong with a page, and tell whoever looks after it. Raises NotOpenToYou, TooManyReports.

    The same words about the same page, sent again within the hour, are one report.
    """
    if not may_open(by, page):
        raise NotOpenToYou
    recent = ProblemReport.objects.of(by).filter(made_at__gt=at - AN_HOUR)
    if again := recent.filter(page=page, kind=kind, words=words).first():
        return again
    if recent.count() >= MOST_REPORTS_AN_HOUR:
        raise TooManyReports
    report = ProblemReport.objects.create(page=page, page_title=page.title, kind=kind, words=words, by=by, made_at=at)
    _tell(_who_looks_after(page), "A problem with a page was reported", "cms/letters/problem.txt", report)
    return report


@transaction.atomic
def deal_with_problem(*, report, answer, by, at):
    """Note that a report is dealt with, with an answer if there is one, and tell whoever reported it. Raises AlreadyDealtWith."""
    if not may_answer_problems(by):
        raise NotOpenToYou
    done = {"state": ProblemReport.State.DONE, "answer": answer, "answered_by": by, "answered_at": at}
    if not ProblemReport.objects.open().filter(pk=report.pk).update(**done):
        raise AlreadyDealtWith
    report.refresh_from_db()
    if report.by and report.by.is_active:
        _tell([report.by.email], "What you reported was dealt with", "cms/letters/problem_done.txt", report)
    return report


def _who_looks_after(page):
    """Addresses a report goes to: the page's owner while they work at the desk, otherwise whoever helps on this site."""
    if page.owner and may_open_desk(page.owner):
        return [page.owner.email]
    help_email = current_tree().settings.help_email
    return [help_email] if help_email else []


def _tell(addresses, subject, template, report):
    """Email the addresses on commit. The email contains neither the words of the report nor the title of the page."""
    links = {"desk_url": absolute_url("problem_reports:index"), "mine_url": absolute_url("reported_problems")}
    for address in addresses:
        send_email(to=address, subject=subject, template=template, kind=report.get_kind_display(), **links)
