"""Figures: published numbers, each with what readers need in order to judge it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index


class Figure(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A number as it was published. Pages refer to it, so that a correction shows on all of them."""

    class CountedBy(models.TextChoices):
        """Who stands behind the number."""

        PLACE = "place", "Counted by the place itself"
        INDEPENDENT = "independent", "Published by an independent body"
        UNKNOWN = "unknown", "We do not know who counted it"

    class Seen(models.TextChoices):
        """How near to the source we got."""

        SOURCE = "source", "We have read the source"
        SECOND_HAND = "second_hand", "Second-hand: we have not read the original"
        TO_CHECK = "to_check", "Not checked yet: do not quote it"

    REQUIRED_TEXTS = ("value", "unit", "period", "place", "source", "source_url")

    value = models.CharField(max_length=40, help_text="The number as it was published: 355, 67%, £2.26 million.")
    unit = models.CharField(max_length=120, help_text="What it counts, worded to follow the number: young people worked with.")
    slug = models.SlugField(unique=True, help_text="A short name for lists and files: lower-case letters and hyphens.")
    period = models.CharField(max_length=60, help_text="The period it covers: 2014 to 2017, or 2022/3. No more exact than the source.")
    place = models.CharField(max_length=80, help_text="The place it covers: North Yorkshire.")
    source = models.CharField(max_length=200, help_text="Who published it, and where: author and title.")
    source_url = models.URLField("link to the source", help_text="Where readers can check it.")
    method = models.TextField(
        "how it was worked out", max_length=400, blank=True, help_text="One or two sentences, if the source says. Otherwise leave it empty."
    )
    caveat = models.TextField(
        max_length=400, blank=True, help_text="What the figure does not show, or what is unusual about it. Always shown with the figure."
    )
    counted_by = models.CharField(
        "who counted it",
        max_length=12,
        choices=CountedBy.choices,
        default=CountedBy.UNKNOWN,
        help_text="“Independent” only if someone from outside the place it covers counted or checked it, and said so publicly.",
    )
    seen = models.CharField(
        "have we read the source?",
        max_length=12,
        choices=Seen.choices,
        default=Seen.TO_CHECK,
        help_text="“We have read the source” only if you opened what the people who counted it published. Readers see this.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Its position in the list of figures. Lower numbers come first.")

    panels = [
        MultiFieldPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("slug")], "The figure"),
        MultiFieldPanel([FieldPanel("period"), FieldPanel("place")], "When and where"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], "Where it comes from"),
        MultiFieldPanel([FieldPanel("method"), FieldPanel("caveat"), FieldPanel("counted_by"), FieldPanel("seen")], "How reliable it is"),
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
                violation_error_message="A published figure needs a source and a period.",
            )
        ]

    def __str__(self):
        return f"{self.value} {self.unit}, {self.place}, {self.period}"

    def clean(self):
        """Reject required fields that contain only spaces."""
        super().clean()
        blank = [name for name in self.REQUIRED_TEXTS if getattr(self, name) and not getattr(self, name).strip()]
        if blank:
            raise ValidationError(dict.fromkeys(blank, "This field is required."))

    @property
    def when_and_where(self):
        """Place and period, such as “North Yorkshire, 2014 to 2017”."""
        return f"{self.place}, {self.period}"

    @property
    def verification_label(self):
        """Who counted it, and how near to the source we got, as two sentences without the last full stop."""
        return f"{self.get_counted_by_display()}. {self.get_seen_display()}"

    def get_preview_template(self, request, mode_name):
        return "vocabulary/figure.html"

    def get_preview_context(self, request, mode_name):
        looks = [{"look": look, "published": [self]} for look in ("sentence", "tile", "table")]
        return {**super().get_preview_context(request, mode_name), "figure": self, "looks": looks}
