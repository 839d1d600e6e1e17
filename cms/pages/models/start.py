"""“Start here”: for each job a few pages in order, with minutes and why.

A kind of page that knows how long its pages take says so by `minutes_of(pk)` on its class: whole minutes, or None.
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
from cms.pages.models.pages import BasePage


def _kind(page_id):
    """The kind of a page, as its class; None for a page that is not there."""
    node = current_tree().nodes.get(page_id)
    return apps.get_model(node.kind) if node else None


class StepValue(PageLinkValue):
    @property
    def minutes_written(self):
        """What somebody wrote down, where the kind of page does not say it."""
        return None if hasattr(_kind(self["page"]), "minutes_of") else self["minutes"]

    @property
    def minutes_now(self):
        """About how long it takes today: as its kind says (`minutes_of`), or else as somebody wrote down; None if nobody knows."""
        kind = _kind(self["page"])
        return kind.minutes_of(self["page"]) if hasattr(kind, "minutes_of") else self["minutes"]

    @property
    def length(self):
        """Its minutes in words."""
        return plural(self.minutes_now, "minute") if self.minutes_now else ""


class StepBlock(blocks.StructBlock):
    """One thing to read, in its place. Where the kind of page knows its minutes, nobody writes them down."""

    page = PageIdBlock(help_text="A module, a lesson, a case study, an event or a reflection.")
    minutes = blocks.IntegerBlock(
        min_value=1,
        max_value=90,
        required=False,
        help_text="About how long it takes. Modules and lessons say it themselves: leave it empty.",
    )
    why = blocks.CharBlock(max_length=200, help_text="One sentence: why at this place, and for this job.")

    def clean(self, value):
        value = super().clean(value)
        if hasattr(_kind(value["page"]), "minutes_of"):
            value["minutes"] = None
        elif not value["minutes"] and not self.is_deferred_validation:
            words = "Say about how long it takes. Only modules and lessons say it themselves."
            raise blocks.StructBlockValidationError({"minutes": ValidationError(words)})
        return value

    class Meta:
        icon = "doc-full"
        help_text = "One page to read at this place, and why."
        value_class = StepValue


class StartIndexPage(BasePage):
    """All the lists, one for each job."""

    page_description = "The page with all lists to start with. There is one."
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "start here"

    def get_context(self, request, *args, **kwargs):
        lists = StartPage.objects.live().child_of(self).order_by("path").values("pk", "title", "summary")
        shown = [{**one, "url": current_tree().url(one["pk"])} for one in lists]
        return {**super().get_context(request, *args, **kwargs), "lists": shown}


class StartPage(BasePage):
    """Where somebody with a certain job begins."""

    page_description = "For one job: a few pages in order, with minutes and why."
    parent_page_types = ["pages.StartIndexPage"]
    subpage_types: list[str] = []

    roles = ParentalManyToManyField(
        "people.JobRole", blank=True, help_text="Members with these jobs see this list on their home. None: it is for whoever is new."
    )
    intro = RichTextField(features=["bold", "italic", "link"], blank=True, help_text="One or two sentences before the list.")
    steps = StreamField([("step", StepBlock())], help_text="Five to seven pages read well, the first thing first.")

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
        tree = current_tree()
        node = tree.nodes.get(self.pk)
        above = [one for one in (tree.ancestors(node) if node else []) if one.url not in (None, "/")]
        steps = [child.value for child in self.steps if child.value.url]
        return {
            **super().get_context(request, *args, **kwargs),
            "crumbs": [*({"title": one.title, "url": one.url} for one in above), {"title": self.title, "url": ""}],
            "shown": steps,
            "total": plural(sum(step.minutes_now or 0 for step in steps), "minute"),
        }
