"""StreamField blocks that every app may use. Each has a template in templates/blocks/."""

from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.library.blocks import POSTER_SIZE, AudioBlock, VideoBlock
from cms.page_tree.snapshot import current_tree
from cms.pages.id_blocks import FigureBlock, IdValueMixin

TEXT_SIZE = "max-1280x1280"  # twice the width of the text, for sharp screens
INLINE_FEATURES = ["bold", "italic", "link"]
TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]
WORDS_PER_MINUTE = 200


def reading_seconds(stream):
    """Return how long the stream takes in seconds: its words at 200 a minute, plus the `extra_seconds` of its blocks."""
    words, extra = 0, 0
    for child in stream:
        words += sum(len(get_text_for_indexing(text).split()) for text in child.block.get_searchable_content(child.value))
        extra += getattr(child.block, "extra_seconds", lambda value: 0)(child.value)
    return round(words * 60 / WORDS_PER_MINUTE) + extra


def reading_minutes(stream):
    """Return how long the stream takes in whole minutes, at least 1."""
    return max(1, round(reading_seconds(stream) / 60))


class NonBlankRichTextBlock(blocks.RichTextBlock):
    """Rich text that is invalid if it is required but has no text, or only spaces."""

    def clean(self, value):
        value = super().clean(value)
        if self.required and not self.is_deferred_validation and not get_text_for_indexing(value.source).strip():
            raise ValidationError("This field is required.")
        return value


class PromiseBlock(blocks.StructBlock):
    """One thing people can count on: a heading and a sentence."""

    heading = blocks.CharBlock(max_length=60, help_text="The promise in a few words.")
    text = blocks.TextBlock(max_length=240, help_text="What it means, in one sentence.")

    class Meta:
        icon = "tick"
        help_text = "One thing people can count on here."


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self):
        """The heading as an HTML id. It may not be unique on the page: see `unique_anchor`."""
        return slugify(self["text"])[:60] or "heading"


def unique_anchor(anchor, used_anchors):
    """Return the anchor, with a number added if it is in the set `used_anchors`, and add it to the set."""
    candidates = chain([anchor], (f"{anchor}-{n}" for n in count(2)))
    unique = next(candidate for candidate in candidates if candidate not in used_anchors)
    used_anchors.add(unique)
    return unique


class HeadingBlock(blocks.StructBlock):
    """A heading with an anchor, so that readers can come back to it."""

    text = blocks.CharBlock(
        max_length=120, label="Heading", help_text="What comes next, in a few words. Readers can come back to this place."
    )
    level = blocks.ChoiceBlock(
        choices=[("2", "Heading"), ("3", "Smaller heading")], default="2", help_text="Use a smaller heading below a heading."
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        used_anchors = context.get("anchors", set())  # one set for the page, from BasePage.get_context
        return {**context, "anchor": unique_anchor(value.anchor, used_anchors)}

    class Meta:
        icon = "title"
        help_text = "Add one every few paragraphs, so that a tired reader can keep track."
        template = "blocks/heading.html"
        value_class = HeadingValue


class PictureChooserBlock(ImageChooserBlock):
    """Wagtail's image chooser, caching pictures and their renditions with the page tree."""

    def bulk_to_python(self, values):
        pictures = current_tree().cached("pictures", {pk for pk in values if pk is not None}, self._read)
        return [pictures.get(pk) for pk in values]

    def _read(self, keys):
        return self.model_class.objects.prefetch_renditions(TEXT_SIZE, POSTER_SIZE).in_bulk(keys)

    def deconstruct(self):
        """Deconstruct as Wagtail's block, so that migrations do not refer to this class."""
        return ("wagtail.images.blocks.ImageChooserBlock", *super().deconstruct()[1:])


class PictureValue(blocks.StructValue):
    @property
    def alt(self):
        return "" if self["decorative"] else self["alternative"]

    @property
    def image_tag(self):
        """The `img` element, or "" if the picture has been deleted."""
        if not self["image"]:
            return ""
        return get_rendition_or_not_found(self["image"], TEXT_SIZE).img_tag({"alt": self.alt, "loading": "lazy"})


class PictureBlock(blocks.StructBlock):
    """A picture that is either described or marked as decoration."""

    image = PictureChooserBlock(help_text="Never use a picture of a child, or of anyone without their consent.")
    alternative = blocks.CharBlock(max_length=250, required=False, help_text="What the picture shows, for people who cannot see it.")
    decorative = blocks.BooleanBlock(required=False, help_text="Tick only if the picture adds nothing to the text.")
    caption = blocks.CharBlock(max_length=200, required=False, help_text="Text to show below the picture, if any.")
    credit = blocks.CharBlock(max_length=120, required=False, help_text="Who made or owns the picture.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not value["alternative"] and not value["decorative"]:
            raise blocks.StructBlockValidationError(
                {"alternative": ValidationError("Describe what the picture shows, or tick that it is decoration.")}
            )
        if value["alternative"] and value["decorative"]:
            raise blocks.StructBlockValidationError(
                {"decorative": ValidationError("A picture with a description is not decoration. Remove one of the two.")}
            )
        return value

    class Meta:
        icon = "image"
        help_text = "Use a picture if it tells readers something. Describe it, or mark it as decoration."
        template = "blocks/picture.html"
        value_class = PictureValue


class QuoteValue(blocks.StructValue):
    @property
    def attribution_label(self):
        return {"named": self["who"], "role": self["who"], "anonymous": "Someone who was there, not named"}[self["attribution"]]


class QuoteBlock(blocks.StructBlock):
    """A quotation, attributed as far as the person who said it agreed to."""

    text = blocks.TextBlock(max_length=600, help_text="Their exact words.")
    attribution = blocks.ChoiceBlock(
        choices=[("named", "Named, with consent"), ("role", "Role and authority"), ("anonymous", "Not named")],
        default="anonymous",
        help_text="Only as much as they agreed to. Name them only with their consent.",
    )
    who = blocks.CharBlock(max_length=160, required=False, help_text="Their name, or their role and authority.")
    source_url = blocks.URLBlock(required=False, help_text="Where the quotation was published.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if value["attribution"] == "anonymous" and value["who"]:
            raise blocks.StructBlockValidationError(
                {"who": ValidationError("You chose not to name this person, so do not describe them here. Leave this empty.")}
            )
        if value["attribution"] != "anonymous" and not value["who"]:
            raise blocks.StructBlockValidationError({"who": ValidationError("Enter who said it, as far as they agreed.")})
        return value

    class Meta:
        icon = "openquote"
        help_text = "Someone’s exact words, with as much about them as they agreed to."
        template = "blocks/quote.html"
        value_class = QuoteValue


class KeyPointBlock(blocks.StructBlock):
    """The most important thing to remember."""

    text = blocks.TextBlock(max_length=300, help_text="One or two plain sentences.")

    class Meta:
        icon = "pick"
        help_text = "The most important thing to remember. Use one or two in a lesson."
        template = "blocks/key_point.html"


class CalloutBlock(blocks.StructBlock):
    """A highlighted note: good to know, done well, or take care."""

    kind = blocks.ChoiceBlock(
        choices=[("info", "Good to know"), ("good", "Done well"), ("care", "Take care")],
        default="info",
        help_text="This sets the icon and the colour.",
    )
    heading = blocks.CharBlock(max_length=100, help_text="What it is about, in a few words.")
    text = NonBlankRichTextBlock(features=[*INLINE_FEATURES, "ul"], help_text="Two or three sentences, or a short list.")

    class Meta:
        icon = "info-circle"
        help_text = "A highlighted note: good to know, done well, or take care."
        template = "blocks/callout.html"


class ResourceBlock(blocks.StructBlock):
    """A link to something published on another site."""

    title = blocks.CharBlock(max_length=160, help_text="Its title on that site.")
    url = blocks.URLBlock(label="Web address", help_text="The full address, starting with https://.")
    description = blocks.TextBlock(max_length=300, required=False, help_text="Why it is worth reading, in a sentence or two.")
    owner = blocks.CharBlock(
        max_length=120, required=False, label="Who published it", help_text="So that people can judge it before they open it."
    )

    class Meta:
        icon = "link-external"
        help_text = "Something on another site that is worth reading."
        template = "blocks/resource.html"


class PageLinkValue(blocks.StructValue):
    @property
    def title(self):
        """The page's current title, or "" if it is no longer published."""
        node = current_tree().nodes.get(self["page"])
        return node.title if node and node.live else ""

    @property
    def url(self):
        return current_tree().url(self["page"])


class PageIdBlock(IdValueMixin, blocks.PageChooserBlock):
    pass


class ProvocationIdBlock(IdValueMixin, SnippetChooserBlock):
    pass


class PageLinkBlock(blocks.StructBlock):
    """A link to a page of this site."""

    page = PageIdBlock(help_text="Its title is kept up to date for you.")
    note = blocks.CharBlock(max_length=200, required=False, help_text="Why it is worth reading.")

    class Meta:
        icon = "doc-full"
        help_text = "Another page of this site."
        template = "blocks/page_link.html"
        value_class = PageLinkValue


class ProvocationValue(blocks.StructValue):
    @property
    def published(self):
        """The provocation, or None if it is not published now."""
        return next((provocation for provocation in current_tree().provocations if provocation.pk == self["provocation"]), None)


class ProvocationBlock(blocks.StructBlock):
    """A provocation from the shared list."""

    provocation = ProvocationIdBlock("vocabulary.Provocation", help_text="From the shared list. Corrections there appear here too.")
    prompt = blocks.CharBlock(max_length=200, required=False, help_text="One line on how to use it here.")

    class Meta:
        icon = "help"
        help_text = "A question that hubs ask before they agree a plan."
        template = "blocks/provocation.html"
        value_class = ProvocationValue


class TonightBlock(blocks.StructBlock):
    """The numbers of the reader's own authority for one box of “If it happens tonight”, which its lead has entered."""

    class Box(models.TextChoices):
        HURT = "hurt", "Someone is hurt"
        SELF_HARM = "self_harm", "Self-harm, or talk of suicide"
        MISSING = "missing", "Missing"
        DISCLOSURE = "disclosure", "They tell you that someone has hurt them"
        ALLEGATION = "allegation", "They say that you did something"
        DRUGS = "drugs", "Drugs or a weapon"
        RESTRAINT = "restraint", "You may have to hold someone"
        POLICE = "police", "Police at the door"

    box = blocks.ChoiceBlock(choices=Box.choices, help_text="Which numbers: each of the eight boxes has its own.")

    class Meta:
        icon = "mobile-alt"
        label = "the authority’s own numbers"
        help_text = "Each reader sees the numbers of their own authority, or what to do if its lead has not entered them."
        template = "blocks/tonight.html"


def standard_page_blocks():
    """Return the shared blocks, and those that only a public page may have because each reader sees them differently."""
    return [*standard_blocks(), ("tonight", TonightBlock())]


def standard_blocks():
    """Return the shared blocks in the order the editor offers them. Their names are used in content files: see docs/starter-content.md."""
    return [
        (
            "text",
            NonBlankRichTextBlock(
                features=TEXT_FEATURES, template="blocks/text.html", help_text="Paragraphs with bold, italic, links and lists."
            ),
        ),
        ("heading", HeadingBlock()),
        ("key_point", KeyPointBlock()),
        ("callout", CalloutBlock()),
        ("quote", QuoteBlock()),
        ("picture", PictureBlock()),
        ("video", VideoBlock()),
        ("audio", AudioBlock()),
        ("resource", ResourceBlock()),
        ("page", PageLinkBlock()),
        ("provocation", ProvocationBlock()),
        ("figure", FigureBlock()),
    ]
