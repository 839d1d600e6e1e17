"""Practitioner reflections: their list, and each."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from cms.pages.blocks import QuoteBlock
from cms.pages.models import BasePage
from cms.vocabulary.models import Theme
from community import listing, shown
from community.blocks import AnswerBlock
from community.models.pages import ForMembers
from community.words import partial_date_words


class ReflectionIndexPage(BasePage):
    """All reflections of practitioners, newest first."""

    page_description = "The list of all reflections. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        everything = ReflectionPage.objects.visible_to(request.user).child_of(self)
        return {**super().get_context(request, *args, **kwargs), **listing.reflections(everything, request)}

    class Meta:
        verbose_name = "list of reflections"


class ReflectionTheme(ItemBase):
    """A theme on a reflection."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="reflection_links")
    content_object = ParentalKey("community.ReflectionPage", on_delete=models.CASCADE, related_name="theme_links")


class ReflectionPage(BasePage):
    """What one practitioner makes of their work, in answers to a few questions. They are described as far as they agreed."""

    class Region(models.TextChoices):
        NORTH_EAST = "north-east", "North East"
        NORTH_WEST = "north-west", "North West"
        YORKSHIRE = "yorkshire-and-the-humber", "Yorkshire and the Humber"
        EAST_MIDLANDS = "east-midlands", "East Midlands"
        WEST_MIDLANDS = "west-midlands", "West Midlands"
        EAST = "east", "East of England"
        LONDON = "london", "London"
        SOUTH_EAST = "south-east", "South East"
        SOUTH_WEST = "south-west", "South West"

    class Attribution(models.TextChoices):
        """As a quote has it (cms/blocks.py)."""

        NAMED = "named", "Named, with consent: name, role, hub and authority"
        ROLE = "role", "Role and authority"
        ANONYMOUS = "anonymous", "Not named: role and region"

    class Voice(models.TextChoices):
        OWN = "own", "In their own words"
        RETOLD = "retold", "Retold by the editors from a published account"

    page_description = "What one practitioner makes of their work, in answers to a few questions."
    parent_page_types = ["community.ReflectionIndexPage"]
    subpage_types: list[str] = []

    role = models.CharField(
        max_length=120, help_text="Their job, in general words: hub manager. Nothing by which colleagues would know them."
    )
    region = models.CharField(max_length=30, choices=Region.choices, help_text="Stands beside the role when the authority does not.")
    attribution = models.CharField(
        "who they are, as far as they agreed",
        max_length=10,
        choices=Attribution.choices,
        default=Attribution.ANONYMOUS,
        help_text="Named only with their consent. Role and authority if they agreed to that, or if it was published.",
    )
    consent_words = models.CharField(
        "how they agreed",
        max_length=200,
        blank=True,
        help_text="By what means and when, such as: by e-mail, 3 November 2026. Not shown. Not needed for what is retold without a name.",
    )
    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown with the name, or with the role.",
    )
    name = models.CharField(max_length=120, blank=True, help_text="Only with their consent. Otherwise leave it empty.")
    hub = models.CharField(
        max_length=120, blank=True, help_text="Their hub or team. Shown only with the name: a role in one hub is often one person."
    )
    voice = models.CharField(
        "in whose words", max_length=10, choices=Voice.choices, default=Voice.OWN, help_text="Readers are told when it is retold."
    )
    themes = ClusterTaggableManager("themes", through=ReflectionTheme, blank=True, help_text="What it is about, from the list of themes.")
    written = models.CharField("when", max_length=10, help_text="A year, a month or a day: 2021, 2021-06 or 2021-06-01.")
    answers = StreamField(
        [("answer", AnswerBlock()), ("quote", QuoteBlock())],
        blank=True,
        help_text="The questions, each with its answer. Four or five read well.",
    )
    source_title = models.CharField(max_length=200, blank=True, help_text="Where it was published, if it was.")
    source_url = models.URLField("address of the source", blank=True, help_text="A retold reflection needs one.")

    objects = PageManager.from_queryset(ForMembers)()

    search_fields = [*BasePage.search_fields, index.SearchField("answers"), index.SearchField("role")]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("role"), FieldPanel("region")], "Who speaks, without a name"),
        MultiFieldPanel(
            [
                FieldPanel("attribution", widget=forms.RadioSelect),
                FieldPanel("consent_words"),
                FieldPanel("authority"),
                FieldPanel("name"),
                FieldPanel("hub"),
            ],
            "Who they are, as far as they agreed",
        ),
        FieldPanel("themes"),
        FieldPanel("answers"),
        MultiFieldPanel(
            [FieldPanel("voice"), FieldPanel("written"), FieldPanel("source_title"), FieldPanel("source_url")], "Where the words come from"
        ),
    ]

    class Meta:
        verbose_name = "reflection"
        constraints = [
            models.CheckConstraint(condition=Q(attribution="named") | Q(name=""), name="community_named_only_with_consent"),
            models.CheckConstraint(
                condition=~Q(attribution="role") | Q(authority__isnull=False), name="community_role_goes_with_its_authority"
            ),
        ]

    @property
    def attribution_label(self):
        """Who speaks, as far as they agreed: name, role, hub and authority; role and authority; otherwise role and region."""
        place = self.authority.name if self.authority_id else ""
        if self.attribution == self.Attribution.NAMED:
            return ", ".join(part for part in (self.name, self.role, self.hub, place) if part)
        if self.attribution == self.Attribution.ROLE and place:
            return f"{self.role}, {place}"
        return f"{self.role}, {self.get_region_display()}"

    def clean(self):
        super().clean()
        errors = {}
        is_named, is_by_role = (self.attribution == one for one in (self.Attribution.NAMED, self.Attribution.ROLE))
        if self.name and not is_named:
            errors["name"] = "Without their consent no name is kept here. Leave it empty, or choose “Named” and say how they agreed."
        if is_named and not self.name:
            errors["name"] = "They agreed to be named: write the name, or choose another level."
        if is_by_role and not self.authority_id:
            errors["authority"] = "Say which authority, or choose “Not named”."
        if not self.consent_words and (is_named or (is_by_role and self.voice != self.Voice.RETOLD)):
            errors["consent_words"] = "Say how and when they agreed."
        if self.voice == self.Voice.RETOLD and not (self.source_title and self.source_url):
            errors["source_url"] = "What is retold needs its source: a title and an address."
        try:
            partial_date_words(self.written or "2021")
        except ValueError:
            errors["written"] = "Write a year, a month or a day: 2021, 2021-06 or 2021-06-01."
        if errors:
            raise ValidationError(errors)

    def get_context(self, request, *args, **kwargs):
        others = ReflectionPage.objects.visible_to(request.user).exclude(pk=self.pk).order_by("-written", "title")
        return {**super().get_context(request, *args, **kwargs), **shown.reflection(self, others)}
