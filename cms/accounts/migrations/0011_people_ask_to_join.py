"""Approved domains, codes to work addresses, and requests to join."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_authorities_have_settings")]
    operations = [
        migrations.CreateModel(
            name="AddressCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, help_text="What the browser that asked holds.", unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("code_hash", models.CharField(help_text="The code itself is only in the letter.", max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ApprovedDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=253, verbose_name="domain")),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("taken_back", "Taken back"),
                            ("overtaken", "No longer needed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Why it was declined, as the person is told.", max_length=300)),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="what",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("invited", "Invited"),
                    ("withdrawn", "Invitation withdrawn"),
                    ("joined", "Joined"),
                    ("moved", "Moved"),
                    ("left", "Left"),
                    ("closed", "Account closed"),
                    ("opened", "Account opened again"),
                    ("role_given", "Role given"),
                    ("role_ended", "Role ended"),
                    ("signed_out", "Signed out everywhere"),
                    ("asked", "Asked to join"),
                    ("declined", "Request declined"),
                    ("taken_back", "Request taken back"),
                    ("domain_added", "Domain approved"),
                    ("domain_ended", "Domain no longer approved"),
                    ("place", "Authority changed"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="approveddomain",
            name="added_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="approveddomain",
            name="authority",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="domains", to="accounts.authority"),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="answered_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="authority",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="join_requests", to="accounts.authority"),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="hub",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.hub"
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="job_role",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.jobrole"),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="join_requests", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="approveddomain",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="accounts_a_domain_belongs_to_one_authority"
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("user",), name="accounts_one_open_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="accounts_a_request_ends_somehow",
            ),
        ),
    ]
