"""What the desk says of each field and block, in a trainer's words.

Dangerous? No: words for editors are nothing the database knows, so no table is touched, and no trigger lost.
"""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0003_pages_are_reviewed"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="eventpage",
                    name="quotes",
                    field=wagtail.fields.StreamField(
                        [("quote", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Their words, exactly as they were said or written.", "max_length": 600},
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("named", "Named, with consent"),
                                        ("role", "Role and authority"),
                                        ("anonymous", "Not named"),
                                    ],
                                    "help_text": "As far as they agreed. Named only with their consent.",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                            ),
                            3: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the words were published.", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("text", 0), ("attribution", 1), ("who", 2), ("source_url", 3)]], {}),
                        },
                        help_text="What people said, named only as far as they agreed.",
                    ),
                ),
                migrations.AlterField(
                    model_name="reflectionpage",
                    name="answers",
                    field=wagtail.fields.StreamField(
                        [("answer", 2), ("quote", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "The question, as it was put to them.", "max_length": 200}),
                            1: (
                                "cms.blocks.WordsBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "Nothing that could identify a child, a family or a colleague.",
                                    "label": "Answer",
                                },
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("prompt", 0), ("text", 1)]], {}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Their words, exactly as they were said or written.", "max_length": 600},
                            ),
                            4: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("named", "Named, with consent"),
                                        ("role", "Role and authority"),
                                        ("anonymous", "Not named"),
                                    ],
                                    "help_text": "As far as they agreed. Named only with their consent.",
                                },
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                            ),
                            6: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the words were published.", "required": False}),
                            7: ("wagtail.blocks.StructBlock", [[("text", 3), ("attribution", 4), ("who", 5), ("source_url", 6)]], {}),
                        },
                        help_text="The questions, each with its answer. Four or five read well.",
                    ),
                ),
            ]
        )
    ]
