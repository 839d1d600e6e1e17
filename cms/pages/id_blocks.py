"""Chooser blocks whose value is the id of the chosen object, and the block for figures.

The object itself comes from the page tree when a page is shown, so that a correction appears everywhere.
"""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.page_tree.snapshot import current_tree


class IdValueMixin:
    """Make a chooser block's value the id of the chosen object, so that showing it needs no query."""

    def to_python(self, value):
        return value

    def bulk_to_python(self, values):
        return values

    def normalize(self, value):
        return getattr(value, "pk", value)

    def get_prep_value(self, value):
        return self.normalize(value)

    def value_from_form(self, value):
        chosen = self.normalize(value)
        return int(chosen) if chosen not in (None, "") else None

    def extract_references(self, value):
        if value is not None:
            yield self.model_class, str(value), "", ""


class FigureIdBlock(IdValueMixin, SnippetChooserBlock):
    pass


class FigureValue(blocks.StructValue):
    @property
    def published(self):
        """The chosen figures that are published now, in the order chosen."""
        figures = {figure.pk: figure for figure in current_tree().figures}
        return [figures[pk] for pk in self["figures"] if pk in figures]


class FigureBlock(blocks.StructBlock):
    """Figures from the shared list, with their sources and periods."""

    figures = blocks.ListBlock(
        FigureIdBlock("vocabulary.Figure"), min_num=1, max_num=8, help_text="Choose up to eight from the shared list."
    )
    look = blocks.ChoiceBlock(
        choices=[("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
        default="sentence",
        help_text="Use a tile for one important number and a table to compare several.",
    )

    class Meta:
        icon = "table"
        help_text = "Numbers from the shared list, each with its source and caveat."
        template = "blocks/figure.html"
        value_class = FigureValue
