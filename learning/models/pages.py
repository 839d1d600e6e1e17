"""What trainers write: the catalogue, modules and lessons."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.pages.blocks import reading_minutes
from cms.pages.models import BasePage
from cms.vocabulary.models import Theme
from learning import ways
from learning.blocks import SourceBlock, lesson_blocks
from learning.models.records import Item, ItemVersion
from learning.outline import minutes_of_lesson, minutes_of_module
from learning.panels import ChangePanel
from learning.words import content_hash, heard, kept_body

MOST_MINUTES = 10


class ShownWithRecord(BasePage):
    """A page beside whose words stands where one is with it. A trainer can see it as somebody new does."""

    preview_modes = [*BasePage.preview_modes, ways.SOMEBODY_NEW]

    class Meta:
        abstract = True

    def get_preview_context(self, request, mode_name):
        if mode_name != ways.SOMEBODY_NEW[0]:
            return super().get_preview_context(request, mode_name)
        with ways.as_somebody_new(request):
            return super().get_preview_context(request, mode_name)


class LearnIndexPage(ShownWithRecord):
    """The catalogue: every module, with filters and where one stands."""

    page_description = "The catalogue of all modules. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "catalogue"

    @property
    def modules(self):
        """The modules that are published, in the trainers' order."""
        return ModulePage.objects.live().descendant_of(self).order_by("path")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **ways.catalogue(self, self.modules, request)}


class ModuleTheme(ItemBase):
    """A theme on a module."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="module_links")
    content_object = ParentalKey("learning.ModulePage", on_delete=models.CASCADE, related_name="theme_links")


class ModulePage(ShownWithRecord):
    """A module: why it matters, for whom, and its lessons, which are the pages below it."""

    page_description = "Something to complete: why it matters, for whom, and its lessons, which are added below it."
    parent_page_types = ["learning.LearnIndexPage"]
    # North Yorkshire approves words it has read, and a copy is there to be changed.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "approved_on"]

    intro = RichTextField(features=["bold", "italic", "link"], blank=True, help_text="Why this matters, in one or two short paragraphs.")
    for_whom = models.CharField(max_length=80, default="Everyone in a hub", help_text="A few words, as they stand after “For”.")
    roles = ParentalManyToManyField("accounts.JobRole", blank=True, help_text="The jobs it suits; choose none if it suits everyone.")
    themes = ClusterTaggableManager(through=ModuleTheme, blank=True, help_text="What it is about, from the list of themes.")
    objectives = StreamField(
        [("objective", blocks.CharBlock(max_length=160, help_text="Begin with a verb and a small letter."))],
        blank=True,
        help_text="Each goes on from “You will be able to”: begin with a small letter and a verb, no full stop.",
    )
    content_note = models.TextField(
        max_length=300, blank=True, help_text="Hard matter it speaks of, so that people can choose when to read it. Empty if none."
    )
    provocations = ParentalManyToManyField("vocabulary.Provocation", blank=True, help_text="The provocations it leads to.")
    after = ParentalManyToManyField("self", symmetrical=False, blank=True, help_text="Modules that come well after this one.")
    owner_words = models.CharField("who looks after it", max_length=120, help_text="A role or a team, so that people know whom to ask.")
    approved_on = models.DateField(
        "approved by North Yorkshire on", null=True, blank=True, help_text="Leave empty until North Yorkshire has approved it."
    )

    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("objectives")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("objectives"),
        FieldPanel("content_note"),
        MultiFieldPanel(
            [FieldPanel("for_whom"), FieldPanel("roles", widget=forms.CheckboxSelectMultiple), FieldPanel("themes")],
            "For whom, and about what",
        ),
        MultiFieldPanel([FieldPanel("provocations", widget=forms.CheckboxSelectMultiple), FieldPanel("after")], "What comes with it"),
        MultiFieldPanel([FieldPanel("owner_words"), FieldPanel("approved_on")], "Who answers for it"),
    ]

    class Meta:
        verbose_name = "module"

    minutes_of = staticmethod(minutes_of_module)

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **ways.module(self, request)}


class LessonForm(WagtailAdminPageForm):
    """Refuses to publish a lesson that is too long, or a change nobody has described."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change" in self.fields:
            self.fields["change"].choices = LessonPage.CHANGES  # without Django's row of dashes
        if not self.instance.has_unpublished_changes:
            # What was said of the last change is history; the next one is asked about afresh.
            self.initial["change"] = self.initial["what_changed"] = ""

    def clean(self):
        cleaned = super().clean()
        if self.is_deferred_validation or self.errors:
            return cleaned
        body = cleaned["body"]
        words = content_hash(cleaned["title"], cleaned.get("summary", ""), cleaned.get("content_note", ""), body.get_prep_value())
        for field, sentence in why_not_published(
            minutes=reading_minutes(body),
            changed=_what_changed(self.instance.pk, words, body),
            change=cleaned.get("change"),
            what_changed=cleaned.get("what_changed"),
        ).items():
            self.add_error(field, sentence)
        return cleaned


def why_not_published(*, minutes, changed, change, what_changed):
    """What keeps a lesson from being published, {field: sentence}: too long, or a change nobody has described; empty if nothing.

    `changed` is "words", "recordings" (in the library, under the published lesson) or "".
    """
    if minutes > MOST_MINUTES:
        too_long = f"This lesson takes about {minutes} minutes. {MOST_MINUTES} is the most: make two lessons of it, or leave something out."
        return {"body": too_long}
    if changed and not change:
        what = (
            "Say what kind of change this is"
            if changed == "words"
            else "What a recording here says was changed. Say what kind of change that is"
        )
        return {"change": f"{what}: people have this lesson on their record."}
    if changed and change != ItemVersion.Change.EDITORIAL and not what_changed:
        return {"what_changed": "Say in one line what changed: readers will see it."}
    return {}


def _what_changed(page_id, words, body):
    """What is other than when the lesson was last published: "words" (by their hash), "recordings" (what those in the body say) or ""."""
    item = Item.objects.of_page(page_id).select_related("current").first() if page_id else None
    if item is None or item.current is None:
        return ""
    return changed_since(item.current, words, body)


def changed_since(version, words, body):
    """What is other than in a version that was kept: "words", "recordings" or ""."""
    if version.content_hash != words:
        return "words"
    return "recordings" if heard(version.snapshot.get("body", [])) != heard(kept_body(body)) else ""


class LessonPage(ShownWithRecord):
    """A lesson of at most ten minutes, below its module."""

    page_description = "At most ten minutes of reading and thinking."
    parent_page_types = ["learning.ModulePage"]
    subpage_types: list[str] = []
    base_form_class = LessonForm

    CHANGES = [choice for choice in ItemVersion.Change.choices if choice[0] != ItemVersion.Change.FIRST]

    body = StreamField(lesson_blocks(), help_text="500 to 900 words read well. What it takes in minutes is worked out for you.")
    content_note = models.TextField(
        max_length=300, blank=True, help_text="Hard matter it speaks of. Readers see this first and choose whether to go on."
    )
    sources = StreamField([("source", SourceBlock())], blank=True, help_text="Where each fact comes from.")
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    change = models.CharField(
        "kind of change", max_length=10, choices=CHANGES, blank=True, help_text="Asked only when the words of a published lesson change."
    )
    what_changed = models.CharField(max_length=200, blank=True, help_text="In one line, to the people who have read it.")

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("content_note"),
        FieldPanel("body"),
        FieldPanel("sources"),
        ChangePanel([FieldPanel("change", widget=forms.RadioSelect), FieldPanel("what_changed")], heading="What kind of change is this?"),
    ]

    class Meta:
        verbose_name = "lesson"

    minutes_of = staticmethod(minutes_of_lesson)

    def clean(self):
        super().clean()
        if self.body and len(self.body) > 80:
            raise ValidationError({"body": "A lesson has at most 80 blocks."})

    def full_clean(self, *args, **kwargs):
        self.minutes = reading_minutes(self.body)
        super().full_clean(*args, **kwargs)

    @property
    def content_hash(self):
        """What its words come to: two lessons with the same words have the same."""
        return content_hash(self.title, self.summary, self.content_note, self.body.get_prep_value())

    def changed_since(self, version):
        """What is other than in a version that was kept: "words", "recordings" or ""."""
        return changed_since(version, self.content_hash, self.body)

    @property
    def why_not_published(self):
        """What keeps its words as they are here from being published, {field: sentence}."""
        return why_not_published(
            minutes=reading_minutes(self.body),
            changed=_what_changed(self.pk, self.content_hash, self.body),
            change=self.change,
            what_changed=self.what_changed,
        )

    def get_template(self, request, *args, **kwargs):
        return "learning/content_note.html" if ways.note_before(self, request) else "learning/lesson_page.html"

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **ways.lesson(self, request)}
