"""Stock blocks that accept the same stored body as a lesson's."""

from functools import lru_cache

from django.utils.safestring import mark_safe
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText, features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter


@lru_cache
def _stock_rewriter():
    """Return Wagtail's rewriter with Wagtail's own page links: the product replaces it with a faster one site-wide."""
    from wagtail.rich_text.pages import PageLinkHandler  # needs the models, which are still loading when this file is imported

    links = {**features.get_link_types(), "page": PageLinkHandler}
    embeds = features.get_embed_types()
    return MultiRuleRewriter(
        [
            LinkRewriter(bulk_rules={kind: handler.expand_db_attributes_many for kind, handler in links.items()}),
            EmbedRewriter(bulk_rules={kind: handler.expand_db_attributes_many for kind, handler in embeds.items()}),
        ]
    )


class StockRichText(RichText):
    def __html__(self):
        return mark_safe(_stock_rewriter()(self.source))  # noqa: S308 - as Wagtail's own

    __str__ = __html__


class StockRichTextBlock(blocks.RichTextBlock):
    def to_python(self, value):
        return StockRichText(value)

    def normalize(self, value):
        return value if isinstance(value, RichText) else StockRichText(value)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock()
    level = blocks.CharBlock()

    class Meta:
        template = "bare/blocks/heading.html"


class KeyPointBlock(blocks.StructBlock):
    text = blocks.TextBlock()

    class Meta:
        template = "bare/blocks/key_point.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.CharBlock()
    heading = blocks.CharBlock()
    text = StockRichTextBlock()

    class Meta:
        template = "bare/blocks/callout.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alternative = blocks.CharBlock()
    caption = blocks.CharBlock(required=False)

    class Meta:
        template = "bare/blocks/picture.html"


class ReflectionBlock(blocks.StructBlock):
    question = blocks.TextBlock()
    hint = blocks.CharBlock(required=False)

    class Meta:
        template = "bare/blocks/reflection.html"


class ChoiceBlock(blocks.StructBlock):
    label = blocks.CharBlock()
    follows = StockRichTextBlock()


class StepBlock(blocks.StructBlock):
    text = StockRichTextBlock()
    question = blocks.CharBlock()
    choices = blocks.ListBlock(ChoiceBlock())


class ScenarioBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    steps = blocks.ListBlock(StepBlock())

    class Meta:
        template = "bare/blocks/scenario.html"


def bare_blocks():
    """Stock versions of the block types that tests/bench/prose.py writes."""
    return [
        ("text", StockRichTextBlock()),
        ("heading", HeadingBlock()),
        ("key_point", KeyPointBlock()),
        ("callout", CalloutBlock()),
        ("picture", PictureBlock()),
        ("reflection", ReflectionBlock()),
        ("scenario", ScenarioBlock()),
    ]
