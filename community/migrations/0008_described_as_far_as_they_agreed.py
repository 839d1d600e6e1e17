"""A reflection says who speaks on three levels in place of two, and an event may be of no known kind.

Dangerous? No: whoever had agreed to be named is named still, everybody else is not; drafts and older revisions say the same. Only the tick
that said so goes. On SQLite the tables are written anew, so the triggers that move the stamp are set again.
"""

import django.db.models.deletion
from django.db import migrations, models

from cms.stamp import unwatch, watch

TABLES = ["community_reflectionpage", "community_eventpage"]


def watch_again(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)
        watch(schema_editor, table)


def _revisions(apps):
    kind = {"content_type__app_label": "community", "content_type__model": "reflectionpage"}
    return apps.get_model("wagtailcore.Revision").objects.filter(**kind).only("content").iterator(100)


def say_levels(apps, schema_editor):
    apps.get_model("community.ReflectionPage").objects.filter(consent=True).update(attribution="named")
    for revision in _revisions(apps):
        revision.content["attribution"] = "named" if revision.content.pop("consent", False) else "anonymous"
        revision.save(update_fields=["content"])


def say_consent(apps, schema_editor):
    """Whoever is shown by role and authority alone has not agreed to be named."""
    apps.get_model("community.ReflectionPage").objects.filter(attribution="named").update(consent=True)
    for revision in _revisions(apps):
        revision.content["consent"] = revision.content.pop("attribution", "") == "named"
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_own_record"),
        ("community", "0007_themes_move_the_stamp"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.RemoveConstraint(model_name="reflectionpage", name="community_named_only_with_consent"),
        migrations.AddField(
            model_name="reflectionpage",
            name="attribution",
            field=models.CharField(
                choices=[
                    ("named", "Named, with consent: name, role, hub and authority"),
                    ("role", "Role and authority"),
                    ("anonymous", "Not named: role and region"),
                ],
                default="anonymous",
                help_text="Named only with their consent. Role and authority if they agreed to that, or if it was published.",
                max_length=10,
                verbose_name="who they are, as far as they agreed",
            ),
        ),
        migrations.RunPython(say_levels, say_consent),
        migrations.RemoveField(model_name="reflectionpage", name="consent"),
        migrations.AlterField(
            model_name="reflectionpage",
            name="authority",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown with the name, or with the role.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.authority",
            ),
        ),
        migrations.AlterField(
            model_name="reflectionpage",
            name="consent_words",
            field=models.CharField(
                blank=True,
                help_text=(
                    "By what means and when, such as: by e-mail, 3 November 2026. Not shown. Not needed for what is retold without a name."
                ),
                max_length=200,
                verbose_name="how they agreed",
            ),
        ),
        migrations.AlterField(
            model_name="reflectionpage",
            name="hub",
            field=models.CharField(
                blank=True,
                help_text="Their hub or team. Shown only with the name: a role in one hub is often one person.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="reflectionpage",
            name="region",
            field=models.CharField(
                choices=[
                    ("north-east", "North East"),
                    ("north-west", "North West"),
                    ("yorkshire-and-the-humber", "Yorkshire and the Humber"),
                    ("east-midlands", "East Midlands"),
                    ("west-midlands", "West Midlands"),
                    ("east", "East of England"),
                    ("london", "London"),
                    ("south-east", "South East"),
                    ("south-west", "South West"),
                ],
                help_text="Stands beside the role when the authority does not.",
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="reflectionpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("attribution", "named"), ("name", ""), _connector="OR"), name="community_named_only_with_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="reflectionpage",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("attribution", "role"), _negated=True), ("authority__isnull", False), _connector="OR"),
                name="community_role_goes_with_its_authority",
            ),
        ),
        migrations.AlterField(
            model_name="eventpage",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("workshop", "Workshop"),
                    ("visit", "Learning visit"),
                    ("deep-dive", "Deep dive"),
                    ("theory-of-change", "Theory-of-change session"),
                    ("conference", "Conference"),
                ],
                help_text="What sort of event it is. Leave it empty if nobody wrote it down.",
                max_length=20,
            ),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
