"""Sessions move to a table that says whose each is, so that both are read in one query, and a person's sessions are found without
unsealing everybody's. Dangerous? No: rows are copied, both ways, and what is copied stays until `clearsessions` finds it ended, so that
workers of before go on while this runs."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone


def take_over(apps, schema_editor):
    """Copy Django's own sessions that have not ended, with whose they are."""
    old, new = apps.get_model("sessions.Session"), apps.get_model("accounts.Session")
    living = old.objects.filter(expire_date__gt=timezone.now()).iterator()
    copies = (new(**_sealed(row), member_id=SessionStore().decode(row.session_data).get(SESSION_KEY)) for row in living)
    new.objects.bulk_create(copies, batch_size=1000)


def give_back(apps, schema_editor):
    """Copy them back, but for those that are there still."""
    old, new = apps.get_model("sessions.Session"), apps.get_model("accounts.Session")
    old.objects.bulk_create((old(**_sealed(row)) for row in new.objects.iterator()), batch_size=1000, ignore_conflicts=True)


def _sealed(row):
    return {name: getattr(row, name) for name in ("session_key", "session_data", "expire_date")}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_reminded_once"), ("sessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(take_over, give_back),
    ]
