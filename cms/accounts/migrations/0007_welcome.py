"""Whoever has signed in before has had their first visit, so the welcome does not wait for them.

Dangerous? No: it fills a column that is new, once, from another of the same row; going back drops the column.
"""

from django.db import migrations, models
from django.db.models import F


def whoever_has_been_here_is_welcomed(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(last_login__isnull=False).update(welcomed_at=F("last_login"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_roles_are_reviewed"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="welcomed_at",
            field=models.DateTimeField(editable=False, help_text="When they put away the welcome on their first visit.", null=True),
        ),
        migrations.RunPython(whoever_has_been_here_is_welcomed, migrations.RunPython.noop),
    ]
