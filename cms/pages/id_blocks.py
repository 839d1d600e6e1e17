"""Blocks that hold what is kept once, by its id: showing it asks the tree, and a correction reaches every place."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.page_tree.snapshot import current_tree


class HoldsId:
    """Makes a chooser block hold the chosen row's id instead of the row: showing it then asks the tree, not the database."""

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


class FigureIdBlock(HoldsId, SnippetChooserBlock):
    pass


class FigureValue(blocks.StructValue):
    @property
    def shown(self):
        """The chosen figures as they are published today, in the order chosen; what is not published is left out."""
        published = {one.pk: one for one in current_tree().figures}
        return [published[pk] for pk in self["figures"] if pk in published]


class FigureBlock(blocks.StructBlock):
    """Figures from the shared list, never without source and period; one correction reaches every place they stand."""

    figures = blocks.ListBlock(FigureIdBlock("vocabulary.Figure"), min_num=1, max_num=8, help_text="From the shared list; up to eight.")
    look = blocks.ChoiceBlock(
        choices=[("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
        default="sentence",
        help_text="A tile for one number that matters, a table for several to read side by side.",
    )

    class Meta:
        icon = "table"
        help_text = "Numbers from the shared list, each with its source and caveat."
        template = "blocks/figure.html"
        value_class = FigureValue
