"""Figures: numbers that are quoted, each kept once with all that a reader needs in order to judge it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index


class Figure(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A number as somebody published it. Pages show it by reference, so that one correction reaches them all."""

    MUST_SAY = ("value", "unit", "period", "place", "source", "source_url")

    value = models.CharField(max_length=40, help_text="The number as it is printed: 355, 67%, £2.26 million.")
    unit = models.CharField(
        max_length=120, help_text="What it counts, as it goes on after the number, with a small letter: young people worked with."
    )
    slug = models.SlugField(unique=True, help_text="A short name, for the list of figures and for files.")
    period = models.CharField(max_length=60, help_text="When it was so: 2014 to 2017, or 2022/3. Only as exact as the source.")
    place = models.CharField(max_length=80, help_text="Where it was so: North Yorkshire.")
    source = models.CharField(max_length=200, help_text="Who published it, and where: author and title.")
    source_url = models.URLField("address of the source", help_text="Where a reader can look it up.")
    method = models.TextField(
        "how it was worked out", max_length=400, blank=True, help_text="In a sentence or two, if the source says so. Empty if it does not."
    )
    caveat = models.TextField(
        max_length=400, blank=True, help_text="What the figure cannot show, or what is odd about it. It is always shown with the figure."
    )
    is_verified = models.BooleanField(
        "checked independently",
        default=False,
        help_text="Tick only when somebody outside the place it is about has checked it and has said so in public.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in the list of figures; small numbers come first.")

    panels = [
        MultiFieldPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("slug")], "The figure"),
        MultiFieldPanel([FieldPanel("period"), FieldPanel("place")], "When and where"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], "Where it comes from"),
        MultiFieldPanel([FieldPanel("method"), FieldPanel("caveat"), FieldPanel("is_verified")], "How far it carries"),
        FieldPanel("order"),
    ]
    search_fields = [
        index.SearchField("value"),
        index.SearchField("unit"),
        index.SearchField("place"),
        index.AutocompleteField("unit"),
    ]

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | ~(Q(source="") | Q(source_url="") | Q(period="")),
                name="vocabulary_live_figure_has_source_and_period",
                violation_error_message="A figure is never shown without its source and its period.",
            )
        ]

    def __str__(self):
        return f"{self.value} {self.unit}, {self.place}, {self.period}"

    def clean(self):
        """Spaces say nothing: refuse them where words are needed."""
        super().clean()
        empty = {name: "This field is required." for name in self.MUST_SAY if getattr(self, name) and not getattr(self, name).strip()}
        if empty:
            raise ValidationError(empty)

    @property
    def when_and_where(self):
        """“North Yorkshire, 2014 to 2017”."""
        return f"{self.place}, {self.period}"

    @property
    def verified_words(self):
        """Whether somebody independent has checked it, in words."""
        return "Checked independently" if self.is_verified else "Not checked independently"

    def get_preview_template(self, request, mode_name):
        return "cms/figure.html"

    def get_preview_context(self, request, mode_name):
        looks = [{"look": look, "shown": [self]} for look in ("sentence", "tile", "table")]
        return {**super().get_preview_context(request, mode_name), "figure": self, "looks": looks}
