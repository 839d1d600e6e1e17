"""Themes, glossary terms and provocations."""

from django.db import models
from django.urls import reverse
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class Theme(DraftStateMixin, RevisionMixin, TagBase):
    """A subject of pages. Editors choose from the list and cannot add a theme by typing a new name.

    Readers can filter by published themes only.
    """

    free_tagging = False
    order = models.PositiveSmallIntegerField(default=0, help_text="Its position in lists. Lower numbers come first.")

    panels = [
        FieldPanel("name", help_text="The theme in one or two everyday words."),
        FieldPanel("slug", help_text="A short name for web addresses: lower-case letters and hyphens."),
        FieldPanel("order"),
    ]

    class Meta:
        ordering = ["order", "name"]


class GlossaryTerm(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A term and its meaning in plain words, for the glossary page and for lessons where they first use the term."""

    term = models.CharField(max_length=80, unique=True, help_text="The word or phrase as people say it.")
    slug = models.SlugField(unique=True, help_text="The last part of its web address: lower-case letters and hyphens.")
    also = models.TextField(
        "also written", blank=True, help_text="Other spellings that mean the same, one on each line. They are explained in lessons too."
    )
    stands_for = models.CharField(
        "what the letters stand for",
        max_length=200,
        blank=True,
        help_text="Only if the owner of the name has confirmed it. If you leave it empty, the page says that it is not confirmed.",
    )
    is_abbreviation = models.BooleanField(
        "the term is an abbreviation",
        default=False,
        help_text="An abbreviation is recognised only with the capital letters you used.",
    )
    mark = models.BooleanField(
        "explain it in lessons", default=True, help_text="Readers can open its meaning where a lesson first uses the term."
    )
    text = RichTextField("meaning", features=["bold", "italic", "link"], help_text="One short paragraph in plain words.")
    source = models.CharField(max_length=200, blank=True, help_text="Where the meaning comes from, if you took it from somewhere.")
    source_url = models.URLField("link to the source", blank=True, help_text="Where readers can check it.")

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("is_abbreviation"), FieldPanel("stands_for")], "Abbreviation"),
        MultiFieldPanel([FieldPanel("also"), FieldPanel("mark")], "In lessons"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], "Source"),
    ]
    search_fields = [index.SearchField("term"), index.SearchField("text"), index.AutocompleteField("term")]

    class Meta:
        ordering = ["term"]

    def __str__(self):
        return self.term

    @property
    def spellings(self):
        """The term, followed by its other spellings."""
        return [self.term, *(line.strip() for line in self.also.splitlines() if line.strip())]

    @property
    def other_spellings(self):
        return self.spellings[1:]

    @property
    def abbreviation_note(self):
        """A sentence on what an abbreviation stands for; "" for other terms."""
        if not self.is_abbreviation:
            return ""
        return f"Stands for: {self.stands_for}." if self.stands_for else "What the letters stand for has not been confirmed yet."

    def get_preview_template(self, request, mode_name):
        return "vocabulary/glossary.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "terms": [self]}


class ProvocationQuerySet(models.QuerySet):
    def live(self):
        """Return published provocations."""
        return self.filter(live=True)


class Provocation(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A question that hubs ask before they agree a plan."""

    class Origin(models.TextChoices):
        REPORTED = "reported", "Reported as used in No Wrong Door"
        OURS = "ours", "Written by Drumbeat in the same spirit"

    text = models.CharField("the question", max_length=200, help_text="The question as people ask it, in as few words as possible.")
    slug = models.SlugField(unique=True, help_text="The last part of its web address: lower-case letters and hyphens.")
    prompt = models.CharField(max_length=200, blank=True, help_text="One line on how to use it in a team.")
    body = RichTextField(features=RICH_TEXT_FEATURES, blank=True, help_text="Why it helps, in two or three short paragraphs.")
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.OURS, help_text="Choose “Reported” only if a source says so."
    )
    source = models.CharField(max_length=200, blank=True, help_text="Where it was reported.")
    source_url = models.URLField("link to the source", blank=True, help_text="Where readers can check it.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its position in the weekly rotation. Lower numbers come first.")

    panels = [
        FieldPanel("text"),
        FieldPanel("slug"),
        FieldPanel("prompt"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("origin"), FieldPanel("source"), FieldPanel("source_url")], "Where it comes from"),
        FieldPanel("order"),
    ]
    search_fields = [index.SearchField("text"), index.SearchField("body"), index.AutocompleteField("text")]
    objects = ProvocationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.text

    @staticmethod
    def of_the_week(provocations, on):
        """Return the provocation for the week of the date `on`, taking turns by ISO week, or None if the sequence is empty."""
        if not provocations:
            return None
        week_number = (on.toordinal() - 1) // 7  # day 1 of the proleptic calendar is a Monday
        return provocations[week_number % len(provocations)]

    @property
    def url(self):
        return self.get_absolute_url()

    def get_absolute_url(self):
        return reverse("provocation", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "vocabulary/provocation.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "provocation": self}
