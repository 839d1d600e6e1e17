"""Fences to blocks and back: each kind of block as a list of fields."""

import re

from django.core.exceptions import ValidationError
from wagtail.images import get_image_model

from cms.starter_content.fields import Field, as_items, bare, md, page_of_this_site, plain, read_fields, stored_file, write_whole
from cms.starter_content.files import StarterError, dump_yaml, parse_yaml
from cms.starter_content.recordings import KINDS, RECORDED, keep, written
from cms.starter_content.text import LinkProblem, to_markdown, to_rich_text
from cms.vocabulary.models import Figure, Provocation


def _snippet_id(model, slug):
    """The id of a shared thing by its slug. Raises LinkProblem."""
    found = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise LinkProblem(f"there is no {model._meta.verbose_name} “{slug}”")
    return found


def _provocation():
    return Field(
        lambda value, place: _snippet_id(Provocation, value),
        lambda value, place: Provocation.objects.live().filter(pk=value).values_list("slug", flat=True).first(),
    )


def _figures():
    def write(value, place):
        slugs = dict(Figure.objects.filter(live=True).values_list("pk", "slug"))
        return [slugs[pk] for pk in map(bare, value) if pk in slugs]

    return Field(lambda value, place: [_snippet_id(Figure, slug) for slug in as_items(value)], write)


def _image(required=True):
    return stored_file(get_image_model, required)


SHARED = {
    "key_point": {"text": plain()},
    "callout": {"kind": plain(), "heading": plain(), "text": md()},
    "quote": {"text": plain(), "attribution": plain(), "who": plain(False), "source_url": plain(False)},
    "provocation": {"provocation": _provocation(), "prompt": plain(False)},
    "figure": {"look": plain(), "figures": _figures()},
    "resource": {"title": plain(), "url": plain(), "description": plain(False), "owner": plain(False)},
    "page": {"path": page_of_this_site(), "note": plain(False)},
    "picture": {
        "file": _image(),
        "alt": plain(False),
        "decorative": plain(False, bool),
        "caption": plain(False),
        "credit": plain(False),
    },
    "video": {**RECORDED, "poster": _image(False)},
    "audio": RECORDED,
}
# Where a fence's word differs from the block's field.
RENAMED = {("page", "path"): "page", ("picture", "file"): "image", ("picture", "alt"): "alternative"}


def read_body(document, stream_block, formats, place):
    """A file's body as a clean stream value. Raises StarterError with the line of the block that is wrong."""
    raw, lines = [], []
    for kind, content, line in _segments(document):
        try:
            raw.append(_read_one(kind, content, formats, place))
        except LinkProblem as problem:
            raise StarterError(document.shown, line, f"{problem}.") from None
        lines.append(line)
    value = stream_block.to_python(raw)
    try:
        return stream_block.clean(value)
    except ValidationError as problem:
        errors = getattr(problem, "block_errors", {})
        first = min(errors) if errors else 0
        words = words_of(errors[first] if errors else problem)
        raise StarterError(document.shown, lines[first] if lines else document.body_line, words) from None


def words_of(problem):
    """The first sentence of a validation error, however deep in the blocks it stands."""
    if getattr(problem, "block_errors", None):
        inner = problem.block_errors
        key, error = next(iter(inner.items())) if isinstance(inner, dict) else (0, next(one for one in inner if one))
        return f"{key}: {words_of(error)}" if not isinstance(key, int) else words_of(error)
    if getattr(problem, "non_block_errors", None):
        return " ".join(words_of(one) for one in problem.non_block_errors.as_data())
    return " ".join(getattr(problem, "messages", None) or [str(problem)])


def _read_one(kind, content, formats, place):
    if kind == "text":
        return {"type": "text", "value": to_rich_text(content, place.page_id)}
    if kind == "heading":
        return {"type": "heading", "value": content}
    if kind not in formats:
        raise LinkProblem(f"there is no block “{kind.replace('_', '-')}”; known are {', '.join(sorted(formats)).replace('_', '-')}")
    value = read_fields(content, formats[kind], place)
    if kind in KINDS:
        return {"type": kind, "value": {"recording": keep(kind, value)}}
    return {"type": kind, "value": {RENAMED.get((kind, key), key): one for key, one in value.items()}}


def _segments(document):  # noqa: PLR0912 - one pass over the lines, each kind of line once
    """The body as (kind, content, line): running text, headings, and fences with their YAML read."""
    text: list[str] = []
    start, fence = document.body_line, None
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        if fence is not None:
            if line.strip() == ":::":
                kind, opened, inside = fence
                yield kind, parse_yaml("\n".join(inside), document.shown, opened + 1), opened
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
            raise StarterError(document.shown, number, "a line of ::: without a block before it, or a block without a kind.")
        else:
            if not text and not line.strip():
                start = number + 1
            text.append(line)
    if fence is not None:
        raise StarterError(document.shown, fence[1], f"the block “{fence[0]}” is never closed with a line of “:::”.")
    if "".join(text).strip():
        yield "text", "\n".join(text).strip(), start


def write_body(stream, formats, place):
    """A stream value as the body of a file, without blocks that nobody could load: their page or provocation is not published."""
    parts = []
    for child in stream:
        value = child.get_prep_value()["value"]
        if child.block_type == "text":
            parts.append(to_markdown(value, place.path))
        elif child.block_type == "heading":
            parts.append(f"{'##' if value['level'] == '2' else '###'} {value['text']}")
        else:
            kind = child.block_type
            value = written(child.value) if kind in KINDS else value
            named = {key: value.get(RENAMED.get((kind, key), key)) for key in formats[kind]}
            fields = write_whole(named, formats[kind], place)
            if fields is not None:
                parts.append(f"::: {kind.replace('_', '-')}\n{dump_yaml(fields)}:::")
    return "\n\n".join(parts)
