"""BasePage: what all our pages have in common."""

import logging

from django.db import models
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.log_actions import log
from wagtail.models import Page, PageQuerySet
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from cms.library.models import SCHEDULED_PUBLISH, RecordingUnfinished, unfinished_recordings
from cms.page_tree.audience import Audience
from cms.page_tree.snapshot import view_restrictions, whole_tree
from cms.pages.models.review import ReviewedPagePermissions
from cms.pages.page_context import page_context
from cms.people.permissions import is_member

logger = logging.getLogger(__name__)
DATE_MISSED = "pages.date_missed"  # the log action for a revision that could not be published on its date


class CopyWithoutAliasForm(CopyForm):
    """Wagtail's form without the choice to create an alias. An alias of a lesson has no learning record, so nobody could complete it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class BasePage(Page):
    """A page with a summary, review dates and an audience."""

    audience = Audience.MEMBERS
    # What members call a page that they may discuss on boards, or "" if they cannot.
    discussed_as = ""
    # The audience decides who may read a page. Wagtail's privacy settings would contradict it.
    private_page_options: list[str] = []
    copy_form_class = CopyWithoutAliasForm
    # Nobody has reviewed a copy.
    exclude_fields_in_copy = ["reviewed_on"]
    PRINT_PREVIEW = ("paper", "On paper")
    preview_modes = [("", "As it will look"), PRINT_PREVIEW]
    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 390, "label": "On a phone"},
        {"name": "desk", "icon": "desktop", "device_width": 1280, "label": "On a computer"},
    ]
    # True for a published page that was read through `Tree.cached`: what is made from it may be cached in the same way.
    is_from_snapshot = False

    summary = models.CharField(
        max_length=300, blank=True, help_text="What readers will find here, in one or two plain sentences. Shown at the top and in lists."
    )
    reviewed_on = models.DateField(
        "last reviewed on", null=True, blank=True, help_text="The day someone last read all of it and found it correct. Shown to readers."
    )
    review_due_on = models.DateField(
        "to be reviewed by",
        null=True,
        blank=True,
        help_text="The day by which someone should read it again. Trainers are told when it has passed.",
    )

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    content_panels = [
        TitleFieldPanel("title", help_text="A few plain words. Shown at the top of the page and in lists."),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")], "Reviews"),
        FieldPanel("slug", help_text="The last part of the web address. Changing it breaks links that people have saved."),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls):
        """Build Wagtail's tabs with our own headings."""
        tabs = {"Content": cls.content_panels, "Dates and address": cls.promote_panels, "Settings": cls.settings_panels}
        panels = [ObjectList(children, heading=heading) for heading, children in tabs.items() if children]
        return TabbedInterface(panels, base_form_class=cls.base_form_class).bind_to_model(cls)

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "anchors": set(), **page_context(self, request)}

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "is_on_paper": mode_name == self.PRINT_PREVIEW[0]}

    @property
    def audience_label(self):
        return "Anyone can read it" if self.audience == Audience.PUBLIC else "Members of the network can read it"

    def permissions_for_user(self, user):
        return ReviewedPagePermissions(user, self)

    def get_view_restrictions(self):
        return view_restrictions(self, fallback=super().get_view_restrictions)

    def publish(self, revision, *args, **kwargs):
        """Publish as Wagtail does, unless a recording is unfinished: then raise RecordingUnfinished.

        A scheduled revision is not published and loses its date instead. Wagtail's publish_scheduled command stops at the first
        exception, so that one such page would delay all others.
        """
        errors = list(unfinished_recordings(revision.as_object()))
        if errors and kwargs.get("log_action") == SCHEDULED_PUBLISH:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            log(instance=self, action=DATE_MISSED, revision=revision)  # for the dashboard and the page's history
            logger.warning("Not published on its date, because a recording lacks captions, transcript or length: page %s", self.pk)
            return None
        if errors:
            raise RecordingUnfinished(" ".join(errors))
        return super().publish(revision, *args, **kwargs)


class MemberPageQuerySet(PageQuerySet):
    """Pages that only members may read."""

    def visible_to(self, user):
        """Return published pages that are open to this member, none for anyone else. No view restriction is on them or above them."""
        if not is_member(user):
            return self.none()
        tree = whole_tree()
        return self.live().exclude(pk__in=tree.restricted | tree.closed_to(user))
