"""Panels of the page editor that only learning has."""

from wagtail.admin.panels import MultiFieldPanel

from learning.models.records import Item, change_impact


class ChangePanel(MultiFieldPanel):
    """Asks what kind of change this is, and shows how many people it affects before it is published."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "learning/desk/change_panel.html"

        def is_shown(self):
            return super().is_shown() and self.impact is not None

        @property
        def impact(self):
            """The lesson's change_impact(), or None if it was never published."""
            if not hasattr(self, "_impact"):
                item = Item.objects.of_page(self.instance.pk).first() if self.instance.pk else None
                self._impact = change_impact(item) if item and item.current_id else None
            return self._impact

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "impact": self.impact}
