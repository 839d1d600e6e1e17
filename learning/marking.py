"""Questions as plain data: how they are stored when they are published, how answers are read and marked, and what to say. No queries.

A question is a dict with "id", "kind" and "question", and by kind:
- one_choice, several_choices, true_false: "options", a list of {"id", "text", "right", "feedback"};
- order: "items", a list of {"id", "text"} in the right order, and "feedback";
- match: "pairs", a list of {"id", "left", "right"}, "others" (texts), and "feedback";
- short_answer: "hint" and "compare"; branching: "steps". Neither is marked.
All may have "why" and "read" (a page id). An answer is what `read_answer` returns: a string, a list of strings, or a dict of strings.
"""

import hashlib
import json
import random
from collections import Counter
from math import ceil

CHOICES = {"one_choice", "several_choices", "true_false"}
UNMARKED = {"short_answer", "branching"}
MAX_STEPS = 10
WRITTEN = "written"


class Unanswered(Exception):
    """The form has no usable answer. The message says what to do."""


def questions_of(stream):
    """Return a lesson's questions (a StreamValue, saved, so that every block has its id) as plain data."""
    return [_BY_KIND[block["type"]](block) for block in stream.get_prep_value()]


def _base(block, *fields):
    value = block["value"]
    return {"id": block["id"], "kind": block["type"], **{name: value.get(name) or "" for name in ("question", *fields)}}


def _choices(block):
    options = [{"id": item["id"], **item["value"], "right": bool(item["value"].get("right"))} for item in block["value"]["options"]]
    return {**_base(block, "why"), "read": block["value"].get("read"), "options": options}


def _true_false(block):
    value = block["value"]
    options = [
        {
            "id": key,
            "text": text,
            "right": value["answer"] == key,
            "feedback": "" if value["answer"] == key else value.get("feedback") or "",
        }
        for key, text in (("true", "True"), ("false", "False"))
    ]
    return {**_base(block, "why"), "read": value.get("read"), "options": options}


def _order(block):
    items = [{"id": item["id"], "text": item["value"]} for item in block["value"]["items"]]
    return {**_base(block, "why", "feedback"), "read": block["value"].get("read"), "items": items}


def _match(block):
    pairs = [{"id": item["id"], **item["value"]} for item in block["value"]["pairs"]]
    others = [item["value"] for item in block["value"].get("others") or []]
    return {**_base(block, "why", "feedback"), "read": block["value"].get("read"), "pairs": pairs, "others": others}


def _short_answer(block):
    return _base(block, "hint", "compare")


def _branching(block):
    steps = [{**step["value"], "choices": [choice["value"] for choice in step["value"]["choices"]]} for step in block["value"]["steps"]]
    return {**_base(block), "question": block["value"]["title"], "steps": steps}


_BY_KIND = {
    **dict.fromkeys(("one_choice", "several_choices"), _choices),
    "true_false": _true_false,
    "order": _order,
    "match": _match,
    "short_answer": _short_answer,
    "branching": _branching,
}


def content_hash(questions, pass_mark):
    """Return the hash (hex) of the questions, their keys and feedback, and the pass mark."""
    return hashlib.sha256(json.dumps([questions, pass_mark], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_marked(question):
    return question["kind"] not in UNMARKED


def marked(questions):
    """Return the questions that count towards the pass mark."""
    return [question for question in questions if is_marked(question)]


def pass_mark_of(questions, chosen):
    """Return how many marked questions must be right: what the trainer chose, or four in five, rounded up."""
    return chosen or ceil(0.8 * len(marked(questions)))


def mark(question, answer):
    """Return whether the answer is right, or None if the question is not marked. No answer is a wrong one."""
    kind = question["kind"]
    if kind in UNMARKED:
        return None
    if answer is None:
        return False
    if kind in CHOICES:
        chosen = set(answer) if isinstance(answer, list) else {answer}
        return chosen == {option["id"] for option in question["options"] if option["right"]}
    if kind == "order":
        return answer == [item["id"] for item in question["items"]]
    return answer == {pair["id"]: pair["right"] for pair in question["pairs"]}


def count_right(questions, answers):
    """Return how many of the questions the answers, {question id: answer}, have right."""
    return sum(mark(question, answers.get(question["id"])) is True for question in questions)


def is_passed(questions, pass_mark, answers):
    """Return whether the answers pass: every question answered, and enough of the marked ones right."""
    return all(question["id"] in answers for question in questions) and count_right(questions, answers) >= pass_mark


def with_corrected_keys(asked, now):
    """Return the questions `asked` with the keys of `now`, for those asked in the same words in both.

    The words are the question and everything to choose from, in any order. A reworded question is another question: it keeps its key.
    """
    newest = {question["id"]: question for question in now}
    return [
        newest[question["id"]] if question["id"] in newest and _wording(newest[question["id"]]) == _wording(question) else question
        for question in asked
    ]


def _wording(question):
    kind = question["kind"]
    if kind in CHOICES:
        chosen_from = sorted((option["id"], option["text"]) for option in question["options"])
    elif kind == "order":
        chosen_from = sorted((item["id"], item["text"]) for item in question["items"])
    elif kind == "match":
        rights = sorted([*(pair["right"] for pair in question["pairs"]), *question["others"]])
        chosen_from = [*sorted((pair["id"], pair["left"]) for pair in question["pairs"]), *rights]
    else:
        chosen_from = []
    return kind, question["question"], chosen_from


def key_differs(asked, now):
    """Return whether a question that is asked in the same words in both has another key in `now`."""
    return any(_key(before) != _key(after) for before, after in zip(asked, with_corrected_keys(asked, now), strict=True))


def _key(question):
    kind = question["kind"]
    if kind in CHOICES:
        return {option["id"] for option in question["options"] if option["right"]}
    if kind == "order":
        return [item["id"] for item in question["items"]]
    return {pair["id"]: pair["right"] for pair in question.get("pairs", ())}


def feedback(question, answer):
    """Return what to say to a wrong answer, as a list of texts, without telling which answer fits."""
    if question["kind"] not in CHOICES:
        return [text] if (text := question.get("feedback")) else []
    chosen = set(answer) if isinstance(answer, list) else {answer}
    wrong = [option for option in question["options"] if option["id"] in chosen and not option["right"]]
    texts = [
        f"“{option['text']}” {option['feedback']}" if question["kind"] == "several_choices" else option["feedback"] for option in wrong
    ]
    if question["kind"] == "several_choices" and any(option["right"] and option["id"] not in chosen for option in question["options"]):
        texts.append("Something that fits is missing from your answer.")
    return [text for text in texts if text]


def answer_words(question, answer):
    """Return an answer in words, as a list of lines."""
    kind = question["kind"]
    if answer is None:
        return ["No answer"]
    if kind in CHOICES:
        chosen = set(answer) if isinstance(answer, list) else {answer}
        return [option["text"] for option in question["options"] if option["id"] in chosen]
    if kind == "order":
        texts = {item["id"]: item["text"] for item in question["items"]}
        return [f"{number}. {texts[key]}" for number, key in enumerate(answer, start=1) if key in texts]
    if kind == "match":
        return [f"{pair['left']}: {answer.get(pair['id'], '')}" for pair in question["pairs"]]
    if kind == "branching":
        return [step["chosen"]["label"] for step in route(question, answer) if step["chosen"]]
    return []


def right_words(question):
    """Return the right answer in words, as a list of lines."""
    kind = question["kind"]
    if kind in CHOICES:
        return [option["text"] for option in question["options"] if option["right"]]
    if kind == "order":
        return [f"{number}. {item['text']}" for number, item in enumerate(question["items"], start=1)]
    return [f"{pair['left']}: {pair['right']}" for pair in question.get("pairs", ())]


def shuffled(question, seed):
    """Return the things of an order question, or the right-hand choices of a match, in an order that is the same for the same seed.

    An order question never comes out already in order.
    """
    generator = random.Random(f"{seed}:{question['id']}")  # noqa: S311 - the order of choices, not a secret
    if question["kind"] == "match":
        choices = sorted({pair["right"] for pair in question["pairs"]} | set(question["others"]))
        generator.shuffle(choices)
        return choices
    items = list(question["items"])
    generator.shuffle(items)
    return items[1:] + items[:1] if items == question["items"] else items


def route(question, answer):
    """Return the steps of a branching question shown so far, each with "chosen" (a choice or None).

    `answer` is the numbers of the choices, from 0, joined by "-". Reading stops at the first that does not exist.
    """
    by_key = {step["key"]: step for step in question["steps"]}
    picked = (answer or "").split("-")
    shown: list[dict] = []
    step = question["steps"][0]
    while step is not None and len(shown) < MAX_STEPS:
        number = picked[len(shown)] if len(shown) < len(picked) else ""
        chosen = next((choice for index, choice in enumerate(step["choices"]) if str(index) == number), None)
        shown.append({**step, "chosen": chosen})
        step = by_key.get(chosen["go_to"]) if chosen and chosen.get("go_to") else None
    return shown


def is_finished(question, answer):
    """Return whether the answer to a branching question has come to an end of the story."""
    return route(question, answer)[-1]["chosen"] is not None


def right_answer(question):
    """Return an answer that is right; for a question that is not marked, one that is complete."""
    kind = question["kind"]
    if kind in CHOICES:
        right = [option["id"] for option in question["options"] if option["right"]]
        return right if kind == "several_choices" else right[0]
    if kind == "order":
        return [item["id"] for item in question["items"]]
    if kind == "match":
        return {pair["id"]: pair["right"] for pair in question["pairs"]}
    if kind == "short_answer":
        return question["compare"]
    answer = ""
    while not is_finished(question, answer):
        answer = f"{answer}-0".strip("-")
    return answer


def read_answer(question, data):
    """Return the answer in a submitted form (a QueryDict), or raise Unanswered. A short answer is returned as its text."""
    kind = question["kind"]
    if kind == "short_answer":
        return _read_text(data)
    if kind == "branching":
        return _read_route(question, data)
    if kind in CHOICES:
        return _read_choice(question, data)
    if kind == "order":
        return _read_order(question, data)
    choices = {*(pair["right"] for pair in question["pairs"]), *question["others"]}
    answer = {pair["id"]: data.get(f"answer-{pair['id']}", "") for pair in question["pairs"]}
    if not set(answer.values()) <= choices:
        raise Unanswered("Choose an answer in each list")
    return answer


def _read_text(data):
    text = data.get("answer", "").strip()
    if not text:
        raise Unanswered("Write a sentence or two")
    return text


def _read_route(question, data):
    answer = data.get("answer", "")
    if not answer or "-".join(str(step["choices"].index(step["chosen"])) for step in route(question, answer) if step["chosen"]) != answer:
        raise Unanswered("Choose an answer")
    return answer


def _read_choice(question, data):
    known = [option["id"] for option in question["options"]]
    chosen = [key for key in known if key in data.getlist("answer")]
    if not chosen:
        raise Unanswered("Choose an answer")
    return chosen if question["kind"] == "several_choices" else chosen[0]


def _read_order(question, data):
    places = {item["id"]: data.get(f"answer-{item['id']}", "") for item in question["items"]}
    numbers = {str(number) for number in range(1, len(places) + 1)}
    if not set(places.values()) <= numbers:
        raise Unanswered("Give each of them a place")
    twice = [number for number, times in Counter(places.values()).items() if times > 1]
    if twice:
        raise Unanswered(f"Two of them have place {min(twice)}. Give each a different place")
    return sorted(places, key=lambda key: int(places[key]))


def question_faults(questions):
    """Yield (number of the question from 1, what is wrong) for everything that makes a question unfit to be asked."""
    for number, question in enumerate(questions, start=1):
        if question["kind"] in CHOICES:
            for fault in _option_faults(question):
                yield number, fault
        elif question["kind"] == "order" and len({item["text"] for item in question["items"]}) < len(question["items"]):
            yield number, "Two of the things to put in order are the same."
        elif question["kind"] == "match" and len({pair["left"] for pair in question["pairs"]}) < len(question["pairs"]):
            yield number, "Two of the things to match are the same."
        if question["kind"] in {"order", "match"} and not question["feedback"]:
            yield number, "It does not say anything to people who get it wrong."


def _option_faults(question):
    options = question["options"]
    right = [option for option in options if option["right"]]
    if not right:
        yield "No answer is marked as right."
    elif len(right) > 1 and question["kind"] == "one_choice":
        yield "More than one answer is marked as right. Choose one, or use “Several right answers”."
    if len({option["text"] for option in options}) < len(options):
        yield "Two of its answers are the same."
    if question["kind"] == "true_false":
        if not any(option["feedback"] for option in options):
            yield "It does not say anything to people who get it wrong."
        return
    for position, option in enumerate(options, start=1):
        if not option["right"] and not option["feedback"]:
            yield f"Answer {position} is wrong and has no feedback. Say why people think so."


def favoured_place(questions):
    """Return the place (from 1) that the right answer has in all of three or more questions with one right answer, or None."""
    places = [
        next((number for number, option in enumerate(question["options"], start=1) if option["right"]), None)
        for question in questions
        if question["kind"] == "one_choice"
    ]
    return places[0] if len(places) > 2 and len(set(places)) == 1 else None
