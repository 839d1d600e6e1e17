"""Pages that editors write about reflections of practitioners."""

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
from cms.pages.models import BasePage, MemberPageQuerySet
from cms.vocabulary.models import Theme
from community.blocks import AnswerBlock
from community.formatting import format_partial_date


class ReflectionIndexPage(BasePage):
    """The list of all reflections, newest first."""

    page_description = "The list of all reflections. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "list of reflections"


class ReflectionTheme(ItemBase):
    """A theme on a reflection."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="reflection_links")
    content_object = ParentalKey("community.ReflectionPage", on_delete=models.CASCADE, related_name="theme_links")


class ReflectionPage(BasePage):
    """A practitioner’s thoughts on their work, as answers to a few questions. They are identified only as far as they agreed."""

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
        """The same levels as a quote’s (cms/pages/blocks.py)."""

        NAMED = "named", "Named, with consent: name, role, hub and authority"
        ROLE = "role", "Role and authority"
        ANONYMOUS = "anonymous", "Not named: role and region"

    class Voice(models.TextChoices):
        OWN = "own", "In their own words"
        RETOLD = "retold", "Retold by the editors from a published account"

    page_description = "A practitioner’s thoughts on their work, as answers to a few questions."
    parent_page_types = ["community.ReflectionIndexPage"]
    subpage_types: list[str] = []

    role = models.CharField(
        max_length=120, help_text="Their job in general terms, such as hub manager. Nothing that would tell colleagues who they are."
    )
    region = models.CharField(max_length=30, choices=Region.choices, help_text="Shown with the role when the authority is not shown.")
    attribution = models.CharField(
        "how they are identified",
        max_length=10,
        choices=Attribution.choices,
        default=Attribution.ANONYMOUS,
        help_text="Named only with their consent. Role and authority if they agreed to that, or if it was published.",
    )
    consent_words = models.CharField(
        "how they agreed",
        max_length=200,
        blank=True,
        help_text="How and when, such as: by email, 3 November 2026. Not shown to readers. Not needed for a retold account without a name.",
    )
    authority = models.ForeignKey(
        "people.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown with the name, or with the role.",
    )
    name = models.CharField(max_length=120, blank=True, help_text="Only with their consent. Otherwise leave empty.")
    hub = models.CharField(
        max_length=120, blank=True, help_text="Their hub or team. Shown only with the name, because a role in one hub is often one person."
    )
    voice = models.CharField(
        "whose words they are", max_length=10, choices=Voice.choices, default=Voice.OWN, help_text="The page tells readers if it is retold."
    )
    themes = ClusterTaggableManager("themes", through=ReflectionTheme, blank=True, help_text="What it is about, from the list of themes.")
    written = models.CharField("when", max_length=10, help_text="A year, a month or a day: 2021, 2021-06 or 2021-06-01.")
    answers = StreamField(
        [("answer", AnswerBlock()), ("quote", QuoteBlock())],
        blank=True,
        help_text="The questions, each with its answer. Four or five work well.",
    )
    source_title = models.CharField(max_length=200, blank=True, help_text="Where it was published, if it was.")
    source_url = models.URLField("link to the source", blank=True, help_text="A retold reflection needs one.")

    objects = PageManager.from_queryset(MemberPageQuerySet)()

    search_fields = [*BasePage.search_fields, index.SearchField("answers"), index.SearchField("role")]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("role"), FieldPanel("region")], "Who is speaking, without a name"),
        MultiFieldPanel(
            [
                FieldPanel("attribution", widget=forms.RadioSelect),
                FieldPanel("consent_words"),
                FieldPanel("authority"),
                FieldPanel("name"),
                FieldPanel("hub"),
            ],
            "How they are identified",
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
        """Return who is speaking, as far as they agreed: name, role, hub and authority; role and authority; or role and region."""
        authority = self.authority.name if self.authority_id else ""
        if self.attribution == self.Attribution.NAMED:
            return ", ".join(part for part in (self.name, self.role, self.hub, authority) if part)
        if self.attribution == self.Attribution.ROLE and authority:
            return f"{self.role}, {authority}"
        return f"{self.role}, {self.get_region_display()}"

    def clean(self):
        super().clean()
        errors = {}
        is_named, is_by_role = self.attribution == self.Attribution.NAMED, self.attribution == self.Attribution.ROLE
        if self.name and not is_named:
            errors["name"] = "We do not store a name without consent. Leave this empty, or choose “Named” and say how they agreed."
        if is_named and not self.name:
            errors["name"] = "Add the name, or do not choose “Named”."
        if is_by_role and not self.authority_id:
            errors["authority"] = "Choose the authority, or choose “Not named”."
        if not self.consent_words and (is_named or (is_by_role and self.voice != self.Voice.RETOLD)):
            errors["consent_words"] = "Say how and when they agreed."
        if self.voice == self.Voice.RETOLD and not (self.source_title and self.source_url):
            errors["source_url"] = "A retold reflection needs a source: a title and a link."
        try:
            format_partial_date(self.written or "2021")
        except ValueError:
            errors["written"] = "Enter a year, a month or a day: 2021, 2021-06 or 2021-06-01."
        if errors:
            raise ValidationError(errors)
