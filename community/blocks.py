"""The blocks of event write-ups and reflections."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.accounts.models import Authority
from cms.library.blocks import AudioBlock, VideoBlock
from cms.library.file_types import RECORDING_MIME_TYPES
from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import INLINE_FEATURES, TEXT_FEATURES, NonBlankRichTextBlock, PageIdBlock

RECORDINGS = {*RECORDING_MIME_TYPES, "vtt"}


def authorities():
    """Every authority as a choice: (its id as text, its name)."""
    return [(str(pk), name) for pk, name in Authority.objects.values_list("pk", "name")]


class AuthorityBlock(blocks.ChoiceBlock):
    """One of the authorities; holds its id, and shows at the desk as used."""

    def to_python(self, value):
        return None if value is None else str(value)  # Wagtail's own would ask for every authority, once for each block

    def extract_references(self, value):
        if value:
            yield Authority, str(value), "", ""


class LinkValue(blocks.StructValue):
    @property
    def words(self):
        """What the link says: its own words, or the title of what it leads to. Empty when that is gone."""
        node = current_tree().nodes.get(self.get("page"))
        file = self.get("file")
        return self["title"] or (node.title if node and node.live else "") or (file.title if file else "") or self["url"] or ""

    @property
    def href(self):
        """Where it leads, or nothing when that is gone."""
        file = self.get("file")
        return current_tree().url(self.get("page")) or self["url"] or (file.url if file else "") or ""

    @property
    def is_file(self):
        return bool(self.get("file")) and self.href == self["file"].url

    @property
    def file_words(self):
        """The file's kind and size, such as “PDF, 80 KB”; nothing for a page or an address."""
        if not self.is_file:
            return ""
        file = self["file"]
        return f"{file.file_extension.upper()}, {filesizeformat(file.file_size)}" if file.file_size else file.file_extension.upper()

    @property
    def is_away(self):
        return bool(self["url"]) and self.href == self["url"]


class LinkBlock(blocks.StructBlock):
    """A page of this site, a page elsewhere, or a file: one of the three."""

    title = blocks.CharBlock(
        max_length=160, required=False, label="Words of the link", help_text="Empty: the title of the page or file. An address needs words."
    )
    page = PageIdBlock(required=False, label="Page of this site", help_text="A module, a lesson, a case study, or any other page.")
    url = blocks.URLBlock(required=False, label="Address elsewhere", help_text="In full, beginning with https://.")
    file = DocumentChooserBlock(required=False, help_text="Slides or a handout. A recording goes into a video or audio block.")
    note = blocks.CharBlock(max_length=200, required=False, help_text="Why to open it, in a few words.")

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if value["file"] and value["file"].file_extension in RECORDINGS:
            errors["file"] = ValidationError("A recording needs captions and a transcript: use a video or audio block.")
        if not self.is_deferred_validation:
            if sum(1 for name in ("page", "url", "file") if value[name]) != 1:
                errors.setdefault("page", ValidationError("Choose a page, an address or a file: one of the three."))
            elif value["url"] and not value["title"]:
                errors["title"] = ValidationError("Say where the link leads: an address is no words.")
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value

    class Meta:
        icon = "link"
        help_text = "A page of this site, an address elsewhere, or a file: one of the three."
        template = "blocks/link.html"
        value_class = LinkValue


class SessionBlock(blocks.StructBlock):
    """One part of the day: what it was about, who led it, and what it speaks of."""

    title = blocks.CharBlock(max_length=160, help_text="What it was about, in a few words.")
    led_by = blocks.CharBlock(
        max_length=160, required=False, label="Who led it", help_text="A team or an authority. A person’s name only with their consent."
    )
    role = blocks.CharBlock(max_length=120, required=False, label="Their role", help_text="Such as hub manager. Enough without a name.")
    text = NonBlankRichTextBlock(features=TEXT_FEATURES, required=False, help_text="What was said and shown, in a few sentences.")
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="The module, page or file it speaks of.")

    class Meta:
        icon = "group"
        help_text = "One part of the day: what it was about, and who led it."


class PointValue(blocks.StructValue):
    @property
    def href(self):
        """Where to read more, or nothing."""
        return current_tree().url(self.get("page")) or self["url"] or ""

    @property
    def link_words(self):
        """The title of the page it leads to; for an address elsewhere, its own words."""
        node = current_tree().nodes.get(self.get("page"))
        return node.title if node and node.live else self["link_title"] or "Read more elsewhere"

    @property
    def is_away(self):
        return bool(self["url"]) and self.href == self["url"]


class PointBlock(blocks.StructBlock):
    """One point people took away. It has an address of its own, so that a team can be sent to it."""

    text = blocks.TextBlock(max_length=400, help_text="One or two plain sentences.")
    page = PageIdBlock(required=False, label="Page of this site", help_text="Where to read more about it, if there is such a page.")
    url = blocks.URLBlock(required=False, label="Address elsewhere", help_text="Instead of a page of this site.")
    link_title = blocks.CharBlock(max_length=120, required=False, label="Words of the link", help_text="For an address elsewhere.")

    def clean(self, value):
        value = super().clean(value)
        if value["page"] and value["url"] and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError({"url": ValidationError("A page or an address: keep one of the two.")})
        return value

    class Meta:
        icon = "pick"
        help_text = "One point people took away. It has an address of its own."
        value_class = PointValue


class PointsBlock(blocks.StructBlock):
    """A theme that came out of the day, and its points in order."""

    theme = blocks.CharBlock(max_length=120, help_text="The theme in a few words, as the group would say it.")
    points = blocks.ListBlock(PointBlock(), min_num=1, help_text="As many as there were, in their order.")

    class Meta:
        icon = "list-ol"
        help_text = "A theme that came out of the day, with its points in order."


class ContributionBlock(blocks.StructBlock):
    """What one authority brought: a presentation, a story, a question."""

    authority = AuthorityBlock(choices=authorities, help_text="Whose it was.")
    title = blocks.CharBlock(max_length=160, required=False, help_text="What it was called, if it had a name.")
    text = NonBlankRichTextBlock(
        features=TEXT_FEATURES, required=False, help_text="What they told, in a few sentences. Nothing that could identify a child."
    )
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="Slides, a page, a case study.")

    class Meta:
        icon = "home"
        help_text = "What one authority brought: a presentation, a story, a question."


class SinceBlock(blocks.StructBlock):
    """Something that happened because of the day, or after it."""

    day = blocks.DateBlock(help_text="The day it happened, or the day you write this down.")
    text = NonBlankRichTextBlock(features=INLINE_FEATURES, help_text="What happened, in one or two sentences.")
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="Where to read more.")

    class Meta:
        icon = "date"
        help_text = "Something that happened because of the day, or after it."


class AnswerBlock(blocks.StructBlock):
    """A question that was asked, and what the practitioner makes of it."""

    prompt = blocks.CharBlock(max_length=200, help_text="The question, as it was put to them.")
    text = NonBlankRichTextBlock(
        features=TEXT_FEATURES, label="Answer", help_text="Nothing that could identify a child, a family or a colleague."
    )

    class Meta:
        icon = "comment"
        help_text = "A question that was asked, and their answer."


def resource_blocks():
    """What may stand among an event's resources. A recording brings its captions and its transcript."""
    return [("link", LinkBlock()), ("video", VideoBlock()), ("audio", AudioBlock())]
