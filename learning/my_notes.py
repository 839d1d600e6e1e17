"""A member's own notes, by module. Only their writer ever reads them."""

from collections import defaultdict

from cms.components import plural
from cms.members.models import ProvocationAnswer
from cms.page_tree.snapshot import current_tree
from learning.models.pages import LessonPage
from learning.models.records import Note
from learning.outline import outline
from learning.progress.module_progress import long_date

PROVOCATIONS = "provocations"


def notes_of_module(user, module):
    """Return the user's notes on the questions of a module (an Item), in the order of its lessons. Takes two queries at most."""
    return _rows(Note.objects.filter(member=user, item__module=module).exclude(text=""))


def my_notes_context(user, *, chosen=(), with_lines=False):
    """Return the context of the page “My notes”.

    `chosen` are the keys of the sections to show, all if empty; `with_lines` leaves room to write after each note on paper. The number
    of queries does not depend on the number of notes.
    """
    by_module = defaultdict(list)
    for row in _rows(Note.objects.filter(member=user).exclude(text="")):
        by_module[row["module"]].append(row)
    order = {module.item_id: position for position, module in enumerate(outline().values())}
    modules = sorted(by_module, key=lambda module: (order.get(module.pk, len(order)), module.title) if module else (len(order) + 1, ""))
    sections = [
        {"key": str(module.uid) if module else "other", "title": module.title if module else "Other lessons", "notes": by_module[module]}
        for module in modules
    ]
    if answers := _answers(user):
        sections.append({"key": PROVOCATIONS, "title": "The provocations", "notes": answers})
    for section in sections:
        section["is_chosen"] = not chosen or section["key"] in chosen
    shown = [section for section in sections if section["is_chosen"]]
    total = plural(sum(len(section["notes"]) for section in shown), "note")
    return {"sections": sections, "shown": shown, "chosen_words": total, "with_lines": with_lines}


def _rows(notes):
    """Return notes as dicts for learning/note_row.html, in the order of the lessons."""
    tree = current_tree()
    notes = list(notes.select_related("item__module"))
    paths = {note.item.page_id: tree.nodes[note.item.page_id].path for note in notes if note.item.page_id in tree.nodes}
    questions = _current_questions(paths)
    notes.sort(key=lambda note: (paths.get(note.item.page_id, "~"), note.saved_at))
    return [_row(note, questions) for note in notes]


def _row(note, questions):
    lesson, url = note.item, current_tree().url(note.item.page_id)
    number = _lesson_number(lesson)
    where = f"Lesson {number}" if number else lesson.title
    today = questions.get((lesson.page_id, note.prompt))
    return {
        "question": note.question,
        "text": note.text,
        "from_words": f"{where}, saved on {long_date(note.saved_at)}.",
        "url": f"{url}?go-on=1#note-{note.prompt}" if url and today else "",
        "was_reworded": today is not None and today != note.question,
        "module": lesson.module,
    }


def _lesson_number(lesson):
    """Return the lesson's number in its module today, or 0."""
    module = outline().get(lesson.module.page_id) if lesson.module else None
    numbers = {other.item_id: number for number, other in enumerate(module.lessons, start=1)} if module else {}
    return numbers.get(lesson.pk, 0)


def _current_questions(page_ids):
    """Return {(page id, prompt): question} of published lessons, using one query, or none without pages."""
    pages = LessonPage.objects.live().filter(pk__in=list(page_ids)) if page_ids else []
    return {(page.pk, block.id): block.value["question"] for page in pages for block in page.body if block.block_type == "reflection"}


def _answers(user):
    """Return the user's answers to provocations as dicts for learning/note_row.html, newest first."""
    answers = ProvocationAnswer.objects.of(user).exclude(text="").select_related("provocation")
    return [
        {
            "question": answer.question,
            "text": answer.text,
            "from_words": f"Answered on {long_date(answer.saved_at)}.",
            "url": f"{answer.provocation.url}#answer" if answer.provocation and answer.provocation.live else "",
            "was_reworded": False,
        }
        for answer in answers
    ]
