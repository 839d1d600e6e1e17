"""Marking: a property test over made-up questions of every kind."""

from random import Random

import pytest
from django.http import QueryDict

from learning import marking

KINDS = ["one_choice", "several_choices", "true_false", "order", "match"]


def make_question(kind, generator):
    """Return a question of the kind, with ids and texts that are all different."""
    number = generator.randint(1, 10**6)
    base = {"id": f"q{number}", "kind": kind, "question": f"Question {number}?", "why": "", "feedback": f"Think again about {number}."}
    if kind in marking.CHOICES:
        count = 2 if kind == "true_false" else generator.randint(2, 6)
        right = set(generator.sample(range(count), generator.randint(1, count) if kind == "several_choices" else 1))
        base["options"] = [
            {
                "id": f"{number}-{n}",
                "text": f"fits {number}-{n}" if n in right else f"not {number}-{n}",
                "right": n in right,
                "feedback": f"why {n}",
            }
            for n in range(count)
        ]
    elif kind == "order":
        base["items"] = [{"id": f"{number}-{n}", "text": f"thing {n}"} for n in range(generator.randint(3, 6))]
    else:
        base["pairs"] = [{"id": f"{number}-{n}", "left": f"left {n}", "right": f"right {n}"} for n in range(generator.randint(2, 6))]
        base["others"] = ["fits nothing"]
    return base


def wrong_answers(question, answer):
    """Return answers that differ from the right one in one thing."""
    if question["kind"] == "several_choices":
        every = [option["id"] for option in question["options"]]
        changed = [[key for key in every if (key in answer) != (key == other)] for other in every]
        return [other for other in changed if other]
    if question["kind"] in marking.CHOICES:
        return [option["id"] for option in question["options"] if option["id"] != answer]
    if question["kind"] == "order":
        return [[*answer[:n], answer[n + 1], answer[n], *answer[n + 2 :]] for n in range(len(answer) - 1)]
    return [{**answer, key: "fits nothing"} for key in answer]


def form_of(question, answer):
    """Return the form that a browser would send for the answer."""
    data = QueryDict(mutable=True)
    if question["kind"] in marking.CHOICES:
        data.setlist("answer", answer if isinstance(answer, list) else [answer])
    elif question["kind"] == "order":
        for place, key in enumerate(answer, start=1):
            data[f"answer-{key}"] = str(place)
    else:
        for key, choice in answer.items():
            data[f"answer-{key}"] = choice
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_right_answer_is_right_and_nothing_tells_it(kind):
    generator = Random(f"marking {kind}")
    for _ in range(200):
        question = make_question(kind, generator)
        right = marking.right_answer(question)
        assert marking.read_answer(question, form_of(question, right)) == right
        assert marking.mark(question, right) is True
        for wrong in wrong_answers(question, right):
            assert marking.mark(question, wrong) is False
            assert marking.read_answer(question, form_of(question, wrong)) == wrong
            said = " ".join(marking.feedback(question, wrong))
            chosen = set(wrong) if isinstance(wrong, list) else {wrong} if isinstance(wrong, str) else set()
            assert said
            assert not any(o["text"] in said for o in question.get("options", ()) if o["right"] and o["id"] not in chosen)
        assert marking.mark(question, None) is False


@pytest.mark.parametrize("kind", KINDS)
def test_order_on_the_page_and_in_the_editor_changes_no_mark(kind):
    generator = Random(f"order {kind}")
    for _ in range(100):
        question = make_question(kind, generator)
        moved = {**question}
        for name in {"options", "pairs"} & question.keys():
            moved[name] = generator.sample(question[name], len(question[name]))
        right = marking.right_answer(question)
        assert marking.mark(marking.with_corrected_keys([question], [moved])[0], right) is True
        assert not marking.key_differs([question], [moved])
        if kind == "order":
            assert marking.shuffled(question, "seed") == marking.shuffled(question, "seed") != question["items"]


def test_passing_is_counted_over_marked_questions_and_needs_every_answer():
    generator = Random("passing")
    for _ in range(100):
        questions = [make_question(generator.choice(KINDS), generator) for _ in range(generator.randint(1, 8))]
        questions.append({"id": "short", "kind": "short_answer", "question": "Write.", "hint": "", "compare": "This."})
        rights = generator.sample(questions[:-1], generator.randint(0, len(questions) - 1))
        answers = {
            q["id"]: marking.right_answer(q) if q in rights else wrong_answers(q, marking.right_answer(q))[0] for q in questions[:-1]
        }
        pass_mark = generator.randint(1, len(questions) - 1)
        assert not marking.is_passed(questions, pass_mark, answers)  # the short answer is missing
        answers["short"] = marking.WRITTEN
        assert marking.is_passed(questions, pass_mark, answers) is (len(rights) >= pass_mark)


def test_pass_mark_is_four_in_five_unless_the_trainer_says_otherwise():
    questions = [make_question("one_choice", Random(n)) for n in range(10)]
    assert [marking.pass_mark_of(questions[:n], None) for n in (1, 4, 5, 6, 7, 8, 10)] == [1, 4, 4, 5, 6, 7, 8]
    assert marking.pass_mark_of(questions, 3) == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"options": [("a", False), ("b", False)]}, "No answer is marked as right."),
        ({"options": [("a", True), ("b", True)]}, "More than one answer"),
        ({"options": [("a", True), ("b", None)]}, "has no feedback"),
        ({"options": [("a", True), ("a", False)]}, "Two of its answers are the same."),
    ],
)
def test_unfit_questions_are_named(change, fault):
    options = [
        {"id": str(n), "text": text, "right": bool(right), "feedback": "" if right is None else "Why."}
        for n, (text, right) in enumerate(change["options"])
    ]
    faults = list(marking.question_faults([{"id": "q", "kind": "one_choice", "question": "What?", "options": options}]))
    assert [number for number, _ in faults] == [1]
    assert fault in faults[0][1]
