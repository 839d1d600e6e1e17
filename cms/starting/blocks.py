"""Fences to blocks and back: each kind of block as a list of fields."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.models import Figure, Provocation
from cms.starting.files import StarterError, dump_yaml, parse_yaml
from cms.starting.text import LinkProblem, to_markdown, to_rich_text
from cms.tree import current


@dataclass(frozen=True)
class Field:
    """How one field of a fence is read (value, place) -> prepared value, and written (prepared value, place) -> value."""

    read: object
    write: object
    required: bool = True


@dataclass
class Place:
    """Where a body is read from or written to: for links, and for files that lie beside it."""

    folder: Path
    known_pages: dict[str, int]

    def page_id(self, path):
        """The id of the page with this path. Raises LinkProblem."""
        try:
            return self.known_pages[path]
        except KeyError:
            raise LinkProblem(f"there is no page “{path}”") from None

    def path(self, page_id):
        """The path of a page, or None when it is gone."""
        node = current().nodes.get(page_id)
        return node.url.strip("/") if node and node.url else None


def plain(required=True, kind=str):
    """A field that is written as it is."""
    empty = "" if kind is str else kind()

    def read(value, place):
        if value is None:
            return empty
        if kind is str:
            return _sentence(value)
        try:
            return kind(value)
        except ValueError:
            raise LinkProblem(f"“{value}” is not a whole number") from None

    return Field(
        read,
        lambda value, place: value if value not in (empty, None) else None,
        required,
    )


def md(required=True):
    """A field in which Markdown is allowed."""
    return Field(
        lambda value, place: to_rich_text(value or "", place.page_id), lambda value, place: to_markdown(value, place.path) or None, required
    )


def many(fields):
    """A field that is a list of dictionaries with these fields."""

    def read(value, place):
        if not isinstance(value, list):
            raise LinkProblem("expected a list")
        return [read_fields(one, fields, place) for one in value]

    return Field(read, lambda value, place: [write_fields(_item(one), fields, place) for one in value])


def sentences():
    """A field that is a list of plain sentences."""
    return Field(lambda value, place: [_sentence(one) for one in _list(value)], lambda value, place: [_item(one) for one in value])


def _sentence(value):
    """Words as they were written: YAML reads a bare Yes, or a colon, as something else."""
    if isinstance(value, (bool, dict, list)):
        raise LinkProblem("YAML reads one of these sentences as something else: put it in quotes")
    return str(value)


def _list(value):
    if not isinstance(value, list):
        raise LinkProblem("expected a list")
    return value


def _item(one):
    return one["value"] if isinstance(one, dict) and set(one) == {"type", "value", "id"} else one


def _page():
    return Field(lambda value, place: place.page_id(str(value).strip("/")), lambda value, place: place.path(value))


def _snippet_id(model, slug):
    """The id of a shared thing by its slug. Raises LinkProblem."""
    found = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise LinkProblem(f"there is no {model._meta.verbose_name} “{slug}”")
    return found


def _provocation():
    return Field(
        lambda value, place: _snippet_id(Provocation, value),
        lambda value, place: Provocation.objects.filter(pk=value).values_list("slug", flat=True).first(),
    )


def _figures():
    def write(value, place):
        slugs = dict(Figure.objects.values_list("pk", "slug"))
        return [slugs[pk] for pk in map(_item, value) if pk in slugs]

    return Field(lambda value, place: [_snippet_id(Figure, slug) for slug in _list(value)], write)


def stored_file(model_of, required=True):
    """A file beside the text: stored once, told apart by its content; written out again beside the exported text."""

    def read(value, place):
        if value is None and not required:
            return None
        path = place.folder / str(value)
        if not path.is_file():
            raise LinkProblem(f"there is no file “{value}” beside this one")
        model = model_of()
        with path.open("rb") as handle:
            record = model(title=path.stem, file=File(handle, name=path.name))
            (getattr(record, "_set_document_file_metadata", None) or record._set_image_file_metadata)()
            same = model.objects.filter(file_hash=record.file_hash).exclude(file_hash="").first() if record.file_hash else None
            if same:
                return same.pk
            record.save()
        return record.pk

    def write(value, place):
        record = model_of().objects.filter(pk=value).first()
        if record is None:
            return None
        name = Path(record.file.name).name
        place.folder.mkdir(parents=True, exist_ok=True)
        with record.file.open("rb") as handle:
            (place.folder / name).write_bytes(handle.read())
        return name

    return Field(read, write, required)


_document, _image = (
    (lambda required=True: stored_file(get_document_model, required)),
    (lambda required=True: stored_file(get_image_model, required)),
)
_recording = {
    "file": _document(),
    "title": plain(),
    "captions": _document(),
    "transcript": md(),
    "minutes": plain(required=False, kind=int),
    "seconds": plain(required=False, kind=int),
}

SHARED = {
    "key_point": {"text": plain()},
    "callout": {"kind": plain(), "heading": plain(), "text": md()},
    "quote": {"text": plain(), "attribution": plain(), "who": plain(False), "source_url": plain(False)},
    "provocation": {"provocation": _provocation(), "prompt": plain(False)},
    "figure": {"look": plain(), "figures": _figures()},
    "resource": {"title": plain(), "url": plain(), "description": plain(False), "owner": plain(False)},
    "page": {"path": _page(), "note": plain(False)},
    "picture": {
        "file": _image(),
        "alt": plain(False),
        "decorative": plain(False, bool),
        "caption": plain(False),
        "credit": plain(False),
    },
    "video": {**_recording, "poster": _image(False)},
    "audio": _recording,
}
# Where a fence's word differs from the block's field.
RENAMED = {("page", "path"): "page", ("picture", "file"): "image", ("picture", "alt"): "alternative"}


def read_fields(given, fields, place):
    """Read a dictionary by its fields. Raises LinkProblem with a sentence."""
    if not isinstance(given, dict):
        raise LinkProblem("expected “field: value” lines")
    for key in given:
        if key not in fields:
            raise LinkProblem(f"“{key}” is not a field here; known are {', '.join(fields)}")
    for key, field in fields.items():
        if field.required and given.get(key) in (None, ""):
            raise LinkProblem(f"“{key}” is missing")
    return {key: field.read(given.get(key), place) for key, field in fields.items() if key in given or not field.required}


def write_fields(value, fields, place):
    """Write a prepared value by its fields, leaving out what is empty."""
    written = {key: field.write(value.get(key), place) for key, field in fields.items() if value.get(key) not in (None, "", False)}
    return {key: one for key, one in written.items() if one is not None}


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
    """A stream value as the body of a file."""
    parts = []
    for child in stream:
        value = child.get_prep_value()["value"]
        if child.block_type == "text":
            parts.append(to_markdown(value, place.path))
        elif child.block_type == "heading":
            parts.append(f"{'##' if value['level'] == '2' else '###'} {value['text']}")
        else:
            kind = child.block_type
            named = {key: value.get(RENAMED.get((kind, key), key)) for key in formats[kind]}
            fields = write_fields(named, formats[kind], place)
            parts.append(f"::: {kind.replace('_', '-')}\n{dump_yaml(fields)}:::")
    return "\n\n".join(parts)
