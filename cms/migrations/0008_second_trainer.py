"""The review by a second trainer: its task, and the switch that asks for it.

Dangerous? No: one column with a default, and new tables. SQLite makes the settings' table anew, so it is watched again.
"""

import django.db.models.deletion
from django.db import migrations, models

from cms.stamp import unwatch, watch


def watch_again(apps, schema_editor):
    unwatch(schema_editor, "cms_sitesettings")
    watch(schema_editor, "cms_sitesettings")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cms", "0007_pages_are_reviewed"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, watch_again),  # the last of the way back
        migrations.AddField(
            model_name="sitesettings",
            name="second_trainer_reviews",
            field=models.BooleanField(
                default=False,
                help_text="Ticked, trainers submit what they write and another trainer approves it; only administrators publish without. "
                "Not ticked, both ways are open. Tick it once there are two trainers.",
                verbose_name="a second trainer reviews before publishing",
            ),
        ),
        migrations.AlterField(
            model_name="sitesettings",
            name="help_email",
            field=models.EmailField(
                blank=True, help_text="Where members write to when they are stuck.", max_length=254, verbose_name="their e-mail address"
            ),
        ),
        migrations.CreateModel(
            name="SecondTrainerTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "review by a second trainer",
                "verbose_name_plural": "reviews by a second trainer",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
