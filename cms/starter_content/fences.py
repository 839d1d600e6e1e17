"""Converting the fenced blocks of a content file to StreamField blocks and back."""

import re

from django.core.exceptions import ValidationError
from wagtail.images import get_image_model

from cms.starter_content.fields import Field, as_items, item_value, md, page_path, plain, read_fields, stored_file, write_complete
from cms.starter_content.files import StarterError, dump_yaml, parse_yaml
from cms.starter_content.recordings import RECORDING_FIELDS, RECORDING_TYPES, recording_values, store_recording
from cms.starter_content.text import InvalidValue, to_markdown, to_rich_text
from cms.vocabulary.models import Figure, Provocation


def _snippet_id(model, slug):
    """Return the id of the snippet with this slug. Raises InvalidValue."""
    pk = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if pk is None:
        raise InvalidValue(f"there is no {model._meta.verbose_name} “{slug}”")
    return pk


def _provocation():
    return Field(
        lambda value, context: _snippet_id(Provocation, value),
        lambda value, context: Provocation.objects.live().filter(pk=value).values_list("slug", flat=True).first(),
    )


def _figures():
    def write(value, context):
        slugs = dict(Figure.objects.filter(live=True).values_list("pk", "slug"))
        return [slugs[pk] for pk in map(item_value, value) if pk in slugs]

    return Field(lambda value, context: [_snippet_id(Figure, slug) for slug in as_items(value)], write)


def _image(required=True):
    return stored_file(get_image_model, required)


SHARED = {
    "key_point": {"text": plain()},
    "callout": {"kind": plain(), "heading": plain(), "text": md()},
    "quote": {"text": plain(), "attribution": plain(), "who": plain(False), "source_url": plain(False)},
    "provocation": {"provocation": _provocation(), "prompt": plain(False)},
    "figure": {"look": plain(), "figures": _figures()},
    "resource": {"title": plain(), "url": plain(), "description": plain(False), "owner": plain(False)},
    "page": {"path": page_path(), "note": plain(False)},
    "picture": {
        "file": _image(),
        "alt": plain(False),
        "decorative": plain(False, bool),
        "caption": plain(False),
        "credit": plain(False),
    },
    "video": {**RECORDING_FIELDS, "poster": _image(False)},
    "audio": RECORDING_FIELDS,
}
# Fields whose name in files differs from the block's.
RENAMED = {("page", "path"): "page", ("picture", "file"): "image", ("picture", "alt"): "alternative"}


def read_body(document, stream_block, formats, context):
    """Return a document's body as a validated StreamValue. Raises StarterError with the line of the invalid block."""
    raw, lines = [], []
    for kind, content, line in segments(document):
        try:
            raw.append(_read_one(kind, content, formats, context))
        except InvalidValue as problem:
            raise StarterError(document.label, line, f"{problem}.") from None
        lines.append(line)
    value = stream_block.to_python(raw)
    try:
        return stream_block.clean(value)
    except ValidationError as problem:
        errors = getattr(problem, "block_errors", {})
        first = min(errors) if errors else 0
        message = first_error(errors[first] if errors else problem)
        raise StarterError(document.label, lines[first] if lines else document.body_line, message) from None


def first_error(problem):
    """Return the first message of a validation error, however deeply nested in blocks."""
    if getattr(problem, "block_errors", None):
        inner = problem.block_errors
        key, error = next(iter(inner.items())) if isinstance(inner, dict) else (0, next(error for error in inner if error))
        return f"{key}: {first_error(error)}" if not isinstance(key, int) else first_error(error)
    if getattr(problem, "non_block_errors", None):
        return " ".join(first_error(error) for error in problem.non_block_errors.as_data())
    return " ".join(getattr(problem, "messages", None) or [str(problem)])


def _read_one(kind, content, formats, context):
    if kind == "text":
        return {"type": "text", "value": to_rich_text(content, context.page_id)}
    if kind == "heading":
        return {"type": "heading", "value": content}
    if kind not in formats:
        raise InvalidValue(f"there is no block “{kind.replace('_', '-')}”. Known blocks are {', '.join(sorted(formats)).replace('_', '-')}")
    value = read_fields(content, formats[kind], context)
    if kind in RECORDING_TYPES:
        return {"type": kind, "value": {"recording": store_recording(kind, value)}}
    return {"type": kind, "value": {RENAMED.get((kind, key), key): field_value for key, field_value in value.items()}}


def segments(document):  # noqa: PLR0912 - one pass over the lines, with a branch for each type of line
    """Yield (block type, content, line) for each text, heading and fenced block of the body. Fences have their YAML parsed."""
    text: list[str] = []
    start, fence = document.body_line, None
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        if fence is not None:
            if line.strip() == ":::":
                kind, opened, inside = fence
                yield kind, parse_yaml("\n".join(inside), document.label, opened + 1), opened
                fence, start = None, number + 1
            else:
                fence[2].append(line)
            continue
        opening = re.match(r":::\s*([a-z-]+)\s*$", line)
        heading = re.match(r"(##|###)\s+(.+?)\s*$", line)
        if opening or heading:
            if "".join(text).strip():
                yield "text", "\n".join(text).strip(), start
            text = []
        if opening:
            fence = (opening[1].replace("-", "_"), number, [])
        elif heading:
            yield "heading", {"text": heading[2], "level": str(len(heading[1]))}, number
            start = number + 1
        elif line.startswith(":::"):
            raise StarterError(document.label, number, "this ::: has no block before it, or the block has no type.")
        else:
            if not text and not line.strip():
                start = number + 1
            text.append(line)
    if fence is not None:
        raise StarterError(document.label, fence[1], f"the block “{fence[0]}” is never closed with “:::”.")
    if "".join(text).strip():
        yield "text", "\n".join(text).strip(), start


def write_body(stream, formats, context):
    """Return a StreamValue as the body of a file, without blocks that refer to something unpublished and so could not be loaded."""
    parts = []
    for child in stream:
        value = child.get_prep_value()["value"]
        if child.block_type == "text":
            parts.append(to_markdown(value, context.path))
        elif child.block_type == "heading":
            parts.append(f"{'##' if value['level'] == '2' else '###'} {value['text']}")
        else:
            kind = child.block_type
            value = recording_values(child.value) if kind in RECORDING_TYPES else value
            named = {key: value.get(RENAMED.get((kind, key), key)) for key in formats[kind]}
            fields = write_complete(named, formats[kind], context)
            if fields is not None:
                parts.append(f"::: {kind.replace('_', '-')}\n{dump_yaml(fields)}:::")
    return "\n\n".join(parts)
