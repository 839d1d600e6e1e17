"""The line at the foot of every page says that North Yorkshire has not approved the pages, on sites that are made from now on.

Dangerous? No: defaults are not in the database.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0010_watch_start_lists")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "sitesettings",
                    "owner_line",
                    models.CharField(
                        "who looks after this site",
                        max_length=250,
                        default="Drumbeat is looked after by the team that hosts it. No Wrong Door is a registered name of North Yorkshire "
                        "Council, which does not run this site and has not approved its pages.",
                        help_text="Shown at the bottom of every page. Use full sentences.",
                    ),
                )
            ]
        )
    ]
