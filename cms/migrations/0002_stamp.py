"""The stamp's one row, and the triggers that move it. Dangerous? No: triggers on editors' tables that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = [
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_pageviewrestriction",
    "cms_standardpage",
    "cms_sitesettings",
    "cms_glossaryterm",
    "cms_provocation",
]


def forwards(apps, schema_editor):
    schema_editor.execute("INSERT INTO cms_stamp (id, token) VALUES (1, 1)")
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)
    schema_editor.execute("DELETE FROM cms_stamp")


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]
