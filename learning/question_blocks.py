"""The questions of a lesson's check, as trainers write them. `learning.marking` marks answers to them.

Nothing here is part of a lesson's body, so no question, key or feedback is indexed, compared with other versions or sent with the lesson.
"""

from wagtail import blocks

from cms.pages.id_blocks import IdValueMixin
from learning.blocks import ScenarioStepBlock, check_steps

SECONDS_A_QUESTION = 30
WHY_HELP = "Why, in one or two sentences. People read it when they have it right, and at the end."
FEEDBACK_HELP = "For anyone who gets it wrong: why people think so, and what is wrong with it. Never blame the reader."


class LessonIdBlock(IdValueMixin, blocks.PageChooserBlock):
    """Chooses a lesson; its value is the page's id."""

    def __init__(self, **kwargs):
        super().__init__(**{"page_type": "learning.LessonPage", **kwargs})


def _question(help_text="What you ask, in one or two sentences. Ask what people would do, not what a page says."):
    return blocks.TextBlock(max_length=300, label="Question", help_text=help_text)


def _why():
    return blocks.TextBlock(max_length=400, required=False, label="Why", help_text=WHY_HELP)


def _feedback():
    return blocks.TextBlock(max_length=400, required=False, label="What to say if it is wrong", help_text=FEEDBACK_HELP)


def _read():
    return LessonIdBlock(required=False, label="Read again", help_text="The lesson that answers it. People who get it wrong see a link.")


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label="Answer", help_text="One possible answer. Keep all of them about as long as each other.")
    right = blocks.BooleanBlock(required=False, label="This is right", help_text="Select it if this is a right answer.")
    feedback = blocks.TextBlock(
        max_length=400,
        required=False,
        label="What to say if someone chooses it",
        help_text=f"Every wrong answer needs this. {FEEDBACK_HELP}",
    )

    class Meta:
        icon = "list-ul"


class OneChoiceBlock(blocks.StructBlock):
    """A question with one right answer."""

    question = _question()
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=6, help_text="Two to six answers. Tick the one that is right.")
    why = _why()
    read = _read()

    class Meta:
        icon = "radio-full"
        label = "One right answer"
        help_text = "People choose one of two to six answers."


class SeveralChoicesBlock(blocks.StructBlock):
    """A question of which one or more answers are right, and all of them must be chosen."""

    question = _question()
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=6, help_text="Two to six answers. Tick every one that is right.")
    why = _why()
    read = _read()

    class Meta:
        icon = "tick"
        label = "Several right answers"
        help_text = "People tick all that fit. It is right when they have ticked exactly those."


class TrueFalseBlock(blocks.StructBlock):
    """A statement that is true or false."""

    question = _question("A statement, as a whole sentence. People say whether it is true.")
    answer = blocks.ChoiceBlock(choices=[("true", "True"), ("false", "False")], label="It is", help_text="Whether the statement is true.")
    feedback = _feedback()
    why = _why()
    read = _read()

    class Meta:
        icon = "help"
        label = "True or false"
        help_text = "People say whether a statement is true."


class OrderBlock(blocks.StructBlock):
    """Things to put in order."""

    question = _question()
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        min_num=3,
        max_num=6,
        help_text="Three to six things, in the right order. People see them shuffled.",
    )
    feedback = _feedback()
    why = _why()
    read = _read()

    class Meta:
        icon = "list-ol"
        label = "Put in order"
        help_text = "People give each thing its place from a list. Nothing has to be dragged."


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(max_length=120, label="This", help_text="Shown as it is.")
    right = blocks.CharBlock(max_length=120, label="Goes with", help_text="What people choose for it from a list.")


class MatchBlock(blocks.StructBlock):
    """Things to match with each other."""

    question = _question()
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=6, help_text="Two to six pairs.")
    others = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        default=[],
        required=False,
        max_num=4,
        label="Choices that fit nothing",
        help_text="If you want any.",
    )
    feedback = _feedback()
    why = _why()
    read = _read()

    class Meta:
        icon = "link"
        label = "Match"
        help_text = "People choose what goes with what from lists. Nothing has to be dragged."


class ShortAnswerBlock(blocks.StructBlock):
    """A question answered in a sentence or two, which nobody marks. The answer is a private note."""

    question = _question("What to write, in one or two sentences. Never ask about a real child or family.")
    hint = blocks.CharBlock(max_length=200, required=False, help_text="A way to start, for someone who is stuck.")
    compare = blocks.TextBlock(
        max_length=400, label="To compare with", help_text="What a good answer has in it. People see it after they wrote."
    )

    class Meta:
        icon = "edit"
        label = "Short answer, not marked"
        help_text = "People write a sentence or two, then compare it with yours. Only they can read it, and nothing marks it."


class BranchingBlock(blocks.StructBlock):
    """A situation with choices that lead on, as in a lesson. It is not marked."""

    title = blocks.CharBlock(max_length=100, help_text="A few words, such as: The missing curfew.")
    steps = blocks.ListBlock(ScenarioStepBlock(), min_num=1, help_text="One step is enough. A choice may lead to a later one.")

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation:
            check_steps(value["steps"])
        return value

    class Meta:
        icon = "comment"
        label = "Situation with choices, not marked"
        help_text = "A situation that goes on as people choose. Each choice shows what might happen next; none is marked."


class QuestionStreamBlock(blocks.StreamBlock):
    one_choice = OneChoiceBlock()
    several_choices = SeveralChoicesBlock()
    true_false = TrueFalseBlock()
    order = OrderBlock()
    match = MatchBlock()
    short_answer = ShortAnswerBlock()
    branching = BranchingBlock()

    class Meta:
        max_num = 12
