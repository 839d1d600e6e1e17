"""A folded form of "ask me about", for searching.

Dangerous? No: a new column with a default.
"""

from django.db import migrations

import cms.people.name_search
from cms.folding import fold


def fold_existing(apps, schema_editor):
    """Fill the folded line of existing cards."""
    cards = apps.get_model("directory", "Card").objects
    for card in cards.exclude(ask_line="").only("pk", "ask_line"):
        cards.filter(pk=card.pk).update(folded_ask_line=fold(card.ask_line)[:320])


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="folded_ask_line",
            field=cms.people.name_search.FoldedField(blank=True, default="", editable=False, max_length=320, sources=("ask_line",)),
        ),
        migrations.RunPython(fold_existing, migrations.RunPython.noop),
    ]
