"""The public home page and standard pages."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.page_tree.audience import Audience
from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import PromiseBlock, standard_blocks, standard_page_blocks
from cms.pages.models.base import BasePage
from cms.people.permissions import may_open_desk
from cms.vocabulary.models.terms import Provocation


class HomePage(BasePage):
    """The public home page. Members who are signed in see their own home instead."""

    audience = Audience.PUBLIC
    page_description = "The public home page. There is only one."
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    heading = models.CharField(max_length=80, help_text="The first words a visitor reads. Two short sentences fit best.")
    lead = models.TextField(max_length=300, help_text="What this is and who it is for, in two or three short sentences.")
    promises = StreamField([("promise", PromiseBlock())], max_num=3, blank=True, help_text="Up to three things people can count on here.")
    body = StreamField(standard_blocks(), blank=True, help_text="What No Wrong Door is, and who this site is for.")
    joining = RichTextField(features=["bold", "link"], blank=True, help_text="How to join.")

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("promises"),
        FieldPanel("body"),
        FieldPanel("joining"),
    ]

    class Meta:
        verbose_name = "public home page"

    def get_context(self, request, *args, **kwargs):
        tree = current_tree()
        join_page = tree.by_url.get("how-to-join")
        return {
            **super().get_context(request, *args, **kwargs),
            "provocation": self._provocation_card(Provocation.of_the_week(tree.provocations, timezone.localdate())),
            "join_url": join_page.url if join_page and join_page.live else "",
        }

    @staticmethod
    def _provocation_card(provocation):
        """Return the card without a link, because the provocation's page is for members."""
        return {"text": provocation.text, "prompt": provocation.prompt, "kicker": "This week’s provocation"} if provocation else None


class StandardPage(BasePage):
    """A public page such as a statement, an explanation or contact details."""

    class Menu(models.TextChoices):
        NONE = "", "Nowhere"
        FOOTER = "footer", "In the footer of every page"

    audience = Audience.PUBLIC
    page_description = "A public page such as a statement, an explanation or contact details."
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]

    body = StreamField(standard_page_blocks(), blank=True, help_text="The content of the page, block by block.")
    menu = models.CharField(max_length=10, choices=Menu.choices, blank=True, help_text="Where to show a link to this page.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its position in the footer. Lower numbers come first.")

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("menu"), FieldPanel("order")], "Links to this page"),
    ]

    class Meta:
        verbose_name = "public page"

    def get_context(self, request, *args, **kwargs):
        """Leave out what is still to be completed, except for people who can complete it."""
        user = getattr(request, "user", None)
        is_editor = user is not None and may_open_desk(user)
        blocks = [block for block in self.body if is_editor or not _is_unfinished(block)]
        return {**super().get_context(request, *args, **kwargs), "blocks": blocks}


def _is_unfinished(block):
    """Return whether a block is a note to the organisation that runs the site: a callout headed “To be completed …”."""
    return block.block_type == "callout" and block.value["heading"].lower().startswith("to be completed")
