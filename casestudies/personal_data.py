"""What this app stores about a person: export, erasure, and who can see it."""

from django.db.models import F, Q

from casestudies.actions.withdraw import forget_words
from casestudies.models import (
    Answer,
    Approval,
    ConsentBasis,
    Message,
    Rereading,
    Review,
    ReviewerPass,
    ReviewerPause,
    Submission,
    Withdrawal,
)
from cms.hooks import ExportSection, VisibilityEntry


def export(person):
    """Return the person's data as ExportSections; see EXPORT_MEMBER in cms/hooks.py."""
    answers = Answer.objects.filter(Q(by=person) | Q(confirmed_by=person)).order_by("pk")
    return [
        ExportSection(
            "case_studies", "Case studies you wrote", [_story(row) for row in Submission.objects.written_by(person).order_by("pk")]
        ),
        ExportSection(
            "case_studies_once_written",
            "Case studies of which you are or were an author",
            [{"begun": row.made_at} for row in _of(Submission, "contributors", person)],
        ),
        ExportSection("case_study_answers", "Findings in case studies that you answered or confirmed", [_answer(row) for row in answers]),
        ExportSection(
            "case_study_messages", "What you wrote to an author or a reviewer", [_message(row) for row in _of(Message, "by", person)]
        ),
        ExportSection("case_study_bases", "Why you may share a case study", [_basis(row) for row in _of(ConsentBasis, "by", person)]),
        ExportSection("case_study_reviews", "Case studies you reviewed", [_review(row) for row in _of(Review, "reviewer", person)]),
        ExportSection(
            "case_studies_in_hand",
            "Case studies you are reviewing",
            [{"taken": row.taken_at} for row in _of(Submission, "reviewer", person)],
        ),
        ExportSection(
            "case_studies_passed", "Reviews you did not take", [{"when": row.at} for row in _of(ReviewerPass, "reviewer", person)]
        ),
        ExportSection("case_studies_read_again", "Case studies you read again", [_rereading(row) for row in _of(Rereading, "by", person)]),
        ExportSection(
            "reviewer_break", "Your break from reviewing", [{"until": row.until} for row in _of(ReviewerPause, "reviewer", person)]
        ),
        ExportSection("case_studies_approved", "Case studies you approved", [_approval(row) for row in _of(Approval, "by", person)]),
        ExportSection("case_studies_withdrawn", "Case studies you took down", [{"when": row.at} for row in _of(Withdrawal, "by", person)]),
    ]


def _of(model, field, person):
    return model.objects.filter(**{field: person}).order_by("pk")


def _story(row):
    texts = "\n\n".join(text for text in row.fields.values() if isinstance(text, str) and text)
    return {
        "title": row.title,
        "text": texts,
        "changed": row.changed_else,
        "state": row.get_state_display(),
        "begun": row.made_at,
        "saved": row.saved_at,
    }


def _answer(row):
    return {"about": row.kind, "answer": row.answer, "reason": row.reason, "when": row.at}


def _message(row):
    return {"kind": row.get_kind_display(), "text": row.text, "when": row.at}


def _basis(row):
    return {"basis": row.get_basis_display(), "agreed on": row.agreed_on, "for": row.get_audience_display(), "when": row.at}


def _review(row):
    return {"decision": row.get_decision_display(), "minutes": row.minutes, "result": row.get_result_display(), "when": row.at}


def _rereading(row):
    return {"outcome": row.get_outcome_display(), "when": row.at}


def _approval(row):
    return {"kind": row.get_kind_display(), "reason": row.reason, "when": row.at}


def erase(person, at):
    """Remove the person from what can be changed; see FORGET_MEMBER in cms/hooks.py.

    What they wrote alone and is not published is deleted; what they wrote with someone is that person's. What was published stays without
    them, because others learn from it, and the family's reference still takes it down. Evidence keeps their key.
    """
    own = Submission.objects.filter(author=person, second_author=None)
    own.filter(page=None, bases=None, reviews=None).delete()
    for submission in own.filter(page=None).exclude(state=Submission.State.WITHDRAWN):
        forget_words(submission)
    own.exclude(page=None).update(fields={}, state=Submission.State.PUBLISHED)
    Submission.objects.filter(author=person).update(author=F("second_author"), second_author=None, changed_else="")
    Submission.objects.filter(second_author=person).update(second_author=None)
    Submission.contributors.through.objects.filter(user=person).delete()
    Submission.objects.filter(reviewer=person).update(reviewer=None, taken_at=None, attempt={})
    Answer.objects.filter(by=person).update(by=None, reason="")
    Answer.objects.filter(confirmed_by=person).update(confirmed_by=None)
    Message.objects.filter(by=person).update(by=None)
    ReviewerPass.objects.filter(reviewer=person).delete()
    ReviewerPause.objects.filter(reviewer=person).delete()


def visibility(person):
    """Return VisibilityEntries that say who can see the person's data; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry(
            "Case studies you write",
            "Nobody else reads a draft. A reviewer who is independent of you reads what you send, and is not told who wrote it. A "
            "published case study says that a team in an adopting authority looks after it, not who wrote it.",
            who="You and the colleague you write with",
        ),
        VisibilityEntry(
            "Case studies you review",
            "The authors see your questions and your note, not your name. Your decision stays with a key instead of your name.",
            who="Only you",
        ),
    ]
