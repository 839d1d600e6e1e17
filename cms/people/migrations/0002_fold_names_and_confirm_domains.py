"""Folded names for search and order, dates for the Level 3 diploma, refused addresses, and domains that wait for an administrator.

Dangerous? No: new columns with defaults. Existing domains stay in force.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import cms.people.name_search
from cms.folding import fold
from cms.people.identity import clean_address, clean_text

BATCH = 500


def clean_and_fold(apps, schema_editor):
    """Clean the addresses and names of existing rows, and fill their folded names. An address that is taken once clean stays as it is."""
    people, invitations = apps.get_model("people", "User"), apps.get_model("people", "Invitation")
    addresses = apps.get_model("account", "EmailAddress")
    fields = ["first_name", "last_name", "folded_first_name", "folded_last_name"]
    for model in (people, invitations):
        rows = []
        for row in model.objects.only("pk", "first_name", "last_name").order_by("pk").iterator(BATCH):
            row.first_name, row.last_name = clean_text(row.first_name), clean_text(row.last_name)
            row.folded_first_name, row.folded_last_name = fold(row.first_name)[:320], fold(row.last_name or row.first_name)[:320]
            rows.append(row)
            if len(rows) == BATCH:
                model.objects.bulk_update(rows, fields)
                rows = []
        model.objects.bulk_update(rows, fields)
    for model in (people, addresses, invitations):
        for pk, address in list(model.objects.values_list("pk", "email")):
            cleaned = clean_address(address)
            if cleaned != address and not model.objects.filter(email__iexact=cleaned).exclude(pk=pk).exists():
                model.objects.filter(pk=pk).update(email=cleaned)


def confirm_existing_domains(apps, schema_editor):
    """Leave the domains that were approved before in force."""
    apps.get_model("people", "ApprovedDomain").objects.update(confirmed_at=F("added_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="approveddomain",
            name="people_a_domain_belongs_to_one_authority",
        ),
        migrations.AddField(
            model_name="approveddomain",
            name="confirmed_at",
            field=models.DateTimeField(help_text="Empty while it waits for an administrator. Until then it has no effect.", null=True),
        ),
        migrations.AddField(
            model_name="approveddomain",
            name="confirmed_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="invitation",
            name="employed_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="folded_first_name",
            field=cms.people.name_search.FoldedField(blank=True, default="", editable=False, max_length=320, sources=("first_name",)),
        ),
        migrations.AddField(
            model_name="invitation",
            name="folded_last_name",
            field=cms.people.name_search.FoldedField(
                blank=True, default="", editable=False, max_length=320, sources=("last_name", "first_name")
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="in_care_role_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="refused_at",
            field=models.DateTimeField(help_text="When the mail server last refused the address. Empty once an email was sent.", null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="employed_since",
            field=models.DateField(blank=True, help_text="When they began to work for the authority, if known.", null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="in_care_role_since",
            field=models.DateField(
                blank=True,
                help_text="When they began in a care role, if known. The time for the Level 3 diploma runs from then.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="folded_first_name",
            field=cms.people.name_search.FoldedField(blank=True, default="", editable=False, max_length=320, sources=("first_name",)),
        ),
        migrations.AddField(
            model_name="user",
            name="folded_last_name",
            field=cms.people.name_search.FoldedField(
                blank=True, default="", editable=False, max_length=320, sources=("last_name", "first_name")
            ),
        ),
        migrations.AlterField(
            model_name="addresscheck",
            name="email",
            field=models.EmailField(
                blank=True, help_text="Empty if no code was sent, because no authority approves the domain.", max_length=254
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="first_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="first name"),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="last_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="last name"),
        ),
        migrations.RunPython(clean_and_fold, migrations.RunPython.noop),
        migrations.RunPython(confirm_existing_domains, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="approveddomain",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("confirmed_at__isnull", False)),
                name="people_a_domain_belongs_to_one_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="approveddomain",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), models.F("authority"), name="people_an_authority_claims_a_domain_once"
            ),
        ),
    ]
