"""What editors write: the index of case studies, and a case study in its sections."""

import logging

from django import forms
from django.db import models, transaction
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from casestudies import body, filters
from casestudies.blocks import further_blocks, story_blocks
from casestudies.words import SECTIONS, AgeBand, Evidence, Outcome, Practice
from cms.accounts.permissions import is_member
from cms.library.models import SCHEDULED_PUBLISH
from cms.page_tree.snapshot import current_tree
from cms.pages.models import BasePage
from cms.vocabulary.models import Theme

logger = logging.getLogger(__name__)


class NotAComposite(PublishPermissionError):
    """A case study that is no composite was about to be published. The desk sends whoever tried it away."""


def why_not_published(*, is_composite, composite_why, evidence):
    """What keeps a case study from being published, {field: sentence}; empty when nothing does.

    Until the publication gate is built (scan, consent, independent review), only plainly fictional composites may be published.
    """
    if not is_composite:
        return {
            "is_composite": "Only composites can be published. A real person’s story needs consent and a review, which are not here yet."
        }
    if not (composite_why or "").strip():
        return {"composite_why": "Say in a sentence what it was made from, and why nobody can be recognised."}
    if evidence != Evidence.COMPOSITE:
        return {"evidence": "A composite is invented, so it cannot be stronger evidence than that."}
    return {}


class CaseStudyIndexPage(BasePage):
    """The index: every case study, with filters."""

    page_description = "The list of all case studies. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "list of case studies"

    def get_context(self, request, *args, **kwargs):
        studies = CaseStudyPage.objects.visible_to(request.user).descendant_of(self).order_by("path")
        return {**super().get_context(request, *args, **kwargs), **filters.listed(self, studies, request)}


class CaseStudyTheme(ItemBase):
    """A theme on a case study."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="case_study_links")
    content_object = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="theme_links")


class CaseStudyQuerySet(PageQuerySet):
    """Case studies, asked for in sentences."""

    def visible_to(self, user):
        """Those a list may show this person: published, for members, and not kept to a few."""
        return self.live().exclude(pk__in=current_tree().restricted) if is_member(user) else self.none()


class CaseStudyForm(WagtailAdminPageForm):
    """Says beside the field what keeps a case study from being published. A draft may still be anything."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            asked = {name: cleaned.get(name) for name in ("is_composite", "composite_why", "evidence")}
            for field, words in why_not_published(**asked).items():
                if field not in self.errors:
                    self.add_error(field, words)
        return cleaned


class CaseStudyPage(BasePage):
    """A situation a team learnt from, told in sections, so that nobody can be recognised."""

    page_description = "A situation a team learnt from, told so that nobody can be recognised."
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    # North Yorkshire approves words it has read, and a copy is there to be changed.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "approved_on"]
    subpage_types: list[str] = []
    base_form_class = CaseStudyForm

    NEEDED = ("happening", "did", "changed", "learnt", "questions")

    is_composite = models.BooleanField(
        "it is a composite",
        default=False,
        help_text="Made from many situations and partly invented: nobody in it is a real person. Only composites can be published.",
    )
    composite_why = models.CharField(
        "how it was made",
        max_length=300,
        blank=True,
        help_text="In a sentence: what it was made from, and why nobody can be recognised in it. Readers see this.",
    )
    evidence = models.CharField(
        "strength of evidence",
        max_length=10,
        choices=Evidence.choices,
        default=Evidence.COMPOSITE,
        help_text="How much weight the story can bear.",
    )
    content_note = models.TextField(
        max_length=300, blank=True, help_text="Hard matter it speaks of, so that people can choose when to read it. Empty if none."
    )
    situation = models.TextField(
        max_length=700,
        help_text="For the team sheet: the situation as far as a team should know it before they talk. Stop before what was done.",
    )
    happening = StreamField(story_blocks(), help_text="What was going on, as one would tell a colleague. No ages, names, places or dates.")
    around = StreamField(story_blocks(), blank=True, help_text="Who was there for the young person and the family, and who was not.")
    did = StreamField(story_blocks(), help_text="What the team tried, what did not work too.")
    changed = StreamField(story_blocks(), help_text="What changed and what did not. Claim no more than you know.")
    learnt = StreamField(story_blocks(), help_text="What you would do again, and what you would not.")
    own_words = StreamField(
        story_blocks(), blank=True, help_text="How it was for them. In a composite nobody said these words, and the page says so."
    )
    questions = StreamField(
        [("question", blocks.CharBlock(max_length=160, help_text="A question a team can talk about for ten minutes."))],
        max_num=3,
        help_text="One to three questions for a team. They stand on the team sheet.",
    )
    age_band = models.CharField(
        max_length=10, choices=AgeBand.choices, blank=True, help_text="A band, never an age. Empty if it does not matter."
    )
    practice = models.CharField(max_length=20, choices=Practice.choices, help_text="The part of the team’s work it shows most.")
    outcome = models.CharField("where it stops", max_length=20, choices=Outcome.choices, help_text="In broad words. It proves nothing.")
    themes = ClusterTaggableManager(through=CaseStudyTheme, blank=True, help_text="What it is about, from the list of themes.")
    provocations = ParentalManyToManyField("vocabulary.Provocation", blank=True, help_text="The provocations that guided the work.")
    further = StreamField(further_blocks(), blank=True, verbose_name="learn more", help_text="Modules or pages to go on with.")

    owner_words = models.CharField("who looks after it", max_length=120, help_text="A role or a team, so that people know whom to ask.")
    approved_on = models.DateField(
        "approved by North Yorkshire on", null=True, blank=True, help_text="Leave empty until North Yorkshire has approved it."
    )

    objects = PageManager.from_queryset(CaseStudyQuerySet)()

    search_fields = [*BasePage.search_fields, *(index.SearchField(name) for name in SECTIONS)]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("is_composite"), FieldPanel("composite_why"), FieldPanel("evidence")], "How it was made safe"),
        FieldPanel("content_note"),
        *(FieldPanel(name, heading=title) for name, title in SECTIONS.items()),
        MultiFieldPanel([FieldPanel("situation"), FieldPanel("questions")], "Team sheet"),
        MultiFieldPanel(
            [
                FieldPanel("age_band"),
                FieldPanel("practice"),
                FieldPanel("outcome"),
                FieldPanel("themes"),
                FieldPanel("provocations", widget=forms.CheckboxSelectMultiple),
            ],
            "What it is about",
        ),
        FieldPanel("further"),
        MultiFieldPanel([FieldPanel("owner_words"), FieldPanel("approved_on")], "Who answers for it"),
    ]

    preview_modes = [*BasePage.preview_modes, ("team-sheet", "Team sheet")]

    class Meta:
        verbose_name = "case study"

    @property
    def why_not_published(self):
        """What keeps it from being published, {field: sentence}."""
        return why_not_published(is_composite=self.is_composite, composite_why=self.composite_why, evidence=self.evidence)

    @property
    def unfinished(self):
        """The parts without which it is no case study and that have no words yet. Wagtail asks for them in its form only."""
        return [name for name in self.NEEDED if not getattr(self, name)]

    def publish(self, revision, *args, **kwargs):
        """As Wagtail's own, which every way of publishing takes. Raises NotAComposite; a date is taken away instead.

        Wagtail's command stops at the first error, so one refusal would keep every other page from its date.
        """
        refusals = revision.as_object().why_not_published
        if refusals and kwargs.get("log_action") == SCHEDULED_PUBLISH:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            logger.warning("Not published on its date, because it is no composite: case study %s", self.pk)
            return None
        if refusals:
            raise NotAComposite(" ".join(refusals.values()))
        return super().publish(revision, *args, **kwargs)

    def save(self, *args, **kwargs):
        """As Wagtail's own. Raises NotAComposite when a live page would be none: copies, aliases and scripts come this way."""
        written = kwargs.get("update_fields")
        if not self.live or (written is not None and not {"live", "is_composite", "composite_why", "evidence"} & set(written)):
            return super().save(*args, **kwargs)
        if self.why_not_published:
            raise NotAComposite(" ".join(self.why_not_published.values()))
        with transaction.atomic():
            # Django writes the page's row before ours; the database lets no page be live before ours says that it is a composite.
            type(self).objects.filter(pk=self.pk).update(is_composite=self.is_composite, composite_why=self.composite_why)
            return super().save(*args, **kwargs)

    def get_template(self, request, *args, **kwargs):
        return "casestudies/team_sheet.html" if "team-sheet" in request.GET else "casestudies/case_study_page.html"

    def get_preview_template(self, request, mode_name):
        return "casestudies/team_sheet.html" if mode_name == "team-sheet" else "casestudies/case_study_page.html"

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **body.shown(self)}
