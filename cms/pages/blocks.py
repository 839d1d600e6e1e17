"""The blocks every house may use in running text. One template each, under templates/blocks/."""

from itertools import chain, count

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.library.blocks import POSTER_SIZE, AudioBlock, VideoBlock
from cms.page_tree.snapshot import current_tree
from cms.pages.id_blocks import FigureBlock, HoldsId

TEXT_SIZE = "max-1280x1280"  # no wider than running text on a sharp screen
INLINE = ["bold", "italic", "link"]
RUNNING = ["bold", "italic", "link", "ul", "ol"]
WORDS_A_MINUTE = 200


def seconds_to_take_in(stream):
    """How long the stream takes, in seconds: its words at 200 a minute, and what its recordings and pauses add."""
    words, extra = 0, 0
    for child in stream:
        words += sum(len(get_text_for_indexing(text).split()) for text in child.block.get_searchable_content(child.value))
        extra += getattr(child.block, "time_taken", lambda value: 0)(child.value)
    return round(words * 60 / WORDS_A_MINUTE) + extra


def minutes_to_take_in(stream):
    """The same in whole minutes, never less than one."""
    return max(1, round(seconds_to_take_in(stream) / 60))


class WordsBlock(blocks.RichTextBlock):
    """Rich text that must say something: spaces are nothing."""

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
        """The id a reader can come back to."""
        return slugify(self["text"])[:60] or "heading"


def free_anchor(anchor, taken):
    """The anchor, or the next like it that is not among those taken on the page; it is taken from now on."""
    free = next(one for one in chain([anchor], (f"{anchor}-{n}" for n in count(2))) if one not in taken)
    taken.add(free)
    return free


class HeadingBlock(blocks.StructBlock):
    """A heading within running text; its anchor is where a reader can come back to."""

    text = blocks.CharBlock(max_length=120, label="Heading", help_text="What comes next, in a few words. A reader can come back to it.")
    level = blocks.ChoiceBlock(
        choices=[("2", "Heading"), ("3", "Smaller heading")], default="2", help_text="A smaller heading goes below a heading."
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        taken = context.get("anchors", set())  # one set a page, from BasePage.get_context
        return {**context, "anchor": free_anchor(value.anchor, taken)}

    class Meta:
        icon = "title"
        help_text = "Every few paragraphs, so that a tired reader finds the way."
        template = "blocks/heading.html"
        value_class = HeadingValue


class PictureChooserBlock(ImageChooserBlock):
    """Wagtail's chooser; pictures and their sizes are kept with the tree, because pages show the same few again and again."""

    def bulk_to_python(self, values):
        found = current_tree().cached("pictures", {pk for pk in values if pk is not None}, self._read)
        return [found.get(pk) for pk in values]

    def _read(self, keys):
        return self.model_class.objects.prefetch_renditions(TEXT_SIZE, POSTER_SIZE).in_bulk(keys)

    def deconstruct(self):
        """As Wagtail's own, so that migrations need not know of this class."""
        return ("wagtail.images.blocks.ImageChooserBlock", *super().deconstruct()[1:])


class PictureValue(blocks.StructValue):
    @property
    def alt(self):
        """What stands in for the picture: nothing when it is decoration."""
        return "" if self["decorative"] else self["alternative"]

    @property
    def image_tag(self):
        """The picture as HTML."""
        if not self["image"]:
            return ""
        return get_rendition_or_not_found(self["image"], TEXT_SIZE).img_tag({"alt": self.alt, "loading": "lazy"})


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who do not see it, or marked as decoration."""

    image = PictureChooserBlock(help_text="Never a picture of a child, and never of anyone without their consent.")
    alternative = blocks.CharBlock(max_length=250, required=False, help_text="What the picture shows, for people who cannot see it.")
    decorative = blocks.BooleanBlock(required=False, help_text="Tick only when the picture tells nothing the words do not say.")
    caption = blocks.CharBlock(max_length=200, required=False, help_text="What stands below the picture, if anything.")
    credit = blocks.CharBlock(max_length=120, required=False, help_text="Whose picture it is.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not value["alternative"] and not value["decorative"]:
            raise blocks.StructBlockValidationError(
                {"alternative": ValidationError("Say what the picture shows, or tick that it is decoration.")}
            )
        if value["alternative"] and value["decorative"]:
            raise blocks.StructBlockValidationError(
                {"decorative": ValidationError("A picture that is described is not decoration. Keep one of the two.")}
            )
        return value

    class Meta:
        icon = "image"
        help_text = "When it tells something. Describe it, or mark it as decoration."
        template = "blocks/picture.html"
        value_class = PictureValue


class QuoteValue(blocks.StructValue):
    @property
    def who_words(self):
        return {"named": self["who"], "role": self["who"], "anonymous": "Somebody who was there, not named"}[self["attribution"]]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, exactly, with as much of who said them as they agreed to."""

    text = blocks.TextBlock(max_length=600, help_text="Their words, exactly as they were said or written.")
    attribution = blocks.ChoiceBlock(
        choices=[("named", "Named, with consent"), ("role", "Role and authority"), ("anonymous", "Not named")],
        default="anonymous",
        help_text="As far as they agreed. Named only with their consent.",
    )
    who = blocks.CharBlock(max_length=160, required=False, help_text="Their name, or their role and authority.")
    source_url = blocks.URLBlock(required=False, help_text="Where the words were published.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if value["attribution"] == "anonymous" and value["who"]:
            raise blocks.StructBlockValidationError(
                {"who": ValidationError("Somebody who is not named must not be described here. Leave this empty.")}
            )
        if value["attribution"] != "anonymous" and not value["who"]:
            raise blocks.StructBlockValidationError({"who": ValidationError("Say who said it, as far as they agreed.")})
        return value

    class Meta:
        icon = "openquote"
        help_text = "Somebody’s exact words, with as much of who said them as they agreed to."
        template = "blocks/quote.html"
        value_class = QuoteValue


class KeyPointBlock(blocks.StructBlock):
    """The one thing to take away."""

    text = blocks.TextBlock(max_length=300, help_text="One or two plain sentences.")

    class Meta:
        icon = "pick"
        help_text = "The one thing to take away. One or two in a lesson."
        template = "blocks/key_point.html"


class CalloutBlock(blocks.StructBlock):
    """Something beside the text: good to know, done well, or take care."""

    kind = blocks.ChoiceBlock(
        choices=[("info", "Good to know"), ("good", "Done well"), ("care", "Take care")],
        default="info",
        help_text="It chooses the sign and the colour.",
    )
    heading = blocks.CharBlock(max_length=100, help_text="What it is about, in a few words.")
    text = WordsBlock(features=[*INLINE, "ul"], help_text="Two or three sentences, or a short list.")

    class Meta:
        icon = "info-circle"
        help_text = "Something beside the text: good to know, done well, or take care."
        template = "blocks/callout.html"


class ResourceBlock(blocks.StructBlock):
    """Something published elsewhere that is worth reading."""

    title = blocks.CharBlock(max_length=160, help_text="What it is called there.")
    url = blocks.URLBlock(label="Address", help_text="In full, beginning with https://.")
    description = blocks.TextBlock(max_length=300, required=False, help_text="Why to read it, in a sentence or two.")
    owner = blocks.CharBlock(
        max_length=120, required=False, label="Who published it", help_text="So that people can judge it before they open it."
    )

    class Meta:
        icon = "link-external"
        help_text = "Something published elsewhere that is worth reading."
        template = "blocks/resource.html"


class PageLinkValue(blocks.StructValue):
    @property
    def title(self):
        """The page's title today, from the tree; empty when it is no longer there to be read."""
        node = current_tree().nodes.get(self["page"])
        return node.title if node and node.live else ""

    @property
    def url(self):
        return current_tree().url(self["page"])


class PageIdBlock(HoldsId, blocks.PageChooserBlock):
    pass


class ProvocationIdBlock(HoldsId, SnippetChooserBlock):
    pass


class PageLinkBlock(blocks.StructBlock):
    """A page of this site, and why to read it."""

    page = PageIdBlock(help_text="Its title follows by itself when it changes.")
    note = blocks.CharBlock(max_length=200, required=False, help_text="Why to read it.")

    class Meta:
        icon = "doc-full"
        help_text = "Another page of this site."
        template = "blocks/page_link.html"
        value_class = PageLinkValue


class ProvocationValue(blocks.StructValue):
    @property
    def shown(self):
        """The provocation as published today, or None."""
        return next((one for one in current_tree().provocations if one.pk == self["provocation"]), None)


class ProvocationBlock(blocks.StructBlock):
    """A provocation from the shared list, so that one correction reaches every place it is asked."""

    provocation = ProvocationIdBlock(
        "vocabulary.Provocation", help_text="From the shared list, so that one correction reaches every place."
    )
    prompt = blocks.CharBlock(max_length=200, required=False, help_text="One line on how to use it here.")

    class Meta:
        icon = "help"
        help_text = "A question hubs ask before a plan is agreed."
        template = "blocks/provocation.html"
        value_class = ProvocationValue


def running_blocks():
    """The shared blocks, in the order the editor offers them. Names are the kinds of docs/starter-content.md."""
    return [
        (
            "text",
            WordsBlock(features=RUNNING, template="blocks/text.html", help_text="Running text: paragraphs, bold, italic, links, lists."),
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
