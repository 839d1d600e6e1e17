"""Recordings that were documents, moved into the library: for the migrations of 2026 that gave recordings one, and for nothing else.

A video or audio block held a document, its captions as another, a transcript and a length. Now it holds a recording that has all of
these. Pages and their revisions are rewritten; the documents stay, and the new recording plays from the very same file.
"""

import json
from functools import partial

from bs4 import BeautifulSoup
from wagtail.fields import StreamField

KINDS = {"video", "audio"}


def move(app_label):
    """A function for RunPython that rewrites the pages of one app, and their revisions."""
    return partial(_move, app_label)


def _move(app_label, apps, schema_editor):
    made: dict[tuple, int] = {}
    revisions = apps.get_model("wagtailcore.Revision")
    for model in apps.get_app_config(app_label).get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
        if not names or not hasattr(model, "page_ptr"):
            continue
        for page in model.objects.all().iterator():
            changed = [name for name in names if _rewrite_stream(page, name, apps, made)]
            if changed:
                page.save(update_fields=changed)
        of_it = revisions.objects.filter(content_type__app_label=app_label, content_type__model=model._meta.model_name)
        for revision in of_it.iterator():
            if any(_rewrite_text(revision.content, name, apps, made) for name in names):
                revision.save(update_fields=["content"])


def _rewrite_stream(page, name, apps, made):
    value = getattr(page, name)
    raw = [dict(block) for block in value.raw_data]
    if not _rewrite(raw, apps, made):
        return False
    setattr(page, name, type(value)(value.stream_block, raw, is_lazy=True))
    return True


def _rewrite_text(content, name, apps, made):
    """The same for the stream as a revision keeps it: JSON within JSON."""
    raw = json.loads(content.get(name) or "[]")
    if not _rewrite(raw, apps, made):
        return False
    content[name] = json.dumps(raw)
    return True


def _rewrite(raw, apps, made):
    changed = False
    for block in raw:
        value = block.get("value")
        if block.get("type") in KINDS and isinstance(value, dict) and "recording" not in value:
            block["value"] = {"recording": _recording(block["type"], value, apps, made), "called": ""}
            changed = True
    return changed


def _recording(kind, value, apps, made):
    """The id of the recording a block's old value comes to; None when its file is gone."""
    documents = apps.get_model("wagtaildocs.Document")
    file = documents.objects.filter(pk=value.get("file")).first()
    if file is None:
        return None
    captions = documents.objects.filter(pk=value.get("captions")).first()
    title, transcript = (value.get("title") or file.title)[:120], _plain(value.get("transcript") or "")
    key = (kind, file.pk, captions and captions.pk, title, transcript)
    if key not in made:
        recording = apps.get_model("cms.Recording").objects.create(
            type=kind,
            title=title,
            file=file.file.name,
            captions=captions.file.name if captions else "",
            transcript=transcript,
            duration=(value.get("minutes") or 0) * 60 + (value.get("seconds") or 0),
            poster_id=value.get("poster"),
            size=file.file_size or 0,
            file_hash=file.file_hash or f"document-{file.pk}",
            collection_id=file.collection_id,
        )
        made[key] = recording.pk
    return made[key]


def _plain(html):
    """Rich text as paragraphs with an empty line between them."""
    parts = BeautifulSoup(html, "html.parser").find_all(["p", "li"])
    return "\n\n".join(text for part in parts if (text := part.get_text(" ", strip=True)))
