"""The Checks panel of the page editor: what blocks publishing, what is worth a look, and the reading age."""

from itertools import chain

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from cms import hooks
from cms.components import plural
from cms.desk.reading_age import reading_age
from cms.pages.validation import label_of, publish_errors
from cms.safeguarding.wording import entries_for, suggest

HARD_READING_AGE = 15
QUOTATIONS = {"quote", "voice", "resource"}  # blocks with someone else's words


def publish_checks(page):
    """Return the context of the Checks panel.

    `refusals` is a list of (field label, error) that block publishing, `looks` a list of suggestions, `minutes` the time a lesson takes or
    None, and `age` the reading age or None.
    """
    refusals = [(label_of(page, field), error) for field, errors in publish_errors(page).items() for error in errors]
    age = reading_age(page_text(page))
    return {
        "refusals": refusals,
        "looks": [
            *chain.from_iterable(hooks.collect(hooks.BEFORE_PUBLISHING, page)),
            *_picture_suggestions(page),
            *_wording_suggestions(page_text(page, with_quotations=False)),
        ],
        "page": page,
        "minutes": getattr(page, "minutes", None),
        "age": age,
        "is_hard": age is not None and age >= HARD_READING_AGE,
    }


def _picture_suggestions(page):
    """Ask for a second look at pictures marked as decorative. Pictures without a description block publishing instead."""
    streams = [getattr(page, field.name).get_prep_value() for field in page._meta.get_fields() if isinstance(field, StreamField)]
    if count := _count_decorative(streams):
        are_marked = "is marked as decorative, so it is" if count == 1 else "are marked as decorative, so they are"
        yield f"{plural(count, 'picture')} {are_marked} not described to people who cannot see. Is that right?"


def _wording_suggestions(text):
    """Suggest better words from the wording guide, each with its reason."""
    for suggestion in suggest({"page": ("", text)}, entries=entries_for(None)):
        yield f"“{suggestion.words}”: you could write “{suggestion.entry.alternatives[0]}”. {suggestion.entry.why}"


def _count_decorative(value):
    """Count the pictures marked as decorative in a raw StreamField value."""
    if isinstance(value, dict):
        return bool(value.get("image") and value.get("decorative")) + sum(_count_decorative(child) for child in value.values())
    return sum(_count_decorative(child) for child in value) if isinstance(value, list) else 0


def page_text(page, *, with_quotations=True):
    """Return the text of a page with each field and block on lines of its own, so that sentences do not run into each other."""
    return "\n".join(chain.from_iterable(_field_texts(page, field, with_quotations) for field in page._meta.get_fields()))


def _field_texts(page, field, with_quotations):
    if isinstance(field, StreamField):
        for child in getattr(page, field.name):
            if child.block_type in QUOTATIONS and not with_quotations:
                continue
            for text in child.block.get_searchable_content(child.value):
                yield get_text_for_indexing(str(text))
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(getattr(page, field.name) or "")
    elif isinstance(field, models.TextField) or (type(field) is models.CharField and field.name == "summary"):
        yield getattr(page, field.name) or ""
