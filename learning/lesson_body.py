"""The body of a lesson as one member sees it: anchors, explained terms, their private notes, their route through scenarios."""

from dataclasses import dataclass, replace
from uuid import uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import unique_anchor
from cms.vocabulary.glossary import mark_terms

MAX_STEPS = 10
# Block types that differ from reader to reader: a private note, and the choices made in a scenario.
PERSONAL_BLOCKS = {"reflection", "scenario"}


@dataclass(frozen=True)
class Part:
    """A stretch of a lesson: either `html` that is the same for everyone, up to the next heading, or one personal `block`.

    `id` and `percent` (how far down the lesson, 0 to 100) are those of the heading it ends with, or of the block; "" if it ends
    with no heading. `note` is set for a reflection and `steps` (the steps shown so far) for a scenario.
    """

    html: str = ""
    block: object = None
    id: str = ""
    percent: str = ""
    note: dict | None = None
    steps: list | None = None


@dataclass(frozen=True)
class Body:
    """All parts in order, and the glossary terms explained in them, as the HTML of a `dl`."""

    parts: tuple[Part, ...]
    explained_terms: str


def render_body(page, lesson, notes, query):
    """Return the Body of a LessonPage for one reader.

    `lesson` is the reader's LessonProgress, or None in a preview; `notes` is {block id: Note}; `query` is the request's GET.
    """
    body = _shared_body(page)
    parts = tuple(_personal_part(part, lesson, notes, query) if part.block else part for part in body.parts)
    return Body(parts, body.explained_terms)


def anchors_of(page):
    """Return {anchor: percent} of a published LessonPage's headings and blocks, in order."""
    used_anchors, anchors = set[str](), {}
    for index, block in enumerate(page.body):
        anchors[_anchor(block, index, used_anchors)] = _percent(page, index)
    return anchors


def _anchor(block, index, used_anchors):
    wanted = block.value.anchor if block.block_type == "heading" else f"part-{(block.id or str(index))[:8]}"
    return unique_anchor(wanted, used_anchors)


def _percent(page, index):
    """Return how far down the lesson a block is, from 0 to 100."""
    return round(index * 100 / len(page.body))


def _shared_body(page):
    """Return the Body without anything personal; cached for pages from the page tree, because drafts may differ."""
    if not page.is_from_snapshot:
        return _render_shared_body(page)
    return current_tree().cached("bodies", [page.pk], lambda keys: {page.pk: _render_shared_body(page)})[page.pk]


def _render_shared_body(page):
    texts = mark_terms(block.value.source for block in page.body if block.block_type == "text")
    text_html, used_anchors = iter(texts.parts), set[str]()
    parts: list[Part] = []
    pending: list[dict] = []
    for index, block in enumerate(page.body):
        is_heading = block.block_type == "heading"
        anchor, percent = _anchor(block, index, used_anchors), str(_percent(page, index))
        if block.block_type in PERSONAL_BLOCKS:
            parts += [_shared_part(pending), Part(block=block, id=anchor, percent=percent)]
            pending = []
            continue
        html = next(text_html) if block.block_type == "text" else ""
        pending.append({"block": block, "id": anchor, "percent": percent, "html": html})
        if is_heading:
            parts.append(_shared_part(pending, anchor, percent))
            pending = []
    parts.append(_shared_part(pending))
    return Body(tuple(part for part in parts if part.html or part.block), texts.definitions)


def _shared_part(blocks, anchor="", percent=""):
    return Part(render_to_string("learning/body.html", {"blocks": blocks}) if blocks else "", id=anchor, percent=percent)


def _personal_part(part, lesson, notes, query):
    if part.block.block_type == "scenario":
        return replace(part, steps=scenario_steps(part.block, query))
    return replace(part, note=_note_form(part.block, lesson, notes.get(part.block.id))) if lesson is not None else part


def _note_form(block, lesson, note):
    saved_at = timezone.localtime(note.saved_at) if note else None
    return {
        "id": f"note-{block.id}",
        "action": reverse("learning:save_note", args=[lesson.uid, block.id]),
        "text": note.text if note else "",
        "saved_words": f"Saved {date_format(saved_at, 'j F')} at {date_format(saved_at, 'H:i')}" if saved_at else "",
        "event": str(uuid4()),
    }


def scenario_steps(block, query):
    """Return the steps of a scenario shown so far, as dicts for blocks/scenario.html.

    The choices are in the query string ("s-<block id>=0-2"), so this needs no script and nothing is recorded. Reading stops at
    the first choice that does not exist.
    """
    name = f"s-{block.id[:8]}" if block.id else "s-preview"
    all_steps = list(block.value["steps"])
    steps_by_key = {step["key"]: step for step in all_steps}
    choices_in_query = query.get(name, "").split("-")
    taken: list[str] = []
    shown: list[dict] = []
    step = all_steps[0] if all_steps else None
    while step is not None and len(shown) < MAX_STEPS:
        number = len(shown)
        choices = list(step["choices"])
        picked = choices_in_query[number] if number < len(choices_in_query) else ""
        chosen = next((choice for index, choice in enumerate(choices) if str(index) == picked), None)
        shown.append(
            {
                "id": f"{name}-{number + 1}",
                "text": _html(step["text"]),
                "question": step["question"],
                "choices": [
                    {"label": choice["label"], "value": "-".join([*taken, str(index)]), "chosen": choice is chosen}
                    for index, choice in enumerate(choices)
                ],
                "follows": _html(chosen["follows"]) if chosen else "",
                "is_open": chosen is None,
                "name": name,
                "others": [(key, value) for key, value in query.items() if key.startswith("s-") and key != name],
                "action": f"#{name}-{number + 1}",
                "restart": f"?go-on=1#{name}-1",
            }
        )
        if chosen is None:
            break
        taken.append(picked)
        step = steps_by_key.get(chosen["go_to"]) if chosen["go_to"] else None
    return shown


def _html(text):
    return mark_safe(expand_db_html(text.source if isinstance(text, RichText) else str(text)))  # noqa: S308 - Wagtail's cleaned rich text
