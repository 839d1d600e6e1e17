"""The body of a lesson as one member sees it: anchors to come back to, terms explained, notes, and the way through a scenario."""

import uuid
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import unique_anchor
from cms.vocabulary.glossary import mark_terms

MOST_STEPS = 10
# Of these every reader has their own: a private note, and the way they took through a scenario.
OWN = {"reflection", "scenario"}


@dataclass(frozen=True)
class Part:
    """A part of a lesson: HTML that is the same for everyone, as far as the next heading; or one `block` of which each has their own.

    `id` and `percent` (how far down) are those of the heading it ends in, or of the block; "" when it ends in none. `note` and `walk`
    are there for the blocks that need them.
    """

    html: str = ""
    block: object = None
    id: str = ""
    percent: str = ""
    note: dict | None = None
    walk: list | None = None


@dataclass(frozen=True)
class Body:
    """All parts in order, and the terms that were explained on the way with their meanings, as HTML of a `dl`."""

    parts: tuple[Part, ...]
    words: str


def shown(page, row, notes, query):
    """The body for one reader. `row` is their row in the way, or None in a preview; `query` the address's parameters."""
    body = _same_for_all(page)
    parts = tuple(_own(part, row, notes, query) if part.block else part for part in body.parts)
    return Body(parts, body.words)


def _same_for_all(page):
    """The body without anything of a reader's; rendered once while the tree is true, if the tree knows these very words."""
    if not page.is_from_snapshot:
        return _render(page)
    return current_tree().cached("bodies", [page.pk], lambda keys: {page.pk: _render(page)})[page.pk]


def _render(page):
    texts = mark_terms(block.value.source for block in page.body if block.block_type == "text")
    html, taken = iter(texts.parts), set[str]()
    parts: list[Part] = []
    waiting: list[dict] = []
    for place, block in enumerate(page.body):
        is_heading = block.block_type == "heading"
        anchor = unique_anchor(block.value.anchor if is_heading else f"part-{(block.id or str(place))[:8]}", taken)
        percent = str(round(place * 100 / len(page.body)))
        if block.block_type in OWN:
            parts += [_joined(waiting), Part(block=block, id=anchor, percent=percent)]
            waiting = []
            continue
        waiting.append({"block": block, "id": anchor, "percent": percent, "html": next(html) if block.block_type == "text" else ""})
        if is_heading:
            parts.append(_joined(waiting, anchor, percent))
            waiting = []
    return Body(tuple(part for part in [*parts, _joined(waiting)] if part.html or part.block), texts.definitions)


def _joined(blocks, anchor="", percent=""):
    """Blocks that are the same for everyone as one part, which ends in the heading of that anchor, if any."""
    return Part(render_to_string("learning/body.html", {"blocks": blocks}) if blocks else "", id=anchor, percent=percent)


def _own(part, row, notes, query):
    """The part with what is its reader's own."""
    if part.block.block_type == "scenario":
        return replace(part, walk=walk(part.block, query))
    return replace(part, note=_note(part.block, row, notes.get(part.block.id))) if row is not None else part


def _note(block, row, note):
    saved = timezone.localtime(note.saved_at) if note else None
    return {
        "id": f"note-{block.id}",
        "action": reverse("learning:save_note", args=[row.uid, block.id]),
        "text": note.text if note else "",
        "saved_words": f"Saved {date_format(saved, 'j F')} at {date_format(saved, 'H:i')}" if saved else "",
        "event": str(uuid.uuid4()),
    }


def walk(block, query):
    """The steps of a scenario that are open so far: what was chosen is in the address, so it needs no script and no record.

    An address that makes no sense is read as far as it does.
    """
    name = f"s-{block.id[:8]}" if block.id else "s-preview"
    steps = list(block.value["steps"])
    by_key = {step["key"]: step for step in steps}
    given = query.get(name, "").split("-")
    taken: list[str] = []
    found: list[dict] = []
    step = steps[0] if steps else None
    while step is not None and len(found) < MOST_STEPS:
        options = list(step["choices"])
        picked = given[len(found)] if len(found) < len(given) else ""
        chosen = next((one for i, one in enumerate(options) if str(i) == picked), None)
        number = len(found)
        found.append(
            {
                "id": f"{name}-{number + 1}",
                "text": _html(step["text"]),
                "question": step["question"],
                "choices": [
                    {"label": one["label"], "value": "-".join([*taken, str(i)]), "chosen": one is chosen} for i, one in enumerate(options)
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
        step = by_key.get(chosen["go_to"]) if chosen["go_to"] else None
    return found


def _html(text):
    return mark_safe(expand_db_html(text.source if isinstance(text, RichText) else str(text)))  # noqa: S308 - Wagtail's cleaned rich text
