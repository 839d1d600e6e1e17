"""The template context of a check's pages. The key and the feedback of a question are in it only once it has an answer."""

from uuid import uuid4

from django.urls import reverse
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from cms.components import Button, Progress, plural
from cms.page_tree.snapshot import current_tree
from learning import marking
from learning.models.records import LearningEvent, Note
from learning.outline import outline
from learning.progress import long_date, module_progress

NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
HINTS = {
    "one_choice": "Choose one.",
    "true_false": "Choose one.",
    "several_choices": "Choose all that fit.",
    "order": "Give each one its place.",
    "match": "Choose one for each.",
    "short_answer": "Nobody marks this. Only you can read it, and it is with your notes.",
    "branching": "None of these is marked as right or wrong.",
}


def in_words(number):
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def question_context(lesson, attempt, number, *, again=False, fault="", typed=None):
    """Return the context of question `number` of an OpenAttempt: to be asked, or with what there is to say to the answer it has.

    `again` asks it once more. `fault` says what is wrong with the submitted answer, and `typed` is the submitted form.
    """
    questions = attempt.check_version.questions
    question = questions[number - 1]
    answer = attempt.answers.get(question["id"])
    done = frozenset(place for place, other in enumerate(questions, start=1) if other["id"] in attempt.answers and place != number)
    context = {
        **_head(lesson),
        "number": number,
        "progress": Progress(len(questions), done, number),
        "place_words": f"Question {number} of {len(questions)}",
        "question": {"id": question["id"], "kind": question["kind"], "text": question["question"], "hint": HINTS[question["kind"]]},
        "action": reverse("learning:check_question", args=[lesson.uid, number]),
        "is_corrected": lesson.current_check_id not in (None, attempt.check_version_id),
    }
    is_answered = answer is not None and (question["kind"] != "branching" or marking.is_finished(question, answer))
    if is_answered and not again and not fault:
        return {**context, **_said(lesson, attempt, number, question, answer)}
    return {**context, "fault": fault, "asked": _asked(attempt, question, answer, typed)}


def _head(lesson):
    tree = current_tree()
    node = tree.nodes[lesson.page_id]
    ancestors = [{"title": other.title, "url": other.url} for other in tree.ancestors(node) if other.url not in (None, "/")]
    return {
        "lesson": {"title": lesson.title, "url": f"{node.url}?go-on=1#complete"},
        "crumbs": [*ancestors, {"title": lesson.title, "url": node.url}, {"title": "Check", "url": ""}],
    }


def _asked(attempt, question, answer, typed):
    """Return what there is to choose from or fill in, with the answer so far; never the key."""
    kind = question["kind"]
    if kind in marking.CHOICES:
        chosen = typed.getlist("answer") if typed is not None else answer if isinstance(answer, list) else [answer]
        options = [{"id": option["id"], "text": option["text"], "is_chosen": option["id"] in chosen} for option in question["options"]]
        return {"options": options, "type": "checkbox" if kind == "several_choices" else "radio"}
    if kind == "short_answer":
        text = typed.get("answer", "") if typed is not None else _note_text(attempt, question) if answer else ""
        return {"text": text, "hint": question["hint"]}
    if kind == "branching":
        return {"steps": _steps(question, answer)}
    return {"rows": _rows(attempt, question, answer, typed)}


def _rows(attempt, question, answer, typed):
    """Return a row with a list to choose from for each thing to put in order or to match."""
    if question["kind"] == "order":
        items = marking.shuffled(question, attempt.pk)
        choices = [str(number) for number in range(1, len(items) + 1)]
        places = {key: str(place) for place, key in enumerate(answer or [], start=1)}
        labels = [(item["id"], item["text"]) for item in items]
    else:
        choices, places = marking.shuffled(question, attempt.pk), answer or {}
        labels = [(pair["id"], pair["left"]) for pair in question["pairs"]]
    return [
        {
            "name": f"answer-{key}",
            "label": label,
            "choices": choices,
            "chosen": typed.get(f"answer-{key}", "") if typed is not None else places.get(key, ""),
        }
        for key, label in labels
    ]


def _steps(question, answer):
    """Return the steps of a branching question shown so far; the last one may be open."""
    taken: list[str] = []
    steps = []
    for step in marking.route(question, answer):
        choices = [
            {"label": choice["label"], "value": "-".join([*taken, str(index)]), "is_chosen": choice is step["chosen"]}
            for index, choice in enumerate(step["choices"])
        ]
        steps.append(
            {
                "text": _html(step["text"]),
                "question": step["question"],
                "choices": choices,
                "chosen": step["chosen"]["label"] if step["chosen"] else "",
                "follows": _html(step["chosen"]["follows"]) if step["chosen"] else "",
            }
        )
        if step["chosen"]:
            taken.append(str(step["choices"].index(step["chosen"])))
    return steps


def _html(text):
    return mark_safe(expand_db_html(text))  # noqa: S308 - Wagtail's cleaned rich text


def _note_text(attempt, question):
    note = Note.objects.filter(member=attempt.member_id, item=attempt.item_id, prompt=question["id"][:40]).first()
    return note.text if note else ""


def _said(lesson, attempt, number, question, answer):
    """Return what there is to say to an answer. A wrong one is told why, not what fits."""
    is_right = marking.mark(question, answer)
    questions = attempt.check_version.questions
    following = [*range(number + 1, len(questions) + 1), *range(1, number)]
    next_number = next((other for other in following if questions[other - 1]["id"] not in attempt.answers), None)
    own_url = reverse("learning:check_question", args=[lesson.uid, number])
    if next_number is None:
        on = Button("Finish and see how it went", reverse("learning:check_finish", args=[lesson.uid]), {})
    else:
        on = Button(f"Go on to question {next_number}", reverse("learning:check_question", args=[lesson.uid, next_number]))
    again = Button("Change what I wrote" if question["kind"] == "short_answer" else "Try this question again", f"{own_url}?again=1")
    return {
        "is_right": is_right,
        "answer": [_note_text(attempt, question)] if question["kind"] == "short_answer" else marking.answer_words(question, answer),
        "steps": _steps(question, answer) if question["kind"] == "branching" else [],
        "teach": marking.feedback(question, answer) if is_right is False else [text for text in [question.get("why")] if text],
        "compare": question.get("compare", ""),
        "read": _read_link(question) if is_right is False else None,
        "first": again if is_right is False else on,
        "second": on if is_right is False else again if question["kind"] != "branching" else None,
    }


def _read_link(question):
    """Return {"title", "url", "words", "minutes"} of the lesson to read again, or None."""
    page_id = question.get("read")
    for module in outline().values():
        for number, lesson in enumerate(module.lessons, start=1):
            url = current_tree().url(page_id) if lesson.page_id == page_id else None
            if url:
                minutes = plural(lesson.minutes, "minute")
                title = current_tree().nodes[page_id].title
                return {"title": title, "url": url, "minutes": minutes, "words": f"Lesson {number}, {minutes}"}
    return None


def result_context(user, lesson, attempt):
    """Return the context of the result of a handed-in Attempt."""
    asked = attempt.check_version.questions
    corrected_pass = LearningEvent.objects.filter(pk=attempt.pk, verb=LearningEvent.Verb.PASSED, voided_by__isnull=True).first()
    is_passed = attempt.passed or corrected_pass is not None
    if not attempt.passed and corrected_pass and lesson.current_check_id:
        asked = marking.with_corrected_keys(asked, lesson.current_check.questions)
    marks = [(question, marking.mark(question, attempt.answers.get(question["id"]))) for question in asked]
    missed = [_looked_at(question, attempt) for question, mark in marks if mark is False]
    right = sum(mark is True for _, mark in marks)
    progress = module_progress(user, current_tree().parent(current_tree().nodes[lesson.page_id]).id)
    own = next((other for other in progress.lessons if other.item_id == lesson.pk), None)
    parts = {link["url"]: link for question, mark in marks if mark is False and (link := _read_link(question))}
    return {
        **_head(lesson),
        "is_passed": is_passed,
        "is_corrected": bool(corrected_pass and not attempt.passed),
        "passed_words": long_date(own.passed_on if own and own.passed_on else attempt.submitted_at) if is_passed else "",
        "lead": _lead(attempt.check_version.pass_mark, len(marking.marked(asked)), right, len(missed), is_passed),
        "missed": missed,
        "others": [_looked_at(question, attempt) for question, mark in marks if mark is not False],
        "parts": list(parts.values()),
        "next": _next_button(progress, lesson) if is_passed else None,
        "again": _again_button(lesson, own),
    }


def _lead(pass_mark, asked, right, missed, is_passed):
    if not asked:
        return "You have answered every question."
    needed = "every question" if pass_mark == asked else f"{in_words(pass_mark)} of the {in_words(asked)} questions"
    have = "have none" if not right else f"have {in_words(right)}" if right < asked else "have all of them"
    look = {0: "", 1: " One is worth another look."}.get(missed, f" {in_words(missed).capitalize()} are worth another look.")
    return f"You needed {needed}, and you {have}.{look}" if is_passed else f"Not passed yet. You needed {needed}, and you {have}."


def _looked_at(question, attempt):
    answer = attempt.answers.get(question["id"])
    is_right = marking.mark(question, answer)
    said = marking.feedback(question, answer) if is_right is False else []
    is_written = question["kind"] == "short_answer"
    return {
        "text": question["question"],
        "is_right": is_right,
        "answer": ["What you wrote is with your notes."] if is_written else marking.answer_words(question, answer),
        "fits": marking.right_words(question) if is_right is False else [],
        "teach": [*said, *([question["why"]] if question.get("why") else [])],
        "compare": question.get("compare", ""),
    }


def _next_button(progress, lesson):
    left = [other for other in progress.lessons if not other.is_done and other.item_id != lesson.pk]
    own_number = next((other.number for other in progress.lessons if other.item_id == lesson.pk), 0)
    following = next((other for other in left if other.number > own_number), None) or next(iter(left), None)
    if following:
        return Button(f"Go on to lesson {following.number} ({following.length})", following.url)
    return Button("See what you learnt", reverse("learning:finished", args=[progress.module.uid]))


def _again_button(lesson, own):
    if own is None or lesson.current_check_id is None:
        return None
    fields = {"event": str(uuid4()), "version": str(own.version)}
    return Button("Take the check again", reverse("learning:check", args=[lesson.uid]), fields)
