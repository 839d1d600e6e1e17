"""Let events be cancelled, and remember who was told. Dangerous? No: two columns that may be empty, added in place on both databases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0009_name_people_where_they_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventpage",
            name="cancelled_on",
            field=models.DateField(
                blank=True,
                help_text="Fill this in if it is cancelled. Its page and lists then say so, and people who are interested get an email.",
                null=True,
                verbose_name="cancelled on",
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="told_cancelled_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
