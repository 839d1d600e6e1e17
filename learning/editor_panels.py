"""The editor's panels that only learning has."""

from wagtail.admin.panels import MultiFieldPanel

from learning.models.records import Item


class ChangePanel(MultiFieldPanel):
    """Asks what kind of change this is, and says how many people it touches before it is published."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "learning/desk/change_panel.html"

        def is_shown(self):
            return super().is_shown() and self.touched is not None

        @property
        def touched(self):
            """How many people hold the lesson, as Item.touched() tells it, or None if it was never published."""
            if not hasattr(self, "_touched"):
                item = Item.objects.of_page(self.instance.pk).first() if self.instance.pk else None
                self._touched = item.touched() if item and item.current_id else None
            return self._touched

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "touched": self.touched}
