"""What trainers write: pathways, the ordered steps of a job role's first weeks."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin

from learning.blocks import pathway_blocks


class Pathway(DraftStateMixin, RevisionMixin, models.Model):
    """Modules, live sessions and practice for a job role, in order, with dates counted from the start."""

    title = models.CharField(max_length=120, unique=True, help_text="Such as “A hub worker’s first twelve weeks”.")
    slug = models.SlugField(max_length=60, unique=True, help_text="A short name for links, in lower case.")
    summary = models.TextField(max_length=300, help_text="Who it is for and what they can do at the end, in one or two sentences.")
    steps = StreamField(pathway_blocks(), help_text="In the order in which people should take them.")
    needs_sign_off = models.BooleanField(
        "final sign-off",
        default=True,
        help_text="At the end, the person’s manager says that they are ready. Untick if the steps are enough.",
    )
    what_changed = models.CharField(
        max_length=200, blank=True, help_text="What is different from the version before, in one line. Authorities that use it read this."
    )

    panels = [FieldPanel(name) for name in ("title", "slug", "summary", "steps", "needs_sign_off", "what_changed")]

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        seen: set[int] = set()
        for block in self.steps:
            for page in module_pages(block):
                if not page.live:
                    raise ValidationError({"steps": f"“{page.title}” is not published yet. Publish it first, or leave it out."})
                if block.block_type != "practice" and page.pk in seen:
                    raise ValidationError({"steps": f"“{page.title}” is in the pathway twice. Leave it in one step."})
                if block.block_type != "practice":
                    seen.add(page.pk)


def module_pages(block):
    """Return the module pages that a step (a block of Pathway.steps) names."""
    pages = [block.value["module"]] if "module" in block.value else list(block.value.get("modules", []))
    return [page for page in pages if page is not None]
