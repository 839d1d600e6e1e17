"""What counts as the words of a lesson: for the hash that tells versions apart, and for showing what changed."""

import hashlib
import json
import re
from difflib import SequenceMatcher
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe

_KEYS = re.compile(r' data-block-key="[^"]*"')  # what the editor adds to each paragraph for itself
SAID_IN = {
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
    """SHA-256 (hex) of what a reader reads. `body` is a StreamField's prepared value; block ids do not count."""
    said = [title, summary, content_note, _without_ids(list(body))]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def snapshot(page):
    """The words of a lesson as plain data, to be kept for ever."""
    return {"title": page.title, "summary": page.summary, "content_note": page.content_note, "body": kept_body(page.body)}


def kept_body(body):
    """A lesson's body as it stands in a snapshot."""
    return [_kept(block, raw) for block, raw in zip(body, body.get_prep_value(), strict=True)]


def heard(kept):
    """What the recordings in a kept body are called and say, in order. The library may change it under a published lesson."""
    return [(value.get("title", ""), value.get("transcript", "")) for value in _recordings(kept)]


def heard_now(kept, library):
    """As `heard`, as the library has it now: {id: recording}. What is no longer there says nothing new."""
    return [
        (value.get("called") or library[key].title, library[key].transcript)
        if (key := value["recording"]) in library
        else (value.get("title", ""), value.get("transcript", ""))
        for value in _recordings(kept)
    ]


def recordings_in(kept):
    """The ids of the recordings in a kept body."""
    return {value["recording"] for value in _recordings(kept)}


def _recordings(kept):
    return [block["value"] for block in kept if isinstance(block["value"], dict) and "recording" in block["value"]]


def _kept(block, raw):
    """A block as it is kept: a recording with what is said in it, for the library may change."""
    if not isinstance(raw["value"], dict) or "recording" not in raw["value"]:
        return raw
    return {**raw, "value": {**raw["value"], "title": block.value.title, "transcript": block.value.transcript}}


def paragraphs(kept):
    """The readable paragraphs of a snapshot, in order, as plain text."""
    found = [kept["title"], kept["summary"], kept["content_note"]]
    for block in kept["body"]:
        _collect(block["value"], found, wanted=isinstance(block["value"], str))
    return [line for line in found if line]


def difference(before, after):
    """What changed between two snapshots, as safe HTML: paragraphs that went in <del>, that came in <ins>, nothing else."""
    old, new = paragraphs(before), paragraphs(after)
    out = []
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed in {"replace", "delete"}:
            out += [f"<p><del>{escape(line)}</del></p>" for line in old[a:b]]
        if deed in {"replace", "insert"}:
            out += [f"<p><ins>{escape(line)}</ins></p>" for line in new[c:d]]
    return mark_safe("".join(out))  # noqa: S308 - every line is escaped above


def _without_ids(value):
    if isinstance(value, dict):
        return {key: _without_ids(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    if isinstance(value, str):
        return _KEYS.sub("", value)
    return value


def _collect(value, found, wanted=False):
    if isinstance(value, str):
        if wanted:
            for part in value.replace("</p>", "\n").replace("</li>", "\n").replace("</h3>", "\n").split("\n"):
                if line := unescape(strip_tags(part)).strip():
                    found.append(line)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found, wanted)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, found, wanted=key in SAID_IN or (key == "value" and wanted) or isinstance(inner, (dict, list)))
