"""Three page types, so that a bare page is as deep in the tree as a lesson: index (restricted), section, page."""

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from tests.bench.bare.blocks import bare_blocks


class BareIndexPage(Page):
    template = "bare/list.html"


class BareSectionPage(Page):
    summary = models.CharField(max_length=300, blank=True)
    template = "bare/list.html"


class BarePage(Page):
    summary = models.CharField(max_length=300, blank=True)
    body = StreamField(bare_blocks())
    template = "bare/page.html"

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "previous": self.get_prev_siblings().live().first(),
            "next": self.get_next_siblings().live().first(),
            "section": self.get_parent(),
        }
