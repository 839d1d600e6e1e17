"""What is held about one person's learning, for them to take along; who can see it; and what goes when they are forgotten."""

from cms.parts import Chapter, Sight
from learning.models import WordFile
from learning.models.records import Assignment, ItemVersion, LearningEvent, LessonState, Note, Place


def chapters(person):
    """Everything of this house; see EXPORT_MEMBER in cms/hooks.py."""
    return [
        Chapter("assignments", "Modules you began or were asked for", [_assignment(one) for one in _assignments(member=person)]),
        Chapter("lessons", "Where you stand in each lesson", [_lesson(one) for one in _lessons(person)]),
        Chapter("learning_events", "What happened, in order", [_event(one) for one in _events(subject=person.subject)]),
        Chapter("notes", "Your private notes", [_note(one) for one in Note.objects.filter(member=person).select_related("item")]),
        Chapter("places", "Where you stopped reading", [_place(one) for one in _places(person)]),
        Chapter("asked_of_others", "Modules you asked others for", [_asked(one) for one in _assignments(asked_by=person)]),
        Chapter("written_down_for_others", "What you wrote down on others’ records", _for_others(person)),
        Chapter("word_files", "Word files you brought in", [_word_file(one) for one in WordFile.objects.of(person)]),
        Chapter("lessons_published", "Lessons you published", [_version(one) for one in _versions(person)]),
    ]


def _assignments(**of):
    return Assignment.objects.filter(**of).select_related("module", "state").order_by("made_at", "pk")


def _assignment(one):
    state = getattr(one, "state", None)
    return {
        "module": one.module.title,
        "cycle": one.cycle,
        "how": one.get_source_display(),
        "made": one.made_at,
        "due": one.due_on,
        "reminded": one.reminded_at,
        "started": state and state.started_at,
        "completed": state and state.completed_at,
        "lessons done": state.lessons_done if state else 0,
        "lessons asked for": state.lessons_asked if state else 0,
    }


def _asked(one):
    """Without whom: that is the other person's."""
    return {"module": one.module.title, "made": one.made_at, "due": one.due_on}


def _lessons(person):
    states = LessonState.objects.filter(assignment__member=person).select_related("item", "version")
    return states.defer("version__snapshot").order_by("assignment", "pk")


def _lesson(one):
    return {
        "lesson": one.item.title,
        "completed": one.completed_at,
        "version": one.version and one.version.number,
        "title of the version": one.version.title if one.version else "",
        "newest version read": one.read_number,
        "no longer asked for": one.waived,
        "questions reflected on": one.reflections,
    }


def _events(**of):
    events = LearningEvent.objects.filter(**of).select_related("item", "version", "structure", "authority")
    return events.defer("version__snapshot").in_order()


def _event(one):
    return {
        "id": str(one.id),
        "number": one.position,
        "what": one.get_verb_display(),
        "of": one.item.title,
        "version": one.version and one.version.number,
        "title of the version": one.version.title if one.version else "",
        "version made": one.version and one.version.made_at,
        "outline of the module": one.structure.number,
        "authority": str(one.authority or ""),
        "happened": one.occurred_at,
        "received": one.received_at,
        "by you": one.actor == one.subject,
        "reason": one.reason,
        "corrects the event": str(one.voids_id or ""),
        "hash of the event before": one.previous_hash,
        "hash": one.hash,
    }


def _for_others(person):
    done = LearningEvent.objects.filter(actor=person.subject).exclude(subject=person.subject).select_related("item")
    return [
        {"what": one.get_verb_display(), "of": one.item.title, "happened": one.occurred_at, "reason": one.reason}
        for one in done.order_by("occurred_at")
    ]


def _note(one):
    return {"lesson": one.item.title, "question": one.question, "note": one.text, "saved": one.saved_at}


def _places(person):
    return Place.objects.filter(assignment__member=person).select_related("item", "assignment__module")


def _place(one):
    return {
        "module": one.assignment.module.title,
        "lesson": one.item.title,
        "heading": one.anchor,
        "percent of the page": one.percent,
        "kept": one.kept_at,
    }


def _word_file(one):
    return {"file": one.name, "read": one.read_at}


def _versions(person):
    return ItemVersion.objects.filter(made_by=person).defer("snapshot").order_by("made_at")


def _version(one):
    return {"title": one.title, "version": one.number, "kind of change": one.get_change_display(), "made": one.made_at}


def forget(person, at):
    """Notes and places go. Events, and what they come to, stay under the key: they cannot be taken out, and name nobody."""
    Note.objects.filter(member=person).delete()
    Place.objects.filter(assignment__member=person).delete()
    WordFile.objects.of(person).delete()


def sights(person):
    """Who can see what of this house; see WHO_SEES in cms/hooks.py. No page shows anybody another person's record."""
    return [
        Sight(
            "Your learning record",
            "What you were asked for, what you began and completed, when, and in which version. Trainers see how many people completed a "
            "lesson, never who.",
            who="Only you",
        ),
        Sight("Your notes to the questions in lessons", "That you reflected is on your record; what you wrote is not.", who="Only you"),
        Sight("Where you stopped reading", "So that you can carry on there.", who="Only you"),
    ]
