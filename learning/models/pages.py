"""What trainers write: the catalogue, modules and lessons."""

from contextlib import contextmanager
from math import ceil

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.components import join_with_and
from cms.pages.blocks import reading_minutes
from cms.pages.models import BasePage
from cms.pages.pictures import QuietPicture
from cms.vocabulary.models import Theme
from learning import marking
from learning.blocks import SourceBlock, lesson_blocks
from learning.editor_panels import ChangePanel
from learning.lesson_text import content_hash, recording_texts, snapshot_body
from learning.models.records import Item, ItemVersion, change_impact, correction_impact
from learning.outline import minutes_of_lesson, minutes_of_module
from learning.pattern import blocks_with_prompts
from learning.question_blocks import SECONDS_A_QUESTION, QuestionStreamBlock

MAX_MINUTES = 10
KIND_MEANINGS = {
    "editorial": "Readers see nothing.",
    "clarified": "People who completed it see a small “Updated”, with a link to what changed.",
    "material": "People who completed it are asked to read what changed.",
}
ASK_FIRST_HELP = (
    "Tick this only if the subject is hard to read about, such as abuse, self-harm or a death. People then choose whether to go on, "
    "once in each module. Otherwise the content note is only shown."
)
NEW_MEMBER_PREVIEW = ("member", "As a member who is new here")


class ProgressPage(BasePage):
    """A page shown with the reader's progress. Editors can preview it as a new member, without their own progress."""

    preview_modes = [*BasePage.preview_modes, NEW_MEMBER_PREVIEW]

    class Meta:
        abstract = True

    def get_preview_context(self, request, mode_name):
        if mode_name != NEW_MEMBER_PREVIEW[0]:
            return super().get_preview_context(request, mode_name)
        with _without_user(request):
            return super().get_preview_context(request, mode_name)


@contextmanager
def _without_user(request):
    """Make the request anonymous, so that no one's record is read for it."""
    user, request.user = request.user, AnonymousUser()
    try:
        yield
    finally:
        request.user = user


class LearnIndexPage(ProgressPage):
    """The catalogue: every module, with filters and the reader's progress."""

    page_description = "The catalogue of all modules. There is only one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "catalogue"

    @property
    def modules(self):
        """Return the published modules, in the order trainers gave them."""
        return ModulePage.objects.live().descendant_of(self).order_by("path")


class ModuleTheme(ItemBase):
    """A theme of a module."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="module_links")
    content_object = ParentalKey("learning.ModulePage", on_delete=models.CASCADE, related_name="theme_links")


class ModuleForm(WagtailAdminPageForm):
    """The module editor's form. It asks before a module without a published lesson is published."""

    WITHOUT_LESSONS = "without_lessons"

    def question_before_publishing(self):
        """Return (template, context) if everything is fine except that no lesson is published."""
        is_complete = set(self.errors) == {NON_FIELD_ERRORS} and not any(formset.errors for formset in self.formsets.values())
        if not is_complete or not self.has_error(NON_FIELD_ERRORS, self.WITHOUT_LESSONS):
            return None
        drafts = self.instance.get_children() if self.instance.pk else []
        heading = "This module has no published lesson"
        return "learning/desk/empty_module_step.html", {"question_heading": heading, "drafts": drafts, "own_fields": [self.WITHOUT_LESSONS]}

    def _post_clean(self):
        super()._post_clean()
        if self.is_deferred_validation or self.WITHOUT_LESSONS in self.data:
            return
        if not (self.instance.pk and self.instance.get_children().live().exists()):
            self.add_error(None, ValidationError("This module has no published lesson yet.", code=self.WITHOUT_LESSONS))


class ModulePage(ProgressPage):
    """A module: why it matters, who it is for, and its lessons, which are its child pages."""

    discussed_as = "module"
    page_description = "A unit to complete: why it matters, who it is for, and its lessons, which you add below it."
    parent_page_types = ["learning.LearnIndexPage"]
    base_form_class = ModuleForm
    # North Yorkshire has approved this text, not a copy that is about to be edited.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "approved_on"]

    intro = RichTextField(features=["bold", "italic", "link"], blank=True, help_text="Why this matters, in one or two short paragraphs.")
    for_whom = models.CharField(max_length=80, default="Everyone in a hub", help_text="A few words, shown after “For”.")
    roles = ParentalManyToManyField(
        "people.JobRole", blank=True, help_text="The job roles it is meant for. Leave all unticked if it is for everyone."
    )
    themes = ClusterTaggableManager(through=ModuleTheme, blank=True, help_text="What it is about, from the list of themes.")
    objectives = StreamField(
        [("objective", blocks.CharBlock(max_length=160, help_text="Start with a verb in lower case."))],
        blank=True,
        help_text="Completes “You will be able to …”. Start with a verb in lower case and leave out the full stop.",
    )
    content_note = models.TextField(
        max_length=300,
        blank=True,
        help_text="Any distressing subject it covers, so that people can choose when to read it. Leave empty if none.",
    )
    ask_first = models.BooleanField("ask before people read it", default=False, help_text=ASK_FIRST_HELP)
    provocations = ParentalManyToManyField("vocabulary.Provocation", blank=True, help_text="The provocations it leads to.")
    after = ParentalManyToManyField("self", symmetrical=False, blank=True, help_text="Modules that are good to do after this one.")
    picture = models.CharField(
        max_length=12, choices=QuietPicture.choices, blank=True, help_text="A quiet drawing for its card and the top of its page."
    )
    owner_words = models.CharField("who looks after it", max_length=120, help_text="A role or a team, so that people know who to ask.")
    approved_on = models.DateField(
        "approved by North Yorkshire on", null=True, blank=True, help_text="Leave empty until North Yorkshire has approved it."
    )

    valid_months = models.PositiveSmallIntegerField(
        "counts for (months)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="Calendar months from the day it was completed. Then people do it again. Leave empty if it counts for good.",
    )
    renew_days = models.PositiveSmallIntegerField(
        "ask again (days before)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(365)],
        help_text="How many days before it ends people are asked again. What they have stays valid until then. Empty means 60.",
    )

    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("objectives")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("objectives"),
        MultiFieldPanel([FieldPanel("content_note"), FieldPanel("ask_first")], "Content note"),
        MultiFieldPanel(
            [FieldPanel("for_whom"), FieldPanel("roles", widget=forms.CheckboxSelectMultiple), FieldPanel("themes")],
            "Audience and themes",
        ),
        MultiFieldPanel([FieldPanel("provocations", widget=forms.CheckboxSelectMultiple), FieldPanel("after")], "What to read next"),
        MultiFieldPanel([FieldPanel("valid_months"), FieldPanel("renew_days")], "How long it counts"),
        MultiFieldPanel([FieldPanel("owner_words"), FieldPanel("approved_on")], "Ownership and approval"),
    ]

    class Meta:
        verbose_name = "module"

    minutes_of = staticmethod(minutes_of_module)


class LessonForm(WagtailAdminPageForm):
    """The lesson editor's form. It applies the page's own publish rules beside the fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change" in self.fields:
            self.fields["change"].choices = LessonPage.CHANGES  # without Django's empty choice
        if not self.instance.has_unpublished_changes:
            # The answers on the page describe the previous change, which has been published.
            self.initial["change"] = self.initial["what_changed"] = ""

    CORRECTED = "corrected_key"

    def question_before_publishing(self):
        """Return (template, context) if only the kind of change, or a word on a corrected key, is missing: asked in a step of its own."""
        if set(self.errors) == {NON_FIELD_ERRORS} and self.has_error(NON_FIELD_ERRORS, self.CORRECTED):
            heading = "You have corrected a question"
            context = {"question_heading": heading, "impact": self._correction_impact(), "own_fields": [self.CORRECTED]}
            return "learning/desk/corrected_key_step.html", context
        is_complete = set(self.errors) <= set(LessonPage.CHANGE_FIELDS) and not any(formset.errors for formset in self.formsets.values())
        if not self.errors or not is_complete:
            return None
        item = Item.objects.of_page(self.instance.pk).select_related("current").first()
        return "learning/desk/change_step.html", {
            "question_heading": "What kind of change is this?",
            "impact": change_impact(item),
            "kinds": [(value, label, KIND_MEANINGS[value]) for value, label in LessonPage.CHANGES],
            "own_fields": LessonPage.CHANGE_FIELDS,
        }

    def _post_clean(self):
        # Here rather than in clean(), because the rules are the page's and only now does the page have the submitted values.
        has_errors = bool(self.errors)
        super()._post_clean()
        if self.is_deferred_validation or has_errors:
            return
        for field, message in self.instance.extra_publish_errors.items():
            self.add_error(field, message)
        if not self.errors and self.CORRECTED not in self.data and self._correction_impact():
            self.add_error(None, ValidationError("You have corrected a question that people have answered.", code=self.CORRECTED))

    def _correction_impact(self):
        """Return what a corrected key would do to people who have taken the check (see correction_impact), or None."""
        if not hasattr(self, "_impact"):
            item = Item.objects.of_page(self.instance.pk).first() if self.instance.pk else None
            questions = marking.questions_of(self.instance.questions)
            self._impact = correction_impact(item, questions) if item and item.current_check_id and questions else None
        return self._impact


class LessonPage(ProgressPage):
    """A lesson of at most ten minutes, below its module."""

    discussed_as = "lesson"
    page_description = "At most ten minutes of reading and thinking."
    template = "learning/lesson.html"
    parent_page_types = ["learning.ModulePage"]
    subpage_types: list[str] = []
    base_form_class = LessonForm

    CHANGE_FIELDS = ("change", "what_changed")
    CHANGES = [choice for choice in ItemVersion.Change.choices if choice[0] != ItemVersion.Change.FIRST]

    body = StreamField(lesson_blocks(), help_text="Aim for 500 to 900 words. We work out how many minutes it takes.")
    content_note = models.TextField(
        max_length=300, blank=True, help_text="Any distressing subject it covers. Readers see it at the top of the lesson."
    )
    ask_first = models.BooleanField("ask before people read it", default=False, help_text=ASK_FIRST_HELP)
    sources = StreamField([("source", SourceBlock())], blank=True, help_text="Where each fact comes from.")
    questions = StreamField(
        QuestionStreamBlock(),
        blank=True,
        help_text="A check at the end of the lesson, if you want one: the lesson then counts as complete when it is read and passed. "
        "Five to eight questions are enough. People can try as often as they like, and only they see their answers.",
    )
    pass_mark = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How many questions must be right. Leave it empty for four in five. Questions that are not marked do not count.",
    )
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    change = models.CharField(
        "kind of change",
        max_length=10,
        choices=CHANGES,
        blank=True,
        help_text="Only needed when the text of a published lesson changes.",
    )
    what_changed = models.CharField(max_length=200, blank=True, help_text="One line, for people who have already read it.")

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("content_note"), FieldPanel("ask_first")], "Content note"),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("questions"), FieldPanel("pass_mark")], "Check"),
        ChangePanel(
            [FieldPanel("change", widget=forms.RadioSelect), FieldPanel("what_changed")],
            heading="What kind of change is this?",
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = "lesson"

    minutes_of = staticmethod(minutes_of_lesson)

    def clean(self):
        super().clean()
        if self.body and len(self.body) > 80:
            raise ValidationError({"body": "A lesson can have at most 80 blocks."})

    def full_clean(self, *args, **kwargs):
        self.minutes = reading_minutes(self.body)
        super().full_clean(*args, **kwargs)

    @property
    def content_hash(self):
        """Return the hash of the lesson's text. Two lessons with the same text have the same hash."""
        return content_hash(self.title, self.summary, self.content_note, self.body.get_prep_value())

    def changed_since(self, version):
        """Return what differs from an ItemVersion: "words" (its own text), "recordings" (only a recording it uses) or ""."""
        if version.content_hash != self.content_hash:
            return "words"
        before, now = version.snapshot.get("body", []), snapshot_body(self.body)
        return "recordings" if recording_texts(before) != recording_texts(now) else ""

    @property
    def extra_publish_errors(self):
        """Return {field: message} for what prevents this text from being published, or {}.

        A lesson must not be too long, and a change to a published lesson must be described.
        """
        minutes = reading_minutes(self.body)
        if minutes > MAX_MINUTES:
            too_long = f"This lesson takes about {minutes} minutes. The limit is {MAX_MINUTES}. Split it in two, or shorten it."
            return {"body": too_long}
        if numbers := blocks_with_prompts(self.body.get_prep_value()):
            blocks = f"{'block' if len(numbers) == 1 else 'blocks'} {join_with_and([str(number) for number in numbers])}"
            return {"body": f"The prompts of the pattern are still in {blocks}. Replace them with your own text, or delete the block."}
        if fault := self._fault_of_questions():
            return fault
        changed = self._changed_since_published()
        if changed and not self.change:
            recording = "A recording in this lesson has changed. " if changed == "recordings" else ""
            return {"change": f"{recording}Say what kind of change this is: people have this lesson on their record."}
        if changed and self.change != ItemVersion.Change.EDITORIAL and not self.what_changed:
            return {"what_changed": "Say in one line what changed: readers will see it."}
        return {}

    def _fault_of_questions(self):
        """Return {field: message} for the first thing that makes the questions unfit to be asked, or {}."""
        questions = marking.questions_of(self.questions)
        for number, message in marking.question_faults(questions):
            return {"questions": f"Question {number}: {message}"}
        count = len(marking.marked(questions))
        if self.pass_mark and self.pass_mark > count:
            return {"pass_mark": f"The pass mark is {self.pass_mark}, and only {count} questions are marked."}
        return {}

    @property
    def check_minutes(self):
        """Return how long the questions take in whole minutes; 0 without questions."""
        return ceil(len(self.questions) * SECONDS_A_QUESTION / 60)

    def _changed_since_published(self):
        """Return changed_since() the published version, or "" for a lesson that was never published."""
        item = Item.objects.of_page(self.pk).select_related("current").first() if self.pk else None
        return self.changed_since(item.current) if item and item.current else ""
