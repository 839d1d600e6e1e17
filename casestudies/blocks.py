"""StreamField blocks of a case study: the shared ones, with voices instead of quotes."""

from wagtail import blocks

from casestudies.choices import Voice
from cms.pages.blocks import PageLinkBlock, standard_blocks

# The sections already have headings. A quote claims that someone said the words, and in a composite no one did.
EXCLUDED_BLOCKS = {"heading", "quote"}


class VoiceValue(blocks.StructValue):
    @property
    def whose_words(self):
        return dict(Voice.choices).get(self["whose"], "")


class VoiceBlock(blocks.StructBlock):
    """Words of someone in the story. In a composite, the page says that no one said them."""

    text = blocks.TextBlock(max_length=400, help_text="A sentence or two, as they might have said it.")
    whose = blocks.ChoiceBlock(
        choices=Voice.choices, default=Voice.YOUNG_PERSON, label="Whose voice", help_text="In general terms. Never a name."
    )

    class Meta:
        icon = "openquote"
        help_text = "Words in someone’s voice. In a composite, the page says that no one said them."
        template = "blocks/voice.html"
        value_class = VoiceValue


def story_blocks():
    """Return the (name, block) pairs allowed in each section."""
    return [*(pair for pair in standard_blocks() if pair[0] not in EXCLUDED_BLOCKS), ("voice", VoiceBlock())]


def further_blocks():
    """Return the (name, block) pairs allowed under “Learn more”."""
    return [("page", PageLinkBlock())]
