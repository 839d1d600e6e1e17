"""The text of a lesson as data: hashed to tell versions apart, stored as a snapshot, and compared to show what changed."""

import hashlib
import json
import re
from difflib import SequenceMatcher
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe

_BLOCK_KEYS = re.compile(r' data-block-key="[^"]*"')  # Draftail adds one to each paragraph
# The block fields whose text a reader sees.
TEXT_FIELDS = {
    "who",
    "owner",
    "credit",
    "text",
    "heading",
    "question",
    "hint",
    "label",
    "follows",
    "title",
    "description",
    "note",
    "prompt",
    "caption",
    "alternative",
    "transcript",
    "called",
}


def content_hash(title, summary, content_note, body):
    """Return the SHA-256 (hex) of what a reader reads. `body` is a StreamField's prepared value; block ids do not count."""
    content = [title, summary, content_note, _without_ids(list(body))]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def snapshot(page):
    """Return the text of a lesson as plain data, for permanent storage."""
    return {"title": page.title, "summary": page.summary, "content_note": page.content_note, "body": snapshot_body(page.body)}


def snapshot_body(body):
    """Return the StreamField value `body` as stored in a snapshot."""
    return [_snapshot_block(block, raw) for block, raw in zip(body, body.get_prep_value(), strict=True)]


def recording_texts(snapshot_body):
    """Return (title, transcript) of each recording in a snapshot's body, in order.

    The library may change a recording while a published lesson uses it.
    """
    return [(value.get("title", ""), value.get("transcript", "")) for value in _recordings(snapshot_body)]


def recording_texts_now(snapshot_body, library):
    """Return the same as recording_texts(), from the library as it is now, {id: Recording}.

    A recording that is no longer in the library counts as unchanged.
    """
    return [
        (value.get("called") or library[key].title, library[key].transcript)
        if (key := value["recording"]) in library
        else (value.get("title", ""), value.get("transcript", ""))
        for value in _recordings(snapshot_body)
    ]


def recording_ids(snapshot_body):
    """Return the ids of the recordings in a snapshot's body."""
    return {value["recording"] for value in _recordings(snapshot_body)}


def _recordings(snapshot_body):
    return [block["value"] for block in snapshot_body if isinstance(block["value"], dict) and "recording" in block["value"]]


def _snapshot_block(block, raw):
    """Return the raw block, with a recording's title and transcript added, because the library may change them."""
    if not isinstance(raw["value"], dict) or "recording" not in raw["value"]:
        return raw
    return {**raw, "value": {**raw["value"], "title": block.value.title, "transcript": block.value.transcript}}


def paragraphs(snapshot):
    """Return the readable paragraphs of a snapshot, in order, as plain text."""
    found = [snapshot["title"], snapshot["summary"], snapshot["content_note"]]
    for block in snapshot["body"]:
        _collect_text(block["value"], found, is_text=isinstance(block["value"], str))
    return [paragraph for paragraph in found if paragraph]


def difference(before, after):
    """Return what changed between two snapshots as safe HTML: removed paragraphs in <del>, new ones in <ins>, nothing else."""
    old, new = paragraphs(before), paragraphs(after)
    html = []
    for operation, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation in {"replace", "delete"}:
            html += [f"<p><del>{escape(paragraph)}</del></p>" for paragraph in old[old_start:old_end]]
        if operation in {"replace", "insert"}:
            html += [f"<p><ins>{escape(paragraph)}</ins></p>" for paragraph in new[new_start:new_end]]
    return mark_safe("".join(html))  # noqa: S308 - every paragraph is escaped above


def _without_ids(value):
    if isinstance(value, dict):
        return {key: _without_ids(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    if isinstance(value, str):
        return _BLOCK_KEYS.sub("", value)
    return value


def _collect_text(value, found, is_text=False):
    if isinstance(value, str):
        if is_text:
            for paragraph in value.replace("</p>", "\n").replace("</li>", "\n").replace("</h3>", "\n").split("\n"):
                if text := unescape(strip_tags(paragraph)).strip():
                    found.append(text)
    elif isinstance(value, list):
        for inner in value:
            _collect_text(inner, found, is_text)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _collect_text(inner, found, is_text=key in TEXT_FIELDS or (key == "value" and is_text) or isinstance(inner, (dict, list)))
