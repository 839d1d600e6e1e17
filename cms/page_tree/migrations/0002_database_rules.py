"""The one row of the stamp, and the Wagtail tables whose changes move it.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.page_tree.stamp import unwatch, watch

WATCHED = [
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_referenceindex",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtaildocs_document",
]


def forwards(apps, schema_editor):
    schema_editor.execute("INSERT INTO page_tree_stamp (id, token) VALUES (1, 1)")
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in WATCHED:
        unwatch(schema_editor, table)
    schema_editor.execute("DELETE FROM page_tree_stamp")


class Migration(migrations.Migration):
    dependencies = [
        ("page_tree", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
