"""The shared vocabulary: themes, glossary terms, provocations."""

from django.db import models
from django.urls import reverse
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

PLAIN_TEXT = ["bold", "italic", "link", "ul", "ol"]


class Theme(DraftStateMixin, RevisionMixin, TagBase):
    """What a page is about. Editors choose from the list; new ones are added on purpose, never by typing.

    A draft is not offered to readers as a filter.
    """

    free_tagging = False
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists; small numbers come first.")

    panels = [
        FieldPanel("name", help_text="The theme as people say it, in one or two words."),
        FieldPanel("slug", help_text="A short name for addresses: small letters and hyphens."),
        FieldPanel("order"),
    ]

    class Meta:
        ordering = ["order", "name"]


class GlossaryTerm(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A word of the field in plain words; explained in place where a lesson first uses it, and on its own page."""

    term = models.CharField(max_length=80, unique=True, help_text="The word as it is said.")
    slug = models.SlugField(unique=True, help_text="The last part of its address: small letters and hyphens.")
    also = models.TextField(
        "also written", blank=True, help_text="Other spellings that mean the same, one a line. They are explained in lessons too."
    )
    stands_for = models.CharField(
        "what the letters stand for",
        max_length=200,
        blank=True,
        help_text="Only when whoever owns the name has confirmed it. Left empty, the page says that it is not confirmed.",
    )
    is_abbreviation = models.BooleanField(
        "the term is made of letters", default=False, help_text="Tick it for an abbreviation. It is then known only as you wrote it."
    )
    mark = models.BooleanField(
        "explain it in lessons", default=True, help_text="Where a lesson first uses the word, a reader can open its meaning."
    )
    text = RichTextField("meaning", features=["bold", "italic", "link"], help_text="One short paragraph, plain words.")
    source = models.CharField(max_length=200, blank=True, help_text="Where the meaning comes from, if from somewhere.")
    source_url = models.URLField("address of the source", blank=True, help_text="Where a reader can look it up.")

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("is_abbreviation"), FieldPanel("stands_for")], "Letters"),
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
        """The term and its other spellings."""
        return [self.term, *(line.strip() for line in self.also.splitlines() if line.strip())]

    @property
    def other_spellings(self):
        return self.spellings[1:]

    @property
    def stands_for_words(self):
        """What to say about its letters: nothing for an ordinary word."""
        if not self.is_abbreviation:
            return ""
        return f"Stands for: {self.stands_for}." if self.stands_for else "What the letters stand for has not been confirmed yet."

    def get_preview_template(self, request, mode_name):
        return "cms/glossary.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "terms": [self]}


class ProvocationQuerySet(models.QuerySet):
    def live(self):
        """Provocations that are published."""
        return self.filter(live=True)


class Provocation(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A question hubs ask before a plan is agreed."""

    class Origin(models.TextChoices):
        REPORTED = "reported", "Reported as used in No Wrong Door"
        OURS = "ours", "Written by Drumbeat in the same spirit"

    text = models.CharField("the question", max_length=200, help_text="As it is asked, in the fewest words.")
    slug = models.SlugField(unique=True, help_text="The last part of its address: small letters and hyphens.")
    prompt = models.CharField(max_length=200, blank=True, help_text="One line on how to use it in a team.")
    body = RichTextField(features=PLAIN_TEXT, blank=True, help_text="Why it helps, in two or three short paragraphs.")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.OURS, help_text="Reported only when a source says so.")
    source = models.CharField(max_length=200, blank=True, help_text="Where it is reported.")
    source_url = models.URLField("address of the source", blank=True, help_text="Where a reader can look it up.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in the weekly round; small numbers come first.")

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
        """Of a sequence, the one of the week of the date `on`: they take turns by ISO week. None if there are none."""
        if not provocations:
            return None
        return provocations[(on.toordinal() - 1) // 7 % len(provocations)]  # day 1 of the calendar was a Monday

    @property
    def url(self):
        """Where it is explained."""
        return self.get_absolute_url()

    def get_absolute_url(self):
        return reverse("provocation", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "cms/provocation.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "provocation": self}
