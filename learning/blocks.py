"""The blocks only a lesson has: things to think about, decide, and take away."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from cms.pages.blocks import INLINE_FEATURES, NonBlankRichTextBlock, standard_blocks
from learning.clocks import UNITS

MAX_COLUMNS, MAX_ROWS, MAX_CELL = 6, 60, 400
RECORDING_EXTENSIONS = {"vtt", "mp3", "m4a", "mp4", "webm"}


class ReflectionBlock(blocks.StructBlock):
    """A question with a private note that only its writer can read."""

    question = blocks.TextBlock(max_length=300, help_text="One question about their own practice. Never ask for a score or a diagnosis.")
    hint = blocks.CharBlock(max_length=200, required=False, help_text="A way to start, for someone who is stuck.")

    def extra_seconds(self, value):
        return 60

    class Meta:
        icon = "edit"
        help_text = "A question with a private note. Only the person who writes it can read it; you can’t."
        template = "blocks/reflection.html"


class PauseBlock(blocks.StructBlock):
    """Pause and think: nothing to write."""

    text = NonBlankRichTextBlock(features=INLINE_FEATURES, help_text="What to think about.")
    minutes = blocks.IntegerBlock(
        min_value=1, max_value=3, default=1, help_text="How long, from one to three. It counts towards the lesson’s time."
    )

    def extra_seconds(self, value):
        return 60 * (value["minutes"] or 0)

    class Meta:
        icon = "time"
        help_text = "Stop and think. Nothing to write."
        template = "blocks/pause.html"


class ChoiceBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=140, help_text="Something you could do.")
    follows = NonBlankRichTextBlock(
        features=[*INLINE_FEATURES, "ul"], help_text="What might happen next. Not right or wrong: what happens."
    )
    go_to = blocks.CharBlock(
        max_length=30, required=False, help_text="The short name of a later step, if the story goes on. Leave empty if it ends here."
    )


class ScenarioStepBlock(blocks.StructBlock):
    key = blocks.CharBlock(max_length=30, help_text="A short name for this step. Choices use it to lead here.")
    text = NonBlankRichTextBlock(features=[*INLINE_FEATURES, "ul"], help_text="What is happening.")
    question = blocks.CharBlock(max_length=160, help_text="What you have to decide now.")
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, max_num=5, help_text="Two to five things you could do.")


def check_steps(steps):
    """Raise StructBlockValidationError unless every choice leads to a later step or ends, and every step can be reached."""
    keys = [step["key"] for step in steps]
    if len(set(keys)) < len(keys):
        raise blocks.StructBlockValidationError({"steps": ValidationError("Two steps have the same short name.")})
    for index, step in enumerate(steps):
        for choice in step["choices"]:
            if choice["go_to"] and choice["go_to"] not in keys[index + 1 :]:
                raise blocks.StructBlockValidationError(
                    {"steps": ValidationError(f"“{choice['label']}” leads to “{choice['go_to']}”, which is not a later step.")}
                )
    reachable = {choice["go_to"] for step in steps for choice in step["choices"]}
    if unreachable := next((key for key in keys[1:] if key not in reachable), None):
        raise blocks.StructBlockValidationError({"steps": ValidationError(f"No choice leads to “{unreachable}”, so no one would see it.")})


class ScenarioBlock(blocks.StructBlock):
    """A situation with choices. Each shows what might happen next; none is marked. A choice may lead to a later step."""

    title = blocks.CharBlock(max_length=100, help_text="A few words, such as: The missing curfew.")
    steps = blocks.ListBlock(ScenarioStepBlock(), min_num=1, help_text="One step is enough. A choice may lead to a later one.")

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        check_steps(value["steps"])
        return value

    def extra_seconds(self, value):
        return 30

    class Meta:
        icon = "comment"
        help_text = "A situation with choices. Each shows what might happen next; none is right or wrong."
        template = "blocks/scenario.html"


class ChecklistBlock(blocks.StructBlock):
    """A list to use in practice, on screen or on paper. Ticks are not saved."""

    heading = blocks.CharBlock(max_length=100, help_text="What the list is for.")
    items = blocks.ListBlock(blocks.CharBlock(max_length=200), min_num=1, help_text="One thing to do or ask on each line.")

    class Meta:
        icon = "list-ul"
        help_text = "A list to use in practice, on screen or on paper. Ticks are not saved."
        template = "blocks/checklist.html"


class TableBlock(TypedTableBlock):
    """A table of text with a heading for each column. A phone shows a wide one row by row, with the headings repeated."""

    text = blocks.TextBlock(required=False, max_length=MAX_CELL, rows=2, help_text="What is in the cell. It may be empty.")

    def to_python(self, value):
        """Return the TypedTable. Cells beyond the last heading get a column without one, which clean() refuses."""
        if value:
            width = max([len(value["columns"]), *(len(row["values"]) for row in value["rows"])])
            columns = [*value["columns"], *[{"type": "text", "heading": ""}] * (width - len(value["columns"]))]
            rows = [{"values": [*row["values"], *[""] * (width - len(row["values"]))]} for row in value["rows"]]
            value = {**value, "columns": columns, "rows": rows}
        return super().to_python(value)

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not 0 < len(value.columns) <= MAX_COLUMNS or not 0 < len(value.row_data) <= MAX_ROWS:
            raise ValidationError(f"A table needs between 1 and {MAX_COLUMNS} columns and between 1 and {MAX_ROWS} rows.")
        if not all(column["heading"].strip() for column in value.columns):
            raise ValidationError("Give every column a heading. Screen readers and phones need it to say what a cell is about.")
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value.columns]
        rows = [list(zip(headings, row["values"], strict=True)) for row in value.row_data]
        return {**context, "headings": headings, "rows": rows, "is_wide": len(headings) > 2}

    class Meta:
        icon = "table"
        help_text = "Text in rows and columns. If two columns would do, a phone shows them side by side; more are shown row by row."
        template = "blocks/table.html"


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
    """A file to download."""

    file = DocumentChooserBlock(help_text="For a recording, use a video or audio block instead.")
    title = blocks.CharBlock(max_length=120, help_text="What it is, in a few words.")
    description = blocks.TextBlock(max_length=300, required=False, help_text="What it is for.")

    def clean(self, value):
        value = super().clean(value)
        if value["file"] and value["file"].file_extension in RECORDING_EXTENSIONS:
            raise blocks.StructBlockValidationError(
                {"file": ValidationError("A recording needs captions and a transcript. Use a video or audio block.")}
            )
        return value

    class Meta:
        icon = "download"
        help_text = "A file to download."
        template = "blocks/download.html"
        value_class = DownloadValue


class SourceBlock(blocks.StructBlock):
    """Where a fact comes from."""

    title = blocks.CharBlock(max_length=250, help_text="The title of the paper, page or book.")
    author = blocks.CharBlock(max_length=200, required=False, help_text="Who wrote or published it.")
    year = blocks.CharBlock(max_length=10, required=False, help_text="The year, such as 1998.")
    url = blocks.URLBlock(required=False, label="Address", help_text="The full web address where a reader can find it.")
    note = blocks.CharBlock(max_length=250, required=False, help_text="Which fact it is the source for.")

    class Meta:
        icon = "link"
        help_text = "Where a fact comes from. Shown at the end of the lesson."


def lesson_blocks():
    """Return every block a lesson may contain."""
    return [
        *standard_blocks(),
        ("reflection", ReflectionBlock()),
        ("pause", PauseBlock()),
        ("scenario", ScenarioBlock()),
        ("checklist", ChecklistBlock()),
        ("table", TableBlock()),
        ("download", DownloadBlock()),
    ]


def _when_blocks():
    return [
        ("number", blocks.IntegerBlock(min_value=1, max_value=60, help_text="Within how many days, weeks or months of the start.")),
        ("unit", blocks.ChoiceBlock(choices=UNITS, default="week", help_text="Days, weeks or calendar months.")),
    ]


def _optional_block():
    return (
        "is_optional",
        blocks.BooleanBlock(required=False, help_text="Optional: people are not asked for it, and an authority may hide it."),
    )


def pathway_blocks():
    """Return the steps of which a pathway is made. Their block ids are the keys by which the record knows them."""
    module_page = blocks.PageChooserBlock
    module = blocks.StructBlock(
        [
            ("module", module_page("learning.ModulePage", help_text="The module to complete.")),
            *_when_blocks(),
            _optional_block(),
        ],
        icon="doc-full",
        label="A module",
    )
    choice = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=120, help_text="What the choice is about, such as “Choose what your team needs”.")),
            ("needed", blocks.IntegerBlock(min_value=1, max_value=9, help_text="How many of the modules are enough.")),
            (
                "modules",
                blocks.ListBlock(
                    module_page("learning.ModulePage", help_text="A module to choose."),
                    min_num=2,
                    help_text="The modules to choose from: at least two.",
                ),
            ),
            *_when_blocks(),
            _optional_block(),
        ],
        icon="list-ul",
        label="Some of several modules",
    )
    session = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=120, help_text="What happens, such as “A morning in another hub”.")),
            (
                "page",
                module_page(
                    "community.EventPage", required=False, help_text="The event, if it has a page. Leave empty if it is arranged locally."
                ),
            ),
            *_when_blocks(),
            _optional_block(),
        ],
        icon="group",
        label="A live session",
    )
    practice = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=120, help_text="What a manager or portfolio lead sees them do.")),
            ("module", module_page("learning.ModulePage", help_text="The module that it puts into practice.")),
            (
                "points",
                blocks.ListBlock(
                    blocks.CharBlock(max_length=160, help_text="One thing to look for."),
                    min_num=1,
                    max_num=8,
                    help_text="What to look for, one to eight lines.",
                ),
            ),
            *_when_blocks(),
            _optional_block(),
        ],
        icon="view",
        label="Seen in practice",
    )
    return [("module", module), ("choice", choice), ("session", session), ("practice", practice)]
