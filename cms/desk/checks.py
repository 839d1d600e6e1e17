"""Before you publish: what keeps the page, as it is saved, from being published, what is worth a look, and how hard it is to read."""

from itertools import chain

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from cms import hooks
from cms.components import counted
from cms.desk.reading_age import reading_age
from cms.pages.validation import label_of, publish_errors

HARD_FROM = 15


def before_publishing(page):
    """What the editor says under Checks: refusals [(field, sentence)], looks [sentence], and the reading age, if there are words."""
    refusals = [(label_of(page, field), sentence) for field, found in publish_errors(page).items() for sentence in found]
    age = reading_age(words_of(page))
    return {
        "refusals": refusals,
        "looks": [*chain.from_iterable(hooks.gathered(hooks.BEFORE_PUBLISHING, page)), *_of_pictures(page)],
        "age": age,
        "is_hard": age is not None and age >= HARD_FROM,
    }


def _of_pictures(page):
    """A picture without a description is refused; that one is decoration is for a second look."""
    streams = [getattr(page, field.name).get_prep_value() for field in page._meta.get_fields() if isinstance(field, StreamField)]
    if many := _decorative(streams):
        them = "it is decoration: people who cannot see it" if many == 1 else "they are decoration: people who cannot see them"
        yield f"Of {counted(many, 'picture')} it is said that {them} are told nothing. Is that right?"


def _decorative(value):
    """How many pictures within a raw value are marked as decoration."""
    if isinstance(value, dict):
        return bool(value.get("image") and value.get("decorative")) + sum(_decorative(one) for one in value.values())
    return sum(_decorative(one) for one in value) if isinstance(value, list) else 0


def words_of(page):
    """The running words of a page, each field and block on lines of its own, so that none runs into the next sentence."""
    return "\n".join(chain.from_iterable(_words(page, field) for field in page._meta.get_fields()))


def _words(page, field):
    if isinstance(field, StreamField):
        for child in getattr(page, field.name):
            for text in child.block.get_searchable_content(child.value):
                yield get_text_for_indexing(str(text))
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(getattr(page, field.name) or "")
    elif isinstance(field, models.TextField) or (type(field) is models.CharField and field.name == "summary"):
        yield getattr(page, field.name) or ""
