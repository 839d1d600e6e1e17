"""What the check finds in a case study, by section: what blocks publishing it, and what an editor should look at."""

import re

from casestudies.choices import SECTIONS
from casestudies.whole_story import add_up
from cms.safeguarding.allow_list import site_phrases
from cms.safeguarding.answers import check_texts
from cms.safeguarding.findings import CHECK, STOP

# Kinds that no composite needs, however it was made. Others can be invented, so a person decides.
BLOCKING = frozenset({"number", "contact", "address"})
TEXTS = ("title", "summary", "slug", "composite_why", "content_note", "situation", *SECTIONS, "questions")
_BORN = re.compile(r"(?:\b(?:born|birth|birthday|b)|\bd\.?\s?o\.?\s?b)\b[^.!?\n]{0,20}$", re.IGNORECASE)


def find_in_case_study(page):
    """Return what could identify someone in the page's texts, each section a text of its own."""
    return _find_in(_texts_of(page))


def whole_story_of(page):
    """Return the Details of the page that add up; see casestudies/whole_story.py."""
    texts = _texts_of(page)
    return add_up(_find_in(texts), texts, age_band=page.get_age_band_display() if page.age_band else "")


def _texts_of(page):
    return {name: (label, text) for name, label in _labels(page) if (text := _text_of(page, name))}


def _find_in(texts):
    return check_texts(texts, allowed=site_phrases(), unknown_name=CHECK, max_open=None)


def blocks_publishing(found):
    """Return whether a finding blocks publishing: a number, a contact, an address or a date of birth that must not stay."""
    return found.severity == STOP and (found.kind in BLOCKING or (found.kind == "date" and bool(_BORN.search(found.before))))


def identifier_errors(page):
    """Return {field: message} for what blocks publishing, without the words that were found: errors of publishing are logged."""
    errors: dict[str, str] = {}
    for found in find_in_case_study(page):
        if blocks_publishing(found):
            title = "A date of birth" if found.kind == "date" else found.explanation.title
            errors.setdefault(found.field, f"{title}. {found.explanation.why} Leave it out.")
    return errors


def identifier_advice(page):
    """Yield a sentence for each finding that does not block publishing, by section."""
    for found in find_in_case_study(page):
        if not blocks_publishing(found):
            yield f"{found.label}: “{found.words}”. {found.explanation.title}. {found.explanation.why} Try {found.explanation.instead}."


def _labels(page):
    titles = {**SECTIONS, "questions": "Questions"}
    return [(name, titles.get(name) or str(page._meta.get_field(name).verbose_name).capitalize()) for name in TEXTS]


def _text_of(page, name):
    value = getattr(page, name)
    if name == "slug":
        return value.replace("-", " ")
    if isinstance(value, str):
        return value
    return "\n\n".join(str(text) for child in value or () for text in child.block.get_searchable_content(child.value))
