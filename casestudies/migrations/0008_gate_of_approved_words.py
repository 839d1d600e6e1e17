"""Only approved words are live, and evidence cannot be changed.

Dangerous? No: a constraint on a small table, and triggers that touch one row by its key.
"""

from django.db import migrations, models

from casestudies.publication_gate import create_gate, drop_gate
from cms.page_tree.append_only import allow_changes, make_append_only

EVIDENCE = ["consentbasis", "review", "approval", "publication", "withdrawal"]


def forwards(apps, schema_editor):
    create_gate(schema_editor)
    for name in EVIDENCE:
        make_append_only(schema_editor, f"casestudies_{name}")


def backwards(apps, schema_editor):
    drop_gate(schema_editor)
    for name in EVIDENCE:
        allow_changes(schema_editor, f"casestudies_{name}")


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0007_approve_what_was_published")]
    operations = [
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    ("edition__isnull", True),
                    models.Q(("approved_edition", models.F("edition")), ("approved_edition__isnull", False)),
                    _connector="OR",
                ),
                name="casestudies_only_approved_words_are_live",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
