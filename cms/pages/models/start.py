"""“Start here”: lists of pages to begin with, for each job role.

A page model that knows how long its pages take has a static method `minutes_of(page_id)`, which returns whole minutes or None.
"""

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import PageIdBlock, PageLinkValue
from cms.pages.models.base import BasePage
from cms.pages.page_context import breadcrumbs


def _page_model(page_id):
    """Return the model of a page, or None if there is no such page."""
    node = current_tree().nodes.get(page_id)
    return apps.get_model(node.kind) if node else None


class StepValue(PageLinkValue):
    @property
    def entered_minutes(self):
        """The minutes that an editor entered; None if the page's model knows them."""
        return None if hasattr(_page_model(self["page"]), "minutes_of") else self["minutes"]

    @property
    def current_minutes(self):
        """About how long the page takes now, or None if that is not known."""
        model = _page_model(self["page"])
        return model.minutes_of(self["page"]) if hasattr(model, "minutes_of") else self["minutes"]

    @property
    def length(self):
        return plural(self.current_minutes, "minute") if self.current_minutes else ""


class StepBlock(blocks.StructBlock):
    """A page of the list. Minutes are entered only if the page's model does not know them."""

    page = PageIdBlock(help_text="A module, a lesson, a case study, an event or a reflection.")
    minutes = blocks.IntegerBlock(
        min_value=1,
        max_value=90,
        required=False,
        help_text="About how long it takes. Leave it empty for modules and lessons: we work it out.",
    )
    why = blocks.CharBlock(max_length=200, help_text="One sentence: why read this next, in this job?")

    def clean(self, value):
        value = super().clean(value)
        if hasattr(_page_model(value["page"]), "minutes_of"):
            value["minutes"] = None
        elif not value["minutes"] and not self.is_deferred_validation:
            message = "Enter about how many minutes it takes. We only work that out for modules and lessons."
            raise blocks.StructBlockValidationError({"minutes": ValidationError(message)})
        return value

    class Meta:
        icon = "doc-full"
        help_text = "A page to read next, and why."
        value_class = StepValue


class StartIndexPage(BasePage):
    """The index of all lists."""

    page_description = "The index of all “Start here” lists. There is only one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "start here"

    def get_context(self, request, *args, **kwargs):
        pages = StartPage.objects.live().child_of(self).order_by("path").values("pk", "title", "summary")
        lists = [{**page, "url": current_tree().url(page["pk"])} for page in pages]
        return {**super().get_context(request, *args, **kwargs), "lists": lists}


class StartPage(BasePage):
    """A list of pages for people who are new to a job role."""

    page_description = "A list for one job role: a few pages in order, with minutes and reasons."
    parent_page_types = ["pages.StartIndexPage"]
    subpage_types: list[str] = []

    roles = ParentalManyToManyField(
        "people.JobRole",
        blank=True,
        help_text="Members with these job roles see this list on their home page. With none, it is for anyone who is new.",
    )
    intro = RichTextField(features=["bold", "italic", "link"], blank=True, help_text="One or two sentences before the list.")
    steps = StreamField([("step", StepBlock())], help_text="Five to seven pages work well. Put the first one to read at the top.")

    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("steps")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("roles", widget=forms.CheckboxSelectMultiple),
        FieldPanel("intro"),
        FieldPanel("steps"),
    ]

    class Meta:
        verbose_name = "list to start with"

    def get_context(self, request, *args, **kwargs):
        steps = [child.value for child in self.steps if child.value.url]
        return {
            **super().get_context(request, *args, **kwargs),
            "crumbs": breadcrumbs(self),
            "steps": steps,
            "total_time": plural(sum(step.current_minutes or 0 for step in steps), "minute"),
        }
