"""The fields of a fence: how each is read from a file and written back."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files import File

from cms.page_tree.snapshot import current_tree
from cms.starter_content.text import LinkProblem, to_markdown, to_rich_text


@dataclass(frozen=True)
class Field:
    """How one field of a fence is read (value, place) -> prepared value, and written (prepared value, place) -> value."""

    read: object
    write: object
    required: bool = True


class OneOf(dict):
    """The fields of something that leads somewhere: to exactly one of `ends`."""

    def __init__(self, ends, fields):
        super().__init__(fields)
        self.ends = ends


@dataclass
class Beside:
    """What lies beside a body that is read or written: the site's pages, for links, and the folder, for files."""

    folder: Path
    known_pages: dict[str, int]

    def page_id(self, path):
        """The id of the page with this path. Raises LinkProblem."""
        try:
            return self.known_pages[path]
        except KeyError:
            raise LinkProblem(f"there is no page “{path}”") from None

    def path(self, page_id):
        """The path of a page, or None when it is gone or closed: whoever loads the files will not have it."""
        url = current_tree().url(page_id)
        return url.strip("/") if url else None


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


def page_of_this_site():
    """A field that is a page, read and written as its path; the front page is “/”."""

    def write(value, place):
        path = place.path(value)
        return "/" if path == "" else path

    return Field(lambda value, place: place.page_id(str(value).strip("/")), write)


def many(fields):
    """A field that is a list of dictionaries with these fields. One that cannot be whole when it is written is left out."""

    def read(value, place):
        if not isinstance(value, list):
            raise LinkProblem("expected a list")
        return [read_fields(one, fields, place) for one in value]

    def write(value, place):
        written = (write_whole(bare(one), fields, place) for one in value)
        return [one for one in written if one is not None]

    return Field(read, write)


def sentences():
    """A field that is a list of plain sentences."""
    return Field(lambda value, place: [_sentence(one) for one in as_items(value)], lambda value, place: [bare(one) for one in value])


def _sentence(value):
    """Words as they were written: YAML reads a bare Yes, or a colon, as something else."""
    if isinstance(value, (bool, dict, list)):
        raise LinkProblem("YAML reads one of these sentences as something else: put it in quotes")
    return str(value)


def as_items(value):
    """The value as a list. Raises LinkProblem."""
    if not isinstance(value, list):
        raise LinkProblem("expected a list")
    return value


def bare(one):
    """A list block's item without its id."""
    return one["value"] if isinstance(one, dict) and set(one) == {"type", "value", "id"} else one


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


def write_whole(value, fields, place):
    """As `write_fields`, or None when something it needs is not there to be written: a page that is gone, a figure taken back."""
    written = write_fields(value, fields, place)
    lacks = any(field.required and written.get(key) in (None, "", []) for key, field in fields.items())
    leads_nowhere = isinstance(fields, OneOf) and not any(key in written for key in fields.ends)
    return None if lacks or leads_nowhere else written
