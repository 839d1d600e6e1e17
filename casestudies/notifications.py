"""Emails about case studies. None of them has a title or a word of the story."""

from casestudies.permissions import reviewers
from cms.people.mailer import absolute_url, send_email


def something_waits(submission, *, on):
    """Tell the independent reviewers that a case study waits for one of them."""
    for reviewer in reviewers(submission, on=on):
        send_email(to=reviewer, template="casestudies/emails/waits.txt", url=absolute_url("casestudies:queue"))


def news_for_authors(submission):
    """Tell the authors that the reviewer has asked or decided something."""
    url = absolute_url("casestudies:where", submission.uid)
    for author in (submission.author, submission.second_author):
        if author and author.is_active:
            send_email(to=author, template="casestudies/emails/news.txt", url=url)


def authors_answered(submission):
    """Tell the reviewer that the authors have answered."""
    if submission.reviewer:
        url = absolute_url("casestudies:review", submission.uid)
        send_email(to=submission.reviewer, template="casestudies/emails/answered.txt", url=url)
