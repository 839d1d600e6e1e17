"""Where texts still mention someone who was forgotten.

Dangerous? No: a new column with a default.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="forgetrequest",
            name="mentions",
            field=models.JSONField(
                default=list,
                help_text="Where texts of others still mentioned the person when they were forgotten: {model, field, pk}, no text.",
            ),
        ),
    ]
