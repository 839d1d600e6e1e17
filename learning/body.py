"""The body of a lesson as one member sees it: anchors to come back to, terms explained, notes, and the way through a scenario."""

import uuid
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms.blocks import free_anchor
from cms.glossary import marked

MOST_STEPS = 10


@dataclass
class Shown:
    """One block to show. `html` is there for running text; `note` and `walk` for the blocks that need them."""

    block: object
    id: str
    percent: str
    html: str = ""
    note: dict | None = None
    walk: list | None = None

    @property
    def is_heading(self):
        return self.block.block_type == "heading"


@dataclass
class Body:
    """All blocks in order, and the terms that were explained on the way with their meanings, as HTML of a `dl`."""

    blocks: list[Shown] = field(default_factory=list)
    words: str = ""


def shown(page, row, notes, query):
    """The body for one reader. `row` is their row in the way, or None in a preview; `query` the address's parameters."""
    body, many = Body(), len(page.body)
    taken: set[str] = set()
    texts = marked(block.value.source for block in page.body if block.block_type == "text")
    parts = iter(texts.parts)
    for place, block in enumerate(page.body):
        anchor = block.value.anchor if block.block_type == "heading" else f"part-{(block.id or str(place))[:8]}"
        entry = Shown(block, free_anchor(anchor, taken), str(round(place * 100 / many)))
        if block.block_type == "text":
            entry.html = next(parts)
        elif block.block_type == "reflection" and row is not None:
            entry.note = _note(block, row, notes.get(block.id))
        elif block.block_type == "scenario":
            entry.walk = walk(block, query)
        body.blocks.append(entry)
    body.words = texts.words
    return body


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
