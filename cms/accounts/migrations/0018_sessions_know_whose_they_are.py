"""Sessions move to a table that says whose each is, so that both are read in one query, and a person's sessions are found without
unsealing everybody's. Dangerous? No: rows are copied, both ways; nobody is signed out, and no words left unsent are lost."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models


def take_over(apps, schema_editor):
    """Copy Django's own sessions, with whose they are."""
    old, new, people = (apps.get_model(name) for name in ("sessions.Session", "accounts.Session", "accounts.User"))
    known = {str(pk) for pk in people.objects.values_list("pk", flat=True)}
    for row in old.objects.iterator():
        member = SessionStore().decode(row.session_data).get(SESSION_KEY)
        new.objects.create(**_sealed(row), member_id=member if member in known else None)
    old.objects.all().delete()


def give_back(apps, schema_editor):
    """Copy them back."""
    old, new = apps.get_model("sessions.Session"), apps.get_model("accounts.Session")
    for row in new.objects.iterator():
        old.objects.create(**_sealed(row))


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
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(take_over, give_back),
    ]
