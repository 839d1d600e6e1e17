"""Pages that only some members may read."""

from django.core.exceptions import ValidationError
from django.db import models


class PageWithReaders(models.Model):
    """A page that may be for the people of one authority, or of one hub in it, instead of for all members.

    The table of each subclass must be watched by the stamp. The fields are part of the page's revisions, so copies and aliases have the
    same readers as the original.
    """

    readers_authority = models.ForeignKey(
        "people.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="only people in",
        help_text="Leave empty if every member of the network may read it. Nobody else sees that it exists, not even in Find.",
    )
    readers_hub = models.ForeignKey(
        "people.Hub",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="only people in the hub",
        help_text="Leave empty if everyone in the authority may read it.",
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.readers_hub_id is None:
            return
        if self.readers_authority_id is None:
            raise ValidationError({"readers_authority": "Choose the authority as well."})
        if self.readers_hub.authority_id != self.readers_authority_id:
            raise ValidationError({"readers_hub": f"This hub is not in {self.readers_authority}."})

    @property
    def audience_label(self):
        """Return a sentence on who may read the page."""
        if self.readers_authority_id is None:
            return super().audience_label
        if self.readers_hub_id is None:
            return f"Only people in {self.readers_authority} can read it"
        return f"Only people in {self.readers_hub}, {self.readers_authority} can read it"
