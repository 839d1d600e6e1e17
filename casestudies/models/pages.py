"""Pages that editors write: the index of case studies and the case studies."""

import logging

from django import forms
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Page, PageManager
from wagtail.search import index

from casestudies.blocks import further_blocks, story_blocks
from casestudies.choices import SECTIONS, AgeBand, Evidence, Outcome, Practice
from casestudies.content_hash import content_hash
from casestudies.gated_fields import OWN_FIELDS, PAGE_FIELDS
from casestudies.identifiers import identifier_errors
from casestudies.models.records import Approval, Gate, Publication, Rereading
from cms.library.models import SCHEDULED_PUBLISH
from cms.page_tree.readers import PageWithReaders
from cms.pages.models import BasePage, MemberPageQuerySet
from cms.pages.models.base import DATE_MISSED
from cms.vocabulary.models import Theme

logger = logging.getLogger(__name__)


class NotApproved(PublishPermissionError):
    """Something tried to publish a case study in words that no one approved. Wagtail’s admin shows this as a permission error."""


NOT_APPROVED = "Only words that a reviewer has approved can be published. Save it as a draft, then send it for review from the site."


def composite_errors(*, is_composite, composite_why, evidence):
    """Return what contradicts itself about how it was made as {field: message}, {} if nothing does."""
    if not is_composite:
        if evidence == Evidence.COMPOSITE:
            return {"evidence": "It is not marked as a composite, so say what kind of account it is."}
        return {}
    if not (composite_why or "").strip():
        return {"composite_why": "Say in a sentence what it was made from, and why no one can be recognised."}
    if evidence != Evidence.COMPOSITE:
        return {"evidence": "A composite is invented, so it cannot be stronger evidence than that."}
    return {}


def approval_of(page):
    """Return the Approval of the page's words as they are in this object, or None."""
    if page.pk is None:
        return None
    digest = content_hash(page)
    approvals = Approval.objects.filter(page_id=page.pk)
    # A reviewer who read it again and took it off the site ended every approval of those words.
    if ended := Rereading.objects.filter(page_id=page.pk, content_hash=digest, outcome=Rereading.Outcome.CHANGES).last():
        approvals = approvals.filter(at__gt=ended.at)
    if found := approvals.filter(content_hash=digest).last():
        return found
    # Published before 0.3: the database knows the edition, and the words are compared with those of its row.
    earlier = approvals.filter(kind=Approval.Kind.EARLIER, content_hash="").last()
    gate = Gate.objects.filter(page_id=page.pk, approved_edition=F("edition")).first() if earlier else None
    if gate and earlier.publications.filter(edition=gate.edition).exists():
        saved = type(page).objects.get(pk=page.pk)
        return earlier if content_hash(saved) == digest else None
    return None


class CaseStudyIndexPage(BasePage):
    """The list of all case studies, with filters."""

    page_description = "The list of all case studies. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "list of case studies"


class CaseStudyTheme(ItemBase):
    """A theme on a case study."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="case_study_links")
    content_object = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="theme_links")


class CaseStudyForm(WagtailAdminPageForm):
    """Checks what would block publishing, unless only a draft is saved."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            values = {name: cleaned.get(name) for name in ("is_composite", "composite_why", "evidence")}
            for field, message in composite_errors(**values).items():
                if field not in self.errors:
                    self.add_error(field, message)
        return cleaned

    def _post_clean(self):
        # Here rather than in clean(), because only now does the page have the submitted texts.
        has_errors = bool(self.errors)
        super()._post_clean()
        if self.is_deferred_validation or has_errors:
            return
        for field, message in self.instance.extra_publish_errors.items():
            self.add_error(field if field in self.fields else None, message)


def _names(fields):
    return [name.removesuffix("_id") for name in fields]


def _raw(page, name):
    value = getattr(page, name)
    return value.get_prep_value() if isinstance(value, StreamValue) else value


class CaseStudyPage(PageWithReaders, BasePage):  # type: ignore[django-manager-missing]
    """A situation a team learnt from, told in sections so that no one can be recognised."""

    discussed_as = "case study"
    page_description = "A situation a team learnt from, told so that no one can be recognised."
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    # North Yorkshire approves the text it has read, and a copy is made to be changed.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "approved_on"]
    subpage_types: list[str] = []
    base_form_class = CaseStudyForm
    # So that no browser keeps its pictures and recordings; see cms/library/permissions.py.
    may_be_withdrawn = True

    REQUIRED_TO_PUBLISH = ("happening", "did", "changed", "learnt", "questions")

    is_composite = models.BooleanField(
        "it is a composite",
        default=False,
        help_text="Made from many situations and partly invented, so that no one in it is a real person.",
    )
    composite_why = models.CharField(
        "how it was made",
        max_length=300,
        blank=True,
        help_text="In a sentence: what it was made from, and why no one in it can be recognised. Readers see this.",
    )
    evidence = models.CharField(
        "strength of evidence",
        max_length=10,
        choices=Evidence.choices,
        default=Evidence.COMPOSITE,
        help_text="How much weight the story can bear.",
    )
    content_note = models.TextField(
        max_length=300,
        blank=True,
        help_text="Difficult subjects in it, so that people can choose when to read it. Leave empty if none.",
    )
    situation = models.TextField(
        max_length=700,
        help_text="For the team sheet: what a team needs to know before they discuss it. Stop before what was done.",
    )
    happening = StreamField(story_blocks(), help_text="What was going on, as you would tell a colleague. No ages, names, places or dates.")
    around = StreamField(story_blocks(), blank=True, help_text="Who was there for the young person and the family, and who was not.")
    did = StreamField(story_blocks(), help_text="What the team tried, including what did not work.")
    changed = StreamField(story_blocks(), help_text="What changed and what did not. Do not claim more than you know.")
    learnt = StreamField(story_blocks(), help_text="What you would do again and what you would not.")
    own_words = StreamField(
        story_blocks(), blank=True, help_text="What it was like for them. In a composite no one said these words, and the page says so."
    )
    questions = StreamField(
        [("question", blocks.CharBlock(max_length=160, help_text="A question a team can discuss for ten minutes."))],
        max_num=3,
        help_text="One to three questions for a team. They appear on the team sheet.",
    )
    age_band = models.CharField(
        max_length=10, choices=AgeBand.choices, blank=True, help_text="A range, never an exact age. Leave empty if it does not matter."
    )
    practice = models.CharField(max_length=20, choices=Practice.choices, help_text="The part of the team’s work that it shows most.")
    outcome = models.CharField("where it stops", max_length=20, choices=Outcome.choices, help_text="In broad terms. It proves nothing.")
    themes = ClusterTaggableManager(through=CaseStudyTheme, blank=True, help_text="What it is about, from the list of themes.")
    provocations = ParentalManyToManyField("vocabulary.Provocation", blank=True, help_text="The provocations that guided the work.")
    further = StreamField(further_blocks(), blank=True, verbose_name="learn more", help_text="Modules or pages to read next.")

    owner_words = models.CharField("who looks after it", max_length=120, help_text="A role or a team, so that people know who to ask.")
    approved_on = models.DateField(
        "approved by North Yorkshire on", null=True, blank=True, help_text="Leave empty until North Yorkshire has approved it."
    )

    # The plugin of mypy cannot find the manager of a class with two models above it.
    objects = PageManager.from_queryset(MemberPageQuerySet)()  # type: ignore[django-manager-missing]

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
        MultiFieldPanel([FieldPanel("readers_authority"), FieldPanel("readers_hub")], "Who may read it"),
        MultiFieldPanel([FieldPanel("owner_words"), FieldPanel("approved_on")], "Who is responsible for it"),
    ]

    preview_modes = [*BasePage.preview_modes, ("team-sheet", "Team sheet")]

    class Meta:
        verbose_name = "case study"

    @property
    def extra_publish_errors(self):
        """Return what blocks publishing as {field: message}, {} if the words are approved as they are."""
        if self.composite_errors or approval_of(self) is None:
            return {**identifier_errors(self), **self.composite_errors, "__all__": NOT_APPROVED}
        return {}

    @property
    def composite_errors(self):
        """Return what contradicts itself about how it was made as {field: message}, {} if nothing does."""
        return composite_errors(is_composite=self.is_composite, composite_why=self.composite_why, evidence=self.evidence)

    @property
    def missing_fields(self):
        """Return the names of the required fields that are empty. Wagtail checks them in its edit form only."""
        return [name for name in self.REQUIRED_TO_PUBLISH if not getattr(self, name)]

    def publish(self, revision, *args, **kwargs):
        """Publish the revision. Raises NotApproved, except on a scheduled date, which is removed and logged instead.

        Wagtail's command stops at the first error, which would keep every other scheduled page from being published.
        """
        errors = revision.as_object().extra_publish_errors
        if errors and kwargs.get("log_action") == SCHEDULED_PUBLISH:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            log(instance=self, action=DATE_MISSED, revision=revision)
            logger.warning("Not published on its date, because the words were not approved: case study %s", self.pk)
            return None
        if errors:
            raise NotApproved(" ".join(errors.values()))
        return super().publish(revision, *args, **kwargs)

    def save(self, *args, **kwargs):
        """Save the page. Raises NotApproved if a live page would have words that no one approved: scripts save directly.

        Django saves Wagtail's row before ours, and the gate rejects a live page in an edition without a Publication. So the words are
        written first, while the page is not live, and their edition is recorded.
        """
        update_fields = kwargs.get("update_fields")
        is_unaffected = update_fields is not None and not {"live", *PAGE_FIELDS, *_names(OWN_FIELDS)} & set(update_fields)
        if not self.live or is_unaffected:
            return super().save(*args, **kwargs)
        approval = approval_of(self)
        if approval is None or self.composite_errors:
            raise NotApproved(" ".join([NOT_APPROVED, *self.composite_errors.values()]))
        with transaction.atomic():
            self._write_approved_words(approval)
            return super().save(*args, **kwargs)

    def _write_approved_words(self, approval):
        saved = type(self).objects.get(pk=self.pk)
        words = {name: getattr(self, name) for name in OWN_FIELDS}
        if saved.live and all(_raw(saved, name) == _raw(self, name) for name in (*PAGE_FIELDS, *OWN_FIELDS)):
            return
        Page.objects.filter(pk=self.pk).update(live=False)
        Page.objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in PAGE_FIELDS})
        type(self).objects.filter(pk=self.pk).update(**words)
        edition = Gate.objects.values_list("edition", flat=True).get(page_id=self.pk)
        if not Gate.objects.filter(page_id=self.pk, approved_edition=edition).exists():
            Publication.objects.create(approval=approval, page_id=self.pk, edition=edition, at=timezone.now())

    def copy(self, *args, **kwargs):
        """Raises NotApproved: when the original is withdrawn, a copy would go on saying its words."""
        raise NotApproved("A case study cannot be copied. Start a new one, or link to it instead.")

    def create_alias(self, *args, **kwargs):
        """Raises NotApproved: an alias would be live in other words as soon as its original is."""
        raise NotApproved("A case study cannot have an alias. Link to it instead.")

    def get_template(self, request, *args, **kwargs):
        return "casestudies/team_sheet.html" if "team-sheet" in request.GET else "casestudies/case_study_page.html"

    def get_preview_template(self, request, mode_name):
        return "casestudies/team_sheet.html" if mode_name == "team-sheet" else "casestudies/case_study_page.html"
