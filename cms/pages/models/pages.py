"""The ground's pages, and what every page of every house shares."""

import logging

from django.db import models
from django.utils import timezone
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from cms.library.models import BY_ITS_DATE, RecordingUnfinished, unfinished_recordings
from cms.page_tree.audience import Audience
from cms.page_tree.snapshot import current_tree, restrictions_of
from cms.pages.blocks import PromiseBlock, running_blocks
from cms.pages.models.review import ReviewedPagePermissions
from cms.pages.page_context import page_context
from cms.people.permissions import is_member
from cms.vocabulary.models.terms import Provocation

logger = logging.getLogger(__name__)


class CopyWithoutAliasForm(CopyForm):
    """As Wagtail's own, without aliases: an alias is no lesson of its own, so nobody could complete it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class BasePage(Page):
    """A page of ours: it has a summary and says who may read it."""

    audience = Audience.MEMBERS
    # Who may read a page follows from its kind; a switch at the desk would say something else than the doors do.
    private_page_options: list[str] = []
    copy_form_class = CopyWithoutAliasForm
    # Nobody has read a copy and found it true.
    exclude_fields_in_copy = ["reviewed_on"]
    ON_PAPER = ("paper", "On paper")
    preview_modes = [("", "As it will stand"), ON_PAPER]
    # True of a page as the tree holds it: published, and unchanged while the tree is true. False of drafts and whatever else is read.
    is_from_tree = False
    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 390, "label": "As on a phone"},
        {"name": "desk", "icon": "desktop", "device_width": 1280, "label": "As at a desk"},
    ]

    summary = models.CharField(
        max_length=300, blank=True, help_text="One or two plain sentences: what a reader finds here. Shown first, and in lists."
    )

    reviewed_on = models.DateField(
        "last reviewed on", null=True, blank=True, help_text="The day somebody last read all of it and found it true. Readers see it."
    )
    review_due_on = models.DateField(
        "to be reviewed by",
        null=True,
        blank=True,
        help_text="The day by which somebody should read it again. Trainers see when it has passed.",
    )

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    content_panels = [
        TitleFieldPanel("title", help_text="In a few plain words, as it stands at the head of the page and in lists."),
        FieldPanel("summary"),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")], "Kept true"),
        FieldPanel("slug", help_text="The last part of the address. Changing it breaks links people have kept."),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls):
        """As Wagtail's own, with tabs in plain words: nothing is promoted under “Promote” here."""
        tabs = {"Content": cls.content_panels, "Dates and address": cls.promote_panels, "Settings": cls.settings_panels}
        shown = [ObjectList(panels, heading=heading) for heading, panels in tabs.items() if panels]
        return TabbedInterface(shown, base_form_class=cls.base_form_class).bind_to_model(cls)

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "anchors": set(), **page_context(self, request)}

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "is_on_paper": mode_name == self.ON_PAPER[0]}

    @property
    def readers_words(self):
        """Who can read it once it is published, for the desk."""
        return "Anyone can read it" if self.audience == Audience.PUBLIC else "Members of the network can read it"

    def permissions_for_user(self, user):
        return ReviewedPagePermissions(user, self)

    def get_view_restrictions(self):
        return restrictions_of(self, otherwise=super().get_view_restrictions)

    def publish(self, revision, *args, **kwargs):
        """As Wagtail's own, which every way of publishing takes. Raises RecordingUnfinished; a date is taken away instead.

        Wagtail's command stops at the first error, so one refusal would keep every other page from its date.
        """
        refusals = list(unfinished_recordings(revision.as_object()))
        if refusals and kwargs.get("log_action") == BY_ITS_DATE:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            logger.warning("Not published on its date, because a recording lacks captions, transcript or length: page %s", self.pk)
            return None
        if refusals:
            raise RecordingUnfinished(" ".join(refusals))
        return super().publish(revision, *args, **kwargs)


class MemberPageQuerySet(PageQuerySet):
    """Pages that only members may read."""

    def visible_to(self, user):
        """Return published pages without a view restriction on them or above them, none for anyone but members."""
        return self.live().exclude(pk__in=current_tree().restricted) if is_member(user) else self.none()


class HomePage(BasePage):
    """The public front door. Members who are signed in see their own home instead."""

    audience = Audience.PUBLIC
    page_description = "The front door, for everybody. There is one."
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    heading = models.CharField(max_length=80, help_text="The first words a visitor reads. Two short sentences fit best.")
    lead = models.TextField(max_length=300, help_text="What this is, and for whom, in two or three short sentences.")
    promises = StreamField([("promise", PromiseBlock())], max_num=3, blank=True, help_text="Up to three things people can count on here.")
    body = StreamField(running_blocks(), blank=True, help_text="What No Wrong Door is, and who this is for.")
    joining = RichTextField(features=["bold", "link"], blank=True, help_text="How somebody joins.")

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
        join = tree.by_address.get("how-to-join")
        return {
            **super().get_context(request, *args, **kwargs),
            "provocation": self._shown(Provocation.of_the_week(tree.provocations, timezone.localdate())),
            "join_url": join.url if join and join.live else "",
        }

    @staticmethod
    def _shown(provocation):
        """This week's question without a link: the page about it is for members."""
        return {"text": provocation.text, "prompt": provocation.prompt, "kicker": "This week’s provocation"} if provocation else None


class StandardPage(BasePage):
    """An ordinary public page: a statement, an explainer, how to reach us."""

    class Menu(models.TextChoices):
        NONE = "", "Nowhere"
        FOOTER = "footer", "In the footer of every page"

    audience = Audience.PUBLIC
    page_description = "A public page: a statement, an explainer, how to reach us."
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]

    body = StreamField(running_blocks(), blank=True, help_text="The words of the page, block by block.")
    menu = models.CharField(max_length=10, choices=Menu.choices, blank=True, help_text="Where a link to this page stands.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in the footer; small numbers come first.")

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("menu"), FieldPanel("order")], "Where it is linked"),
    ]

    class Meta:
        verbose_name = "public page"
