"""Due dates move by the days away, and an assignment lapses when its rule no longer applies.

Dangerous? No: three columns with defaults that describe the existing rows. The table has no trigger.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0020_managers_assign"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="dated_on",
            field=models.DateField(editable=False, help_text="The day on which the due date was set, if it was changed later.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="held_days",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, help_text="How many days of `due_on` were added because the person was away."
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="lapsed_at",
            field=models.DateTimeField(
                editable=False, help_text="When the rule that asked for it no longer applied. Empty while it is asked for.", null=True
            ),
        ),
    ]
