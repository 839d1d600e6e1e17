"""The database refuses a module's completion before its start. 0004 has corrected the rows there were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_fill_fingerprints_and_earliest_starts")]
    operations = [
        migrations.AddConstraint(
            "modulestate",
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True) | models.Q(completed_at__gte=models.F("started_at")),
                name="learning_never_complete_before_its_start",
            ),
        ),
    ]
