"""StreamField blocks of events and reflections."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.library.blocks import AudioBlock, VideoBlock
from cms.library.file_types import RECORDING_MIME_TYPES
from cms.page_tree.snapshot import current_tree
from cms.pages.blocks import INLINE_FEATURES, TEXT_FEATURES, NonBlankRichTextBlock, PageIdBlock
from cms.people.models import Authority

RECORDING_EXTENSIONS = {*RECORDING_MIME_TYPES, "vtt"}


def authorities():
    """Return every authority as a choice: (id as text, name)."""
    return [(str(pk), name) for pk, name in Authority.objects.values_list("pk", "name")]


class AuthorityBlock(blocks.ChoiceBlock):
    """A choice of authority, stored as its id. Wagtail’s reference index records it as a reference to the authority."""

    def to_python(self, value):
        # Wagtail's own version loads every authority, once for each block.
        return None if value is None else str(value)

    def extract_references(self, value):
        if value:
            yield Authority, str(value), "", ""


class LinkValue(blocks.StructValue):
    @property
    def words(self):
        """Return the link text, or else the title of its target; "" if the target no longer exists."""
        node = current_tree().nodes.get(self.get("page"))
        file = self.get("file")
        return self["title"] or (node.title if node and node.live else "") or (file.title if file else "") or self["url"] or ""

    @property
    def href(self):
        """Return the target’s URL, "" if the target no longer exists."""
        file = self.get("file")
        return current_tree().url(self.get("page")) or self["url"] or (file.url if file else "") or ""

    @property
    def is_file(self):
        return bool(self.get("file")) and self.href == self["file"].url

    @property
    def file_words(self):
        """Return the file’s type and size, such as “PDF, 80 KB”; "" if the link is not to a file."""
        if not self.is_file:
            return ""
        file = self["file"]
        return f"{file.file_extension.upper()}, {filesizeformat(file.file_size)}" if file.file_size else file.file_extension.upper()

    @property
    def is_away(self):
        return bool(self["url"]) and self.href == self["url"]


class LinkBlock(blocks.StructBlock):
    """A link to exactly one of: a page on this site, a web address, a file."""

    title = blocks.CharBlock(
        max_length=160,
        required=False,
        label="Link text",
        help_text="Leave empty to use the title of the page or file. A web address needs it.",
    )
    page = PageIdBlock(required=False, label="Page on this site", help_text="A module, a lesson, a case study or any other page.")
    url = blocks.URLBlock(required=False, label="Web address", help_text="In full, starting with https://.")
    file = DocumentChooserBlock(required=False, help_text="Slides or a handout. Add a recording as a video or audio block instead.")
    note = blocks.CharBlock(max_length=200, required=False, help_text="Why someone should open it, in a few words.")

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if value["file"] and value["file"].file_extension in RECORDING_EXTENSIONS:
            errors["file"] = ValidationError("A recording needs captions and a transcript. Use a video or audio block.")
        if not self.is_deferred_validation:
            if sum(1 for name in ("page", "url", "file") if value[name]) != 1:
                errors.setdefault("page", ValidationError("Choose one of: a page, a web address or a file."))
            elif value["url"] and not value["title"]:
                errors["title"] = ValidationError("Add link text that says where the link goes.")
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value

    class Meta:
        icon = "link"
        help_text = "A page on this site, a web address or a file."
        template = "blocks/link.html"
        value_class = LinkValue


class SessionBlock(blocks.StructBlock):
    """One session of the event: what it was about, who led it, and links."""

    title = blocks.CharBlock(max_length=160, help_text="What it was about, in a few words.")
    led_by = blocks.CharBlock(
        max_length=160,
        required=False,
        label="Who led it",
        help_text="A team or an authority. Name a person only with their consent.",
    )
    role = blocks.CharBlock(
        max_length=120, required=False, label="Their role", help_text="Such as hub manager. Usually enough without a name."
    )
    text = NonBlankRichTextBlock(features=TEXT_FEATURES, required=False, help_text="What was said and shown, in a few sentences.")
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="The modules, pages or files it was about.")

    class Meta:
        icon = "group"
        help_text = "One session: what it was about and who led it."


class PointValue(blocks.StructValue):
    @property
    def href(self):
        """Return the URL to read more at, "" if there is none."""
        return current_tree().url(self.get("page")) or self["url"] or ""

    @property
    def link_words(self):
        """Return the title of the page it links to, or the link text of a web address."""
        node = current_tree().nodes.get(self.get("page"))
        return node.title if node and node.live else self["link_title"] or "Read more elsewhere"

    @property
    def is_away(self):
        return bool(self["url"]) and self.href == self["url"]


class PointBlock(blocks.StructBlock):
    """One point that people took away. It has its own id, so that people can link to it."""

    text = blocks.TextBlock(max_length=400, help_text="One or two plain sentences.")
    page = PageIdBlock(required=False, label="Page on this site", help_text="Where to read more about it, if there is a page.")
    url = blocks.URLBlock(required=False, label="Web address", help_text="Instead of a page on this site.")
    link_title = blocks.CharBlock(max_length=120, required=False, label="Link text", help_text="For a web address.")

    def clean(self, value):
        value = super().clean(value)
        if value["page"] and value["url"] and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError({"url": ValidationError("Choose a page or a web address, not both.")})
        return value

    class Meta:
        icon = "pick"
        help_text = "One point people took away. People can link to it."
        value_class = PointValue


class PointsBlock(blocks.StructBlock):
    """A theme that came out of the event, with its points in order."""

    theme = blocks.CharBlock(max_length=120, help_text="The theme in a few words, as the group would put it.")
    points = blocks.ListBlock(PointBlock(), min_num=1, help_text="As many as there were, in their order.")

    class Meta:
        icon = "list-ol"
        help_text = "A theme that came out of the event, with its points in order."


class ContributionBlock(blocks.StructBlock):
    """What one authority brought: a presentation, a story or a question."""

    authority = AuthorityBlock(choices=authorities, help_text="The authority that brought it.")
    title = blocks.CharBlock(max_length=160, required=False, help_text="What it was called, if it had a title.")
    text = NonBlankRichTextBlock(
        features=TEXT_FEATURES, required=False, help_text="What they said, in a few sentences. Nothing that could identify a child."
    )
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="Slides, a page or a case study.")

    class Meta:
        icon = "home"
        help_text = "What one authority brought: a presentation, a story or a question."


class SinceBlock(blocks.StructBlock):
    """Something that happened because of the event, or after it."""

    day = blocks.DateBlock(help_text="The day it happened, or the day you are writing this.")
    text = NonBlankRichTextBlock(features=INLINE_FEATURES, help_text="What happened, in one or two sentences.")
    links = blocks.ListBlock(LinkBlock(), default=[], help_text="Where to read more.")

    class Meta:
        icon = "date"
        help_text = "Something that happened because of the event, or after it."


class AnswerBlock(blocks.StructBlock):
    """A question and the practitioner’s answer."""

    prompt = blocks.CharBlock(max_length=200, help_text="The question, as it was put to them.")
    text = NonBlankRichTextBlock(
        features=TEXT_FEATURES, label="Answer", help_text="Nothing that could identify a child, a family or a colleague."
    )

    class Meta:
        icon = "comment"
        help_text = "A question and their answer."


def resource_blocks():
    """Return the (name, block) pairs allowed among an event’s resources."""
    return [("link", LinkBlock()), ("video", VideoBlock()), ("audio", AudioBlock())]
