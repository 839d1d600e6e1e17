"""Where a person worked when a board named them, so that moving to another authority ends it.

Dangerous? No: a new column, filled with where each person works today. Someone who has left stays out when they come back elsewhere.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Give each rule that names a person their current authority or, without one, their last."""
    memberships = apps.get_model("people", "Membership").objects.filter(user=OuterRef("person"))
    current = memberships.filter(ended_on=None)
    last = memberships.filter(ended_on__isnull=False).order_by("-ended_on", "-pk")
    rules = apps.get_model("community", "AudienceRule").objects.filter(person__isnull=False)
    rules.update(person_authority=Subquery(current.values("authority")[:1]))
    rules.filter(person_authority=None).update(person_authority=Subquery(last.values("authority")[:1]))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("community", "0008_moderating_members_and_topics"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="audiencerule",
            name="person_authority",
            field=models.ForeignKey(
                blank=True,
                help_text="Where the person worked when they were named. Empty if nowhere.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.authority",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
