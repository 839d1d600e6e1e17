"""An assignment says why in words, what its member objects, and that a manager waived it.

Dangerous? No: five columns with defaults that describe the existing rows. The table has no trigger.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0010_ask_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="answer",
            field=models.CharField(blank=True, help_text="What a manager answered. Empty while the objection is open.", max_length=200),
        ),
        migrations.AddField(
            model_name="assignment",
            name="objection",
            field=models.CharField(blank=True, help_text="Why the member says that it is wrong for them.", max_length=200),
        ),
        migrations.AddField(
            model_name="assignment",
            name="reason",
            field=models.CharField(blank=True, help_text="Why, in the words of the person who asked; the member reads it.", max_length=200),
        ),
        migrations.AddField(
            model_name="assignment",
            name="waived_at",
            field=models.DateTimeField(editable=False, help_text="When a manager waived the whole module.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="waiver",
            field=models.CharField(blank=True, help_text="Why it was waived. The events do not say, so it can be erased.", max_length=200),
        ),
    ]
