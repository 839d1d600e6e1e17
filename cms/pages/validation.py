"""Validation errors that would block publishing a page, collected without the edit form."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.fields import StreamField

EMPTY_STREAM = "This is still empty."


def publish_errors(page):
    """Return {field name: [messages]} for everything that would block publishing the page as it is; empty if nothing would.

    A page model can add errors of its own with a property `extra_publish_errors`, which returns {field name: message}.
    """
    errors: dict[str, list[str]] = {}
    try:
        page.full_clean()
    except ValidationError as error:
        errors.update({field_name: list(messages) for field_name, messages in error.message_dict.items()})
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and (messages := list(_stream_errors(field, getattr(page, field.name)))):
            errors[field.name] = messages
    for field_name, message in getattr(page, "extra_publish_errors", {}).items():
        errors.setdefault(field_name, [message])
    return errors


def label_of(page, field_name):
    """Return the field's label in the editor."""
    if field_name == "__all__":
        return "The page"
    return capfirst(str(page._meta.get_field(field_name).verbose_name))


def _stream_errors(field, value):
    if not field.blank and not len(value):
        yield EMPTY_STREAM
        return
    try:
        field.stream_block.clean(value)
    except ValidationError as error:
        yield from _block_messages(error, field.stream_block, value)


def _block_messages(error, block, value, path=""):
    """Yield the messages of a block's error, each after its path: “Picture (block 3), Alternative: Describe …”."""
    child_errors = getattr(error, "block_errors", None)
    for own_error in getattr(error, "non_block_errors", None) or ([] if child_errors else [error]):
        for message in own_error.messages:
            yield f"{path}: {message}" if path else message
    for key, child_error in _error_items(child_errors):
        if child_error is None:
            continue
        child, child_value, name = _child(block, value, key)
        yield from _block_messages(child_error, child, child_value, f"{path}, {name}" if path else name)


def _error_items(child_errors):
    if not child_errors:
        return []
    return child_errors.items() if isinstance(child_errors, dict) else enumerate(child_errors)


def _child(block, value, key):
    """Return (block, value, name) of a child. `key` is a name in a struct and an index in a list or stream."""
    if hasattr(block, "child_block"):
        return block.child_block, value[key], f"number {key + 1}"
    if isinstance(key, int):
        child = value[key]
        return child.block, child.value, f"{child.block.label or capfirst(child.block_type.replace('_', ' '))} (block {key + 1})"
    child_block = block.child_blocks[key]
    return child_block, value[key], str(child_block.label)
