"""Changes of the home page, pictures and documents move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["cms_homepage", "wagtailimages_image", "wagtailimages_rendition", "wagtaildocs_document"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_stamp"), ("wagtailimages", "0027_image_description"), ("wagtaildocs", "0014_alter_document_file_size")]
    operations = [migrations.RunPython(forwards, backwards)]
