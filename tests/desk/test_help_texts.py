"""Help texts in the editor: every field and block a trainer can fill in is explained in a sentence."""

import re

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from cms.pages.models import SiteSettings
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme, WordingEntry

OURS = {"cms", "learning", "casestudies", "community"}
PAGES = [model for model in get_page_models() if model._meta.app_label in OURS]
WORDS = [GlossaryTerm, Provocation, Theme, Figure, WordingEntry]
SENTENCE = re.compile(r"^[A-Z“\d].*[.:?]$|^[A-Z“].*: [^.]+\.?$", re.DOTALL)


def fields_of(model):
    """Return the editable fields as {name: help text}. The panel's help text takes precedence over the field's."""
    found = {}

    def walk(panels):
        for panel in panels:
            if isinstance(panel, FieldPanel):
                found[panel.field_name] = panel.help_text or str(model._meta.get_field(panel.field_name).help_text)
            walk(getattr(panel, "children", []))

    walk([*getattr(model, "content_panels", []), *getattr(model, "promote_panels", []), *getattr(model, "panels", [])])
    return found


def blocks_of(model):
    """Return every block in the model's stream fields as {path: help text}, such as {"body, Video, Captions": "…"}."""
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


def test_every_field_and_block_has_help_text():
    faults = []
    for model in [*PAGES, *WORDS]:
        helps = {**fields_of(model), **blocks_of(model)}
        assert helps, model
        faults += [f"{model.__name__}: {fault}" for fault in _faults(helps)]
    assert not faults, "\n".join(faults)


def test_every_site_setting_has_help_text():
    helps = {field.name: str(field.help_text) for field in SiteSettings._meta.get_fields() if field.name not in {"id", "site"}}
    assert not _faults(helps), "\n".join(_faults(helps))


def test_every_page_type_has_a_description_and_previews_for_phone_desktop_and_paper():
    for model in PAGES:
        assert "page" not in model._meta.verbose_name or model._meta.app_label == "cms", model
        assert SENTENCE.match(model.get_page_description()), model
        assert [size["device_width"] for size in model.preview_sizes] == [390, 1280], model
        assert "paper" in [mode for mode, _ in model.preview_modes], model
        assert all(isinstance(words, str) and words[0].isupper() for _, words in model.preview_modes), model


def test_control_a_field_without_help_text_is_found():
    """Control: the test above can fail."""
    assert _faults({"title": "", "summary": "no capital", "body": "Great!"}) == ["title: ''", "summary: 'no capital'", "body: 'Great!'"]
