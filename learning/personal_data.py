"""The personal data in learning: exporting it, showing who can see it, and erasing it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from cms.components import join_with_and
from cms.hooks import ExportSection, VisibilityEntry
from cms.people.permissions import learning_managers_of
from learning import marking
from learning.models import WordFile
from learning.models.records import (
    Assignment,
    Attempt,
    Certificate,
    CheckVersion,
    Diploma,
    Enrolment,
    ItemVersion,
    LearningEvent,
    LessonState,
    Note,
    OpenAttempt,
    Place,
    Rule,
    SignOff,
)
from learning.reports.person import looks_at

MAX_LOOKS = 5


def export(person):
    """Return everything learning has about the person; see EXPORT_MEMBER in cms/hooks.py.

    Names and keys are part of the exported file's format and must not change.
    """
    return [
        ExportSection("assignments", "Modules you started or were assigned", [_assignment_row(row) for row in _assignments(member=person)]),
        ExportSection("lessons", "Your progress in each lesson", [_lesson_row(state) for state in _lesson_states(person)]),
        ExportSection("learning_events", "What happened, in order", [_event_row(event) for event in _events(person)]),
        ExportSection(
            "notes", "Your private notes", [_note_row(note) for note in Note.objects.filter(member=person).select_related("item")]
        ),
        ExportSection("places", "Where you stopped reading", [_place_row(place) for place in _places(person)]),
        ExportSection("checks", "Your answers in checks", [_attempt_row(attempt) for attempt in _attempts(person)]),
        ExportSection(
            "certificates",
            "Your certificates",
            [_certificate_row(row) for row in Certificate.objects.filter(subject=person.subject).select_related("assignment__module")],
        ),
        ExportSection("asked_of_others", "Modules you assigned to others", [_asked_row(row) for row in _assignments(asked_by=person)]),
        ExportSection(
            "written_down_for_others", "What you recorded for others", [_other_event_row(row) for row in _events_for_others(person)]
        ),
        ExportSection("pathways", "Pathways you are or were on", [_pathway_row(row) for row in _enrolments(person)]),
        ExportSection(
            "practice", "Your practice, as colleagues saw it", [_sign_off_row(row) for row in SignOff.objects.filter(member=person)]
        ),
        ExportSection("diploma", "Your Level 3 diploma", [_diploma_row(row) for row in Diploma.objects.filter(member=person)]),
        ExportSection(
            "signed_off", "Practice of others that you signed off", [_signed_row(row) for row in SignOff.objects.filter(observer=person)]
        ),
        ExportSection("rules", "Rules about who is asked that you made or that name you", [_rule_row(row) for row in _rules(person)]),
        ExportSection("word_files", "Word files you uploaded", [_word_file_row(file) for file in WordFile.objects.of(person)]),
        ExportSection("lessons_published", "Lessons you published", [_version_row(version) for version in _versions(person)]),
        ExportSection(
            "questions_published",
            "Questions you published",
            [_questions_row(check) for check in CheckVersion.objects.filter(made_by=person).select_related("item").order_by("made_at")],
        ),
    ]


def visibility(person):
    """Return who can see what learning has about the person; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry(
            "Your learning record",
            "What you were assigned and why, what you started and completed, and when. Your pathways, and what colleagues saw of your "
            "practice. What you wrote if you said that a module is wrong for you, what you were answered, and why a module was waived. "
            "Those who can see it can download it. Trainers see how many "
            f"people completed a lesson, never who. {_looks(person)}",
            people=learning_managers_of(person),
            url=reverse("learning:person", args=[person.subject]),
            page_text=str(person),
        ),
        VisibilityEntry(
            "When you are away from work",
            f"Two dates, never the reason. {_absences(person)}",
            people=learning_managers_of(person),
            url=reverse("learning:away", args=[person.subject]),
            page_text=str(person),
        ),
        VisibilityEntry(
            "Your notes on the questions in lessons",
            "Your record shows that you reflected, but not what you wrote.",
            who="Only you",
        ),
        VisibilityEntry(
            "Your answers in checks",
            "Those who can see your learning record see that you passed, and the date. They never see your answers or how often you tried.",
            who="Only you",
        ),
        VisibilityEntry(
            "Your certificates",
            "What a certificate says. We look it up only for someone who has its code and types the name on it.",
            who="Anyone you give a certificate to",
        ),
        VisibilityEntry("Where you stopped reading", "So that you can carry on from there.", who="Only you"),
    ]


def _absences(person):
    """Return a sentence on the person's days away that have not ended."""
    days = [f"{date_format(day.first_day, 'j F Y')} to {date_format(day.last_day, 'j F Y')}" for day in person.absences.current_or_later()]
    return f"Entered: {join_with_and(days)}." if days else "No days are entered."


def _looks(person):
    """Return a sentence on who opened the person's record last."""
    looks = [f"{look['name']} on {date_format(look['at'], 'j F Y')}" for look in looks_at(person)[:MAX_LOOKS]]
    return f"Opened by {join_with_and(looks)}." if looks else "Nobody has opened it yet."


def erase(person, at):
    """Delete the person's notes, places and Word files, and what was written about their assignments; see FORGET_MEMBER in cms/hooks.py.

    Events, states and finished attempts stay under the person's key: they are append-only and do not identify anyone. What the person
    wrote in words in a check is a note. Their certificates are withdrawn.
    """
    Note.objects.filter(member=person).delete()
    Place.objects.filter(assignment__member=person).delete()
    WordFile.objects.of(person).delete()
    OpenAttempt.objects.filter(member=person).delete()
    Certificate.objects.filter(subject=person.subject, withdrawn_at=None).update(withdrawn_at=at)
    Assignment.objects.filter(member=person).update(reason="", objection="", answer="", waiver="")
    SignOff.objects.filter(member=person).update(words="", withdrawn_why="")
    Rule.objects.filter(member=person).delete()
    Diploma.objects.filter(member=person).delete()


def _assignments(**filters):
    return Assignment.objects.filter(**filters).select_related("module", "state").order_by("made_at", "pk")


def _assignment_row(assignment):
    state = getattr(assignment, "state", None)
    return {
        "module": assignment.module.title,
        "cycle": assignment.cycle,
        "how": assignment.get_source_display(),
        "occasion": assignment.occasion,
        "made": assignment.made_at,
        "reason you were given": assignment.reason,
        "why you said it is wrong for you": assignment.objection,
        "answer you were given": assignment.answer,
        "waived": assignment.waived_at,
        "why it was waived": assignment.waiver,
        "due": assignment.due_on,
        "reminded": assignment.reminded_at,
        "started": state and state.started_at,
        "completed": state and state.completed_at,
        "lessons done": state.lessons_done if state else 0,
        "lessons asked for": state.lessons_asked if state else 0,
    }


def _asked_row(assignment):
    """Return the row without the member's name, which is their personal data."""
    return {"module": assignment.module.title, "made": assignment.made_at, "due": assignment.due_on, "reason": assignment.reason}


def _enrolments(person):
    return Enrolment.objects.filter(member=person).select_related("pathway", "version").prefetch_related("steps")


def _pathway_row(enrolment):
    return {
        "pathway": str(enrolment.pathway),
        "version": enrolment.version.number,
        "dates run from": enrolment.started_on,
        "not asked for since": enrolment.ended_on,
        "signed off": enrolment.signed_off_at,
        "steps": ", ".join(f"{step.title} (by {step.due_on})" for step in enrolment.steps.all()),
        "sessions": ", ".join(f"{step.title}: {step.done_on}" for step in enrolment.steps.all() if step.done_on),
    }


def _sign_off_row(sign_off):
    return {
        "what": sign_off.title,
        "seen": sign_off.seen_on,
        "points": ", ".join(sign_off.points),
        "words": sign_off.words,
        "ready": sign_off.is_ready,
        "withdrawn": sign_off.withdrawn_at,
        "why it was withdrawn": sign_off.withdrawn_why,
    }


def _diploma_row(diploma):
    return {
        "achieved": diploma.achieved_on,
        "later date": diploma.deferred_to,
        "why it is later": diploma.deferral_reason,
        "warned about the date": diploma.warned_due,
        "months before it": diploma.warned_months,
    }


def _signed_row(sign_off):
    """Return the row without the member's name, which is their personal data."""
    return {"what": sign_off.title, "seen": sign_off.seen_on, "words": sign_off.words, "ready": sign_off.is_ready}


def _rules(person):
    return Rule.objects.filter(Q(made_by=person) | Q(member=person)).select_related("pathway", "module", "authority", "hub", "job_role")


def _rule_row(rule):
    """Return the row without the name of a member it is about."""
    return {"what": rule.what, "made": rule.made_at, "ended": rule.ended_at, "reason": rule.reason}


def _lesson_states(person):
    states = LessonState.objects.filter(assignment__member=person).select_related("item", "version")
    return states.defer("version__snapshot").order_by("assignment", "pk")


def _lesson_row(state):
    return {
        "lesson": state.item.title,
        "completed": state.completed_at,
        "version": state.version and state.version.number,
        "title of the version": state.version.title if state.version else "",
        "newest version read": state.read_number,
        "no longer asked for": state.waived,
        "questions reflected on": state.reflections,
        "check passed": state.passed_at,
    }


def _events(person):
    events = LearningEvent.objects.of(person).select_related("item", "version", "structure", "authority")
    return events.defer("version__snapshot").in_order()


def _event_row(event):
    return {
        "id": str(event.id),
        "number": event.position,
        "what": event.get_verb_display(),
        "of": event.item.title,
        "version": event.version and event.version.number,
        "title of the version": event.version.title if event.version else "",
        "version made": event.version and event.version.made_at,
        "outline of the module": event.structure.number,
        "authority": str(event.authority or ""),
        "happened": event.occurred_at,
        "received": event.received_at,
        "by you": event.actor == event.subject,
        "reason": event.reason,
        "corrects the event": str(event.voids_id or ""),
        "hash of the event before": event.previous_hash,
        "hash": event.hash,
        "format of the hash": event.hash_format,
    }


def _events_for_others(person):
    events = LearningEvent.objects.filter(actor=person.subject).exclude(subject=person.subject)
    return events.select_related("item").order_by("occurred_at")


def _other_event_row(event):
    return {"what": event.get_verb_display(), "of": event.item.title, "happened": event.occurred_at, "reason": event.reason}


def _note_row(note):
    return {"lesson": note.item.title, "question": note.question, "note": note.text, "saved": note.saved_at}


def _attempts(person):
    """Return the person's attempts, the finished ones first."""
    finished = Attempt.objects.filter(subject=person.subject).select_related("item", "check_version").order_by("submitted_at")
    return [*finished, *OpenAttempt.objects.filter(member=person).select_related("item", "check_version").order_by("begun_at")]


def _attempt_row(attempt):
    """Return an attempt with its answers in words. Of an open one, what has been answered so far; never which answers are right."""
    questions = [question for question in attempt.check_version.questions if question["id"] in attempt.answers]
    return {
        "lesson": attempt.item.title,
        "begun": attempt.begun_at,
        "handed in": getattr(attempt, "submitted_at", None),
        "passed": getattr(attempt, "passed", None),
        "right": getattr(attempt, "right", None),
        "answers": [
            {"question": question["question"], "answer": marking.answer_words(question, attempt.answers[question["id"]])}
            for question in questions
        ],
    }


def _certificate_row(certificate):
    module = certificate.assignment.module.title if certificate.assignment else "Your whole learning record"
    return {"of": module, "code": certificate.printed_code, "made": certificate.issued_at}


def _questions_row(check):
    return {"lesson": check.item.title, "number": check.number, "made": check.made_at}


def _places(person):
    return Place.objects.filter(assignment__member=person).select_related("item", "assignment__module")


def _place_row(place):
    return {
        "module": place.assignment.module.title,
        "lesson": place.item.title,
        "heading": place.anchor,
        "percent of the page": place.percent,
        "kept": place.kept_at,
    }


def _word_file_row(file):
    return {"file": file.name, "read": file.read_at}


def _versions(person):
    return ItemVersion.objects.filter(made_by=person).defer("snapshot").order_by("made_at")


def _version_row(version):
    return {
        "title": version.title,
        "version": version.number,
        "kind of change": version.get_change_display(),
        "made": version.made_at,
    }
