"""What keeps a page, as it is saved, from being published: the editor's own refusals, asked without its form."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.fields import StreamField

NOTHING_YET = "There are no words here yet."


def publish_errors(page):
    """Everything that keeps the page from being published, {name of the field: [sentences]}; empty when it is fit.

    What the page knows of itself is asked as well: its property `why_not_published`, {field: sentence}, if it has one.
    """
    found: dict[str, list[str]] = {}
    try:
        page.full_clean()
    except ValidationError as problem:
        found.update({field: list(words) for field, words in problem.message_dict.items()})
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            sentences = list(_of_stream(field, getattr(page, field.name)))
            if sentences:
                found[field.name] = sentences
    for field_name, words in getattr(page, "why_not_published", {}).items():
        found.setdefault(field_name, [words])
    return found


def label_of(page, field_name):
    """What the field is called at the desk, with a capital letter."""
    if field_name == "__all__":
        return "The page"
    return capfirst(str(page._meta.get_field(field_name).verbose_name))


def _of_stream(field, value):
    if not field.blank and not len(value):
        yield NOTHING_YET
        return
    try:
        field.stream_block.clean(value)
    except ValidationError as problem:
        yield from _sentences(problem, field.stream_block, value)


def _sentences(problem, block, value, where=""):
    """The sentences of a block's refusal, each with the way to it: “Picture 3, Alternative: Say what …”."""
    inner = getattr(problem, "block_errors", None)
    for words in getattr(problem, "non_block_errors", None) or ([] if inner else [problem]):
        for message in words.messages:
            yield f"{where}: {message}" if where else message
    for key, one in _each(inner):
        if one is None:
            continue
        child, child_value, name = _child(block, value, key)
        yield from _sentences(one, child, child_value, f"{where}, {name}" if where else name)


def _each(inner):
    if not inner:
        return []
    return inner.items() if isinstance(inner, dict) else enumerate(inner)


def _child(block, value, key):
    """The block, the value and the name of one part: of a struct by its name, of a list or stream by its place."""
    if hasattr(block, "child_block"):
        return block.child_block, value[key], f"number {key + 1}"
    if isinstance(key, int):
        part = value[key]
        return part.block, part.value, f"{part.block.label or capfirst(part.block_type.replace('_', ' '))} (block {key + 1})"
    child = block.child_blocks[key]
    return child, value[key], str(child.label)
