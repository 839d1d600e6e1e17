"""The manual is in the editor: every field and block a trainer can fill in says in a sentence what belongs there."""

import re

import pytest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from cms.pages.models import SiteSettings
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme

OURS = {"cms", "learning", "casestudies", "community"}
PAGES = [model for model in get_page_models() if model._meta.app_label in OURS]
WORDS = [GlossaryTerm, Provocation, Theme, Figure]
SENTENCE = re.compile(r"^[A-Z“\d].*[.:?]$|^[A-Z“].*: [^.]+\.?$", re.DOTALL)


def fields_of(model):
    """The fields an editor fills in, {name: its help}; a panel's own words come before the field's."""
    found = {}

    def walk(panels):
        for panel in panels:
            if isinstance(panel, FieldPanel):
                found[panel.field_name] = panel.help_text or str(model._meta.get_field(panel.field_name).help_text)
            walk(getattr(panel, "children", []))

    walk([*getattr(model, "content_panels", []), *getattr(model, "promote_panels", []), *getattr(model, "panels", [])])
    return found


def blocks_of(model):
    """Every block of a model's streams with its way, {"body, Video, Captions": its help}."""
    found = {}

    def walk(block, way):
        for name, child in getattr(block, "child_blocks", {}).items():
            found[f"{way}, {name}"] = str(child.meta.help_text if hasattr(child.meta, "help_text") else "") or _field_help(child)
            walk(child, f"{way}, {name}")
        if isinstance(block, blocks.ListBlock) and hasattr(block.child_block, "child_blocks"):
            walk(block.child_block, way)

    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            walk(field.stream_block, field.name)
    return found


def _field_help(block):
    return str(getattr(getattr(block, "field", None), "help_text", "") or "")


def _faults(helps):
    return [f"{name}: {words!r}" for name, words in helps.items() if not SENTENCE.match(words) or "!" in words]


@pytest.mark.parametrize("model", [*PAGES, *WORDS], ids=lambda model: model.__name__)
def test_every_field_and_block_says_what_belongs_there(model):
    helps = {**fields_of(model), **blocks_of(model)}
    assert helps
    assert not _faults(helps), "\n".join(_faults(helps))


def test_the_settings_say_it_too():
    helps = {field.name: str(field.help_text) for field in SiteSettings._meta.get_fields() if field.name not in {"id", "site"}}
    assert not _faults(helps), "\n".join(_faults(helps))


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_every_kind_of_page_has_a_name_and_a_sentence_and_can_be_seen_on_phone_desk_and_paper(model):
    assert "page" not in model._meta.verbose_name or model._meta.app_label == "cms", model._meta.verbose_name
    assert SENTENCE.match(model.get_page_description())
    assert [size["device_width"] for size in model.preview_sizes] == [390, 1280]
    assert ("paper", "On paper") in model.preview_modes
    assert all(isinstance(words, str) and words[0].isupper() for _, words in model.preview_modes)


def test_a_field_without_words_is_seen():
    """The control."""
    assert _faults({"title": "", "summary": "no capital", "body": "Great!"}) == ["title: ''", "summary: 'no capital'", "body: 'Great!'"]
