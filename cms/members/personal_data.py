"""Personal data in saved pages, private answers, reported problems and recordings: export, erasure, and who can see it."""

from cms.hooks import ExportSection, VisibilityEntry
from cms.library.models import Recording
from cms.members.models import ProblemReport, ProvocationAnswer, Saved


def export_sections(person):
    """Return the person's data as ExportSections; see EXPORT_MEMBER in cms/hooks.py."""
    saved = Saved.objects.filter(member=person).select_related("page")
    reported, answered = ProblemReport.objects.filter(by=person), ProblemReport.objects.filter(answered_by=person)
    answers = ProvocationAnswer.objects.filter(member=person)
    recordings = Recording.objects.filter(uploaded_by_user=person).order_by("pk")
    return [
        ExportSection("kept_pages", "Pages you saved for later", [_saved_row(row) for row in saved]),
        ExportSection("provocation_answers", "Your private answers to provocations", [_provocation_row(row) for row in answers]),
        ExportSection("problems", "Problems you reported", [_problem_row(report) for report in reported]),
        ExportSection("problems_answered", "Problems you answered", [_answer_row(report) for report in answered]),
        ExportSection("recordings", "Recordings you uploaded", [{"title": row.title, "when": row.created_at} for row in recordings]),
    ]


def _saved_row(saved):
    return {"page": saved.page.title, "kept": saved.saved_at}


def _provocation_row(answer):
    return {"question": answer.question, "your words": answer.text, "saved": answer.saved_at}


def _problem_row(report):
    return {
        "page": report.page_title,
        "kind": report.get_kind_display(),
        "your words": report.words,
        "reported": report.made_at,
        "state": report.get_state_display(),
        "answer": report.answer,
        "answered": report.answered_at,
    }


def _answer_row(report):
    return {"page": report.page_title, "answer": report.answer, "answered": report.answered_at}


def erase(person, at):
    """Delete the saved pages and private answers, and remove the name from reported problems; see FORGET_MEMBER in cms/hooks.py."""
    Saved.objects.filter(member=person).delete()
    ProvocationAnswer.objects.filter(member=person).delete()
    ProblemReport.objects.filter(by=person).update(by=None)


def visibility(person):
    """Return who can see this data, as VisibilityEntries; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry("Pages you saved for later", "They are on your home page.", who="Only you"),
        VisibilityEntry(
            "Your private answers to provocations", "They are on the page of the provocation and under My notes.", who="Only you"
        ),
        VisibilityEntry(
            "Problems you reported",
            "Trainers and administrators read what you wrote and answer it. They are not shown who wrote it.",
            who="Trainers and administrators, without your name",
        ),
    ]
