"""Field types for content files: how each is read from YAML and written back."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files import File

from cms.page_tree.snapshot import current_tree
from cms.starter_content.text import InvalidValue, to_markdown, to_rich_text


@dataclass(frozen=True)
class Field:
    """A field of a block. `read(value, context)` converts a YAML value to a raw block value, and `write` does the inverse."""

    read: object
    write: object
    required: bool = True


class OneOf(dict):
    """Fields of a link, of which exactly one of `ends` is its target."""

    def __init__(self, ends, fields):
        super().__init__(fields)
        self.ends = ends


@dataclass
class FileContext:
    """Where a file is read from or written to: its folder, for pictures and recordings, and {path: page id}, for links."""

    folder: Path
    page_ids: dict[str, int]

    def page_id(self, path):
        """Return the id of the page with this path. Raises InvalidValue."""
        try:
            return self.page_ids[path]
        except KeyError:
            raise InvalidValue(f"there is no page “{path}”") from None

    def path(self, page_id):
        """Return the path of a page, or None if it is not published and so will not be exported."""
        url = current_tree().url(page_id)
        return url.strip("/") if url else None


def plain(required=True, kind=str):
    """Return a Field for a plain value of type `kind` (str, int or bool)."""
    empty = "" if kind is str else kind()

    def read(value, context):
        if value is None:
            return empty
        if kind is str:
            return _sentence(value)
        try:
            return kind(value)
        except ValueError:
            raise InvalidValue(f"“{value}” is not a whole number") from None

    return Field(
        read,
        lambda value, context: value if value not in (empty, None) else None,
        required,
    )


def md(required=True):
    """Return a Field for Markdown."""
    return Field(
        lambda value, context: to_rich_text(value or "", context.page_id),
        lambda value, context: to_markdown(value, context.path) or None,
        required,
    )


def page_path(required=True):
    """Return a Field for a page, given as its path. The home page is "/"."""

    def write(value, context):
        path = context.path(value)
        return "/" if path == "" else path

    def read(value, context):
        return None if value is None and not required else context.page_id(str(value).strip("/"))

    return Field(read, write, required)


def many(fields):
    """Return a Field for a list of dictionaries with these fields. Those that lack a required field are not written."""

    def read(value, context):
        if not isinstance(value, list):
            raise InvalidValue("expected a list")
        return [read_fields(item, fields, context) for item in value]

    def write(value, context):
        items = (write_complete(item_value(item), fields, context) for item in value)
        return [item for item in items if item is not None]

    return Field(read, write)


def sentences(required=True):
    """Return a Field for a list of strings."""
    return Field(
        lambda value, context: [_sentence(item) for item in as_items(value or [])],
        lambda value, context: [item_value(item) for item in value] or None,
        required,
    )


def _sentence(value):
    """Return a value as a string. Raises InvalidValue if YAML has read it as another type, as it does with a bare Yes or a colon."""
    if isinstance(value, (bool, dict, list)):
        raise InvalidValue("YAML reads one of these sentences as something else: put it in quotes")
    return str(value)


def as_items(value):
    """Return the value if it is a list. Raises InvalidValue otherwise."""
    if not isinstance(value, list):
        raise InvalidValue("expected a list")
    return value


def item_value(item):
    """Return the value of a ListBlock item without its id."""
    return item["value"] if isinstance(item, dict) and set(item) == {"type", "value", "id"} else item


def stored_file(model_of, required=True):
    """Return a Field for an image or document next to the content file. Files with the same content are stored once."""

    def read(value, context):
        if value is None and not required:
            return None
        path = context.folder / str(value)
        if not path.is_file():
            raise InvalidValue(f"there is no file “{value}” next to this one")
        model = model_of()
        with path.open("rb") as handle:
            record = model(title=path.stem, file=File(handle, name=path.name))
            (getattr(record, "_set_document_file_metadata", None) or record._set_image_file_metadata)()
            existing = model.objects.filter(file_hash=record.file_hash).exclude(file_hash="").first() if record.file_hash else None
            if existing:
                return existing.pk
            record.save()
        return record.pk

    def write(value, context):
        record = model_of().objects.filter(pk=value).first()
        if record is None:
            return None
        name = Path(record.file.name).name
        context.folder.mkdir(parents=True, exist_ok=True)
        with record.file.open("rb") as handle:
            (context.folder / name).write_bytes(handle.read())
        return name

    return Field(read, write, required)


def read_fields(values, fields, context):
    """Convert a dictionary of YAML values to raw block values. Raises InvalidValue."""
    if not isinstance(values, dict):
        raise InvalidValue("expected “field: value” lines")
    for key in values:
        if key not in fields:
            raise InvalidValue(f"“{key}” is not a field here. Known fields are {', '.join(fields)}")
    for key, field in fields.items():
        if field.required and values.get(key) in (None, ""):
            raise InvalidValue(f"“{key}” is missing")
    return {key: field.read(values.get(key), context) for key, field in fields.items() if key in values or not field.required}


def write_fields(value, fields, context):
    """Convert a dictionary of raw block values to YAML values, leaving out empty ones."""
    written = {key: field.write(value.get(key), context) for key, field in fields.items() if value.get(key) not in (None, "", False)}
    return {key: value for key, value in written.items() if value is not None}


def write_complete(value, fields, context):
    """Return `write_fields`, or None if a required field has no value, such as a page that is not published."""
    written = write_fields(value, fields, context)
    is_incomplete = any(field.required and written.get(key) in (None, "", []) for key, field in fields.items())
    has_no_target = isinstance(fields, OneOf) and not any(key in written for key in fields.ends)
    return None if is_incomplete or has_no_target else written
