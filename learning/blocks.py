"""The blocks only a lesson has: things to think about, decide, and take away."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.pages.blocks import INLINE_FEATURES, NonBlankRichTextBlock, standard_blocks


class ReflectionBlock(blocks.StructBlock):
    """A question with a private note: only its writer can read it."""

    question = blocks.TextBlock(max_length=300, help_text="One question about their own practice. Never ask for a score or a diagnosis.")
    hint = blocks.CharBlock(max_length=200, required=False, help_text="A way to begin, if somebody is stuck.")

    def extra_seconds(self, value):
        return 60

    class Meta:
        icon = "edit"
        help_text = "A question with a private note. Nobody but its writer reads it, you neither."
        template = "blocks/reflection.html"


class PauseBlock(blocks.StructBlock):
    """Pause and think: nothing to write."""

    text = NonBlankRichTextBlock(features=INLINE_FEATURES, help_text="What to think about.")
    minutes = blocks.IntegerBlock(
        min_value=1, max_value=3, default=1, help_text="How long, from one to three. It counts in the lesson’s time."
    )

    def extra_seconds(self, value):
        return 60 * (value["minutes"] or 0)

    class Meta:
        icon = "time"
        help_text = "Stop and think. Nothing to write."
        template = "blocks/pause.html"


class ChoiceBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=140, help_text="What one might do.")
    follows = NonBlankRichTextBlock(features=[*INLINE_FEATURES, "ul"], help_text="What might follow. Not right or wrong: what happens.")
    go_to = blocks.CharBlock(
        max_length=30, required=False, help_text="The short word of a later step, if the story goes on. Empty: it ends here."
    )


class StepBlock(blocks.StructBlock):
    key = blocks.CharBlock(max_length=30, help_text="A short word that names this step; choices lead to it by this word.")
    text = NonBlankRichTextBlock(features=[*INLINE_FEATURES, "ul"], help_text="What is happening.")
    question = blocks.CharBlock(max_length=160, help_text="What one has to decide now.")
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, max_num=5, help_text="Two to five things one might do.")


class ScenarioBlock(blocks.StructBlock):
    """A situation with choices; each is followed, none is marked. A choice may lead to a later step."""

    title = blocks.CharBlock(max_length=100, help_text="A few words, such as: The missing curfew.")
    steps = blocks.ListBlock(StepBlock(), min_num=1, help_text="One step is enough. A choice may lead to a later one.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        keys = [step["key"] for step in value["steps"]]
        if len(set(keys)) < len(keys):
            raise blocks.StructBlockValidationError({"steps": ValidationError("Two steps have the same short word.")})
        for place, step in enumerate(value["steps"]):
            for choice in step["choices"]:
                if choice["go_to"] and choice["go_to"] not in keys[place + 1 :]:
                    raise blocks.StructBlockValidationError(
                        {"steps": ValidationError(f"“{choice['label']}” leads to “{choice['go_to']}”, which is no later step.")}
                    )
        led_to = {choice["go_to"] for step in value["steps"] for choice in step["choices"]}
        if alone := next((key for key in keys[1:] if key not in led_to), None):
            raise blocks.StructBlockValidationError({"steps": ValidationError(f"No choice leads to “{alone}”, so nobody would see it.")})
        return value

    def extra_seconds(self, value):
        return 30

    class Meta:
        icon = "comment"
        help_text = "A situation with choices. Each is followed; none is right or wrong."
        template = "blocks/scenario.html"


class ChecklistBlock(blocks.StructBlock):
    """A list to use in practice, on screen or on paper. Nothing is kept."""

    heading = blocks.CharBlock(max_length=100, help_text="What the list is for.")
    items = blocks.ListBlock(blocks.CharBlock(max_length=200), min_num=1, help_text="One thing to do or to ask in each line.")

    class Meta:
        icon = "list-ul"
        help_text = "A list to use in practice, on screen or on paper. Nothing is kept."
        template = "blocks/checklist.html"


class DownloadValue(blocks.StructValue):
    @property
    def url(self):
        return self["file"].url if self["file"] else ""

    @property
    def kind_words(self):
        return self["file"].file_extension.upper() if self["file"] else ""

    @property
    def size_label(self):
        return filesizeformat(self["file"].file_size) if self["file"] and self["file"].file_size else ""


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    file = DocumentChooserBlock(help_text="A recording goes into a video or audio block.")
    title = blocks.CharBlock(max_length=120, help_text="What it is, in a few words.")
    description = blocks.TextBlock(max_length=300, required=False, help_text="What it is for.")

    def clean(self, value):
        value = super().clean(value)
        if value["file"] and value["file"].file_extension in {"vtt", "mp3", "m4a", "mp4", "webm"}:
            raise blocks.StructBlockValidationError(
                {"file": ValidationError("A recording needs captions and a transcript: use a video or audio block.")}
            )
        return value

    class Meta:
        icon = "download"
        help_text = "A file to take away."
        template = "blocks/download.html"
        value_class = DownloadValue


class SourceBlock(blocks.StructBlock):
    """Where a fact comes from."""

    title = blocks.CharBlock(max_length=250, help_text="The title of the paper, page or book.")
    author = blocks.CharBlock(max_length=200, required=False, help_text="Who wrote or published it.")
    year = blocks.CharBlock(max_length=10, required=False, help_text="When, such as 1998.")
    url = blocks.URLBlock(required=False, label="Address", help_text="Where a reader can look it up, in full.")
    note = blocks.CharBlock(max_length=250, required=False, help_text="What it is a source for.")

    class Meta:
        icon = "link"
        help_text = "Where a fact comes from. It stands at the end of the lesson."


def lesson_blocks():
    """Everything a lesson may hold."""
    return [
        *standard_blocks(),
        ("reflection", ReflectionBlock()),
        ("pause", PauseBlock()),
        ("scenario", ScenarioBlock()),
        ("checklist", ChecklistBlock()),
        ("download", DownloadBlock()),
    ]
