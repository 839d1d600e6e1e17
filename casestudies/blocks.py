"""What a case study's sections may hold: the shared blocks, and voices in place of quotes."""

from wagtail import blocks

from casestudies.words import Voice
from cms.pages.blocks import PageLinkBlock, standard_blocks

# The sections are the headings. A quote says that somebody said it; in a composite nobody did, so a story has voices.
LEFT_OUT = {"heading", "quote"}


class VoiceValue(blocks.StructValue):
    @property
    def whose_words(self):
        return dict(Voice.choices).get(self["whose"], "")


class VoiceBlock(blocks.StructBlock):
    """Words in the voice of somebody in the story. In a composite the page says that nobody said them."""

    text = blocks.TextBlock(max_length=400, help_text="A sentence or two, as they might be said.")
    whose = blocks.ChoiceBlock(
        choices=Voice.choices, default=Voice.YOUNG_PERSON, label="Whose voice", help_text="In general words; never a name."
    )

    class Meta:
        icon = "openquote"
        help_text = "Words in somebody’s voice. In a composite the page says that nobody said them."
        template = "blocks/voice.html"
        value_class = VoiceValue


def story_blocks():
    """What each section may hold."""
    return [*(pair for pair in standard_blocks() if pair[0] not in LEFT_OUT), ("voice", VoiceBlock())]


def further_blocks():
    """Where to go on from here."""
    return [("page", PageLinkBlock())]
