"""Who may write, review, and take down a case study."""

from wagtail.models import Revision

from casestudies.models import CaseStudyPage, ReviewerPause, Submission
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.permissions import is_member, may_use_desk, needs_second_factor


def may_contribute(user):
    """Return whether the user may write a case study: every member except partners, who have no team of their own."""
    return is_member(user) and user.membership is not None and not _has_role(user, Role.PARTNER)


def is_author(user, submission):
    return user.pk is not None and user.pk in {submission.author_id, submission.second_author_id}


def may_write(user, submission):
    """Return whether the user may change the words: its authors may, until it is sent and after it has come back."""
    return is_author(user, submission) and submission.is_editable and not submission.is_from_desk


def is_reviewer(user):
    """Return whether the user reviews case studies. A second factor is not checked here: the decorator checks it."""
    return is_member(user) and _has_role(user, Role.REVIEWER)


def _has_role(user, role):
    return RoleGrant.objects.current().filter(user=user, role=role).exists()


def may_review(user, submission, *, on):
    """Return whether the user may review it on the date `on`: a reviewer who is independent of everyone who wrote it."""
    return is_reviewer(user) and not needs_second_factor(user) and bool(independent_of([user], [submission], on=on))


def may_decide(user, submission, *, on):
    """Return whether the user may decide: they have taken the review, and are still independent."""
    is_theirs = submission.state == Submission.State.SUBMITTED and submission.reviewer_id == user.pk
    return is_theirs and may_review(user, submission, on=on)


def reviewers(submission, *, on):
    """Return the reviewers who have time on the date `on` and are independent of everyone who wrote it."""
    everyone = _active_reviewers()
    keys = {user for user, _ in independent_of(everyone, [submission], on=on)}
    keys -= set(ReviewerPause.objects.filter(until__gt=on).values_list("reviewer", flat=True))
    return [user for user in everyone if user.pk in keys]


def _active_reviewers():
    held = RoleGrant.objects.current().filter(role=Role.REVIEWER)
    return list(User.objects.filter(pk__in=held.values("user"), memberships__ended_on__isnull=True, is_active=True).distinct())


def held_reviews(submissions, *, on):
    """Return the keys of the submissions whose reviewer can still decide. The others wait for someone, whatever their row says."""
    able = independent_of(_active_reviewers(), submissions, on=on)
    return {submission.pk for submission in submissions if (submission.reviewer_id, submission.pk) in able}


def independent_of(users, submissions, *, on):
    """Return {(user id, submission id)} where the user is independent of everyone who has been an author or contributor. Four queries.

    Nobody reviews the work of their own hub, or of their own authority if either of them has no hub. It is judged over the whole time
    since it was submitted: a reviewer who moves to the authors' authority, or has just left it, is not independent. The place where it
    was begun counts even after its author is forgotten.
    """
    writers = _writers(submissions)
    people = {user.pk for user in users} | {pk for keys in writers.values() for pk in keys}
    memberships: dict[int, list] = {}
    for membership in Membership.objects.filter(user__in=people):
        memberships.setdefault(membership.user_id, []).append(membership)
    found = set()
    for submission in submissions:
        since = min(submission.submitted_at.date(), on) if submission.submitted_at else on
        theirs = [place for pk in writers[submission.pk] for place in _during(memberships.get(pk, []), since, on)]
        if submission.authority_id:
            theirs.append(submission)
        for user in users:
            mine = _during(memberships.get(user.pk, []), since, on)
            if mine and user.pk not in writers[submission.pk] and not any(_same_place(a, b) for a in mine for b in theirs):
                found.add((user.pk, submission.pk))
    return found


def rereadable(user, *, on):
    """Return the published case studies that are due to be read again, and that the user may open and is independent of, oldest first."""
    pages = list(CaseStudyPage.objects.visible_to(user).filter(review_due_on__lte=on).order_by("review_due_on", "pk"))
    written = list(Submission.objects.filter(page__in=pages))
    independent = {submission for _, submission in independent_of([user], written, on=on)}
    not_theirs = {submission.page_id for submission in written if submission.pk not in independent}
    return [page for page in pages if page.pk not in not_theirs]


def _writers(submissions):
    """Return {submission id: ids of everyone who has been an author} and, for a page of the desk, of everyone who saved a revision."""
    pages = [str(submission.page_id) for submission in submissions if submission.is_from_desk and submission.page_id]
    editors: dict[str, set] = {}
    if pages:
        rows = Revision.objects.filter(object_id__in=pages, base_content_type__app_label="wagtailcore", user__isnull=False)
        for page, user in rows.values_list("object_id", "user_id"):
            editors.setdefault(page, set()).add(user)
    writers = {
        submission.pk: {pk for pk in (submission.author_id, submission.second_author_id) if pk}
        | editors.get(str(submission.page_id), set())
        for submission in submissions
    }
    for submission, user in Submission.contributors.through.objects.filter(submission__in=writers).values_list("submission_id", "user_id"):
        writers[submission].add(user)
    return writers


def _during(memberships, since, until):
    return [place for place in memberships if place.started_on <= until and (place.ended_on is None or place.ended_on >= since)]


def _same_place(mine, theirs):
    if mine.authority_id != theirs.authority_id:
        return False
    return mine.hub_id is None or theirs.hub_id is None or mine.hub_id == theirs.hub_id


def may_send_page(user, page):
    """Return whether the user may send a page written in Wagtail's admin for review: those who may edit it there."""
    return may_use_desk(user) and page.permissions_for_user(user).can_edit()


def may_withdraw(user, submission):
    """Return whether the user may withdraw it without a reference: its authors may, at any time."""
    return is_author(user, submission)
