"""The database refuses a milestone without a date that the site can show.

Dangerous? No: it first shortens the date of a row that could not be shown to its year. Forms have always checked this, so there should
be none; one without any year stops the migration, which then changes nothing.
"""

import re

from django.db import migrations, models

from cms.people.dates import IsPartialDate

YEAR = re.compile(r"[1-9][0-9]{3}")


def forwards(apps, schema_editor):
    milestones = apps.get_model("people", "Milestone").objects
    for milestone in milestones.exclude(IsPartialDate("when")):
        if found := YEAR.search(milestone.when):
            milestones.filter(pk=milestone.pk).update(when=found[0])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_fold_names_and_confirm_domains")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AddConstraint(
            "milestone", models.CheckConstraint(condition=IsPartialDate("when"), name="people_a_milestone_has_a_date")
        ),
    ]
