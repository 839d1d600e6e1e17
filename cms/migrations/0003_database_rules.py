"""The stamp of the page tree and what moves it; SQLite's search index knows English endings, as PostgreSQL's does.

Dangerous? No: triggers on tables that are new and empty; the search index is rebuilt from the rows it indexes.
"""

from django.db import migrations

from cms.stamp import unwatch, watch

WATCHED = [
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_referenceindex",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtaildocs_document",
    "cms_homepage",
    "cms_standardpage",
    "cms_startindexpage",
    "cms_startpage",
    "cms_sitesettings",
    "cms_theme",
    "cms_glossaryterm",
    "cms_provocation",
    "cms_figure",
    "cms_recording",
]

SEARCH_INDEX = "wagtailsearch_indexentry"
ENGLISH = ", tokenize='porter unicode61 remove_diacritics 2'"


def rebuild_search_index(schema_editor, tokenizer):
    """Recreate SQLite's full-text table with the tokenizer; PostgreSQL stems by itself."""
    if schema_editor.connection.vendor != "sqlite":
        return
    columns = "autocomplete, body, title"
    schema_editor.execute(f"DROP TABLE {SEARCH_INDEX}_fts")
    schema_editor.execute(f"CREATE VIRTUAL TABLE {SEARCH_INDEX}_fts USING fts5({columns}{tokenizer})")
    schema_editor.execute(f"INSERT INTO {SEARCH_INDEX}_fts (rowid, {columns}) SELECT id, {columns} FROM {SEARCH_INDEX}")


def forwards(apps, schema_editor):
    schema_editor.execute("INSERT INTO cms_stamp (id, token) VALUES (1, 1)")
    for table in WATCHED:
        watch(schema_editor, table)
    rebuild_search_index(schema_editor, ENGLISH)


def backwards(apps, schema_editor):
    rebuild_search_index(schema_editor, "")
    for table in WATCHED:
        unwatch(schema_editor, table)
    schema_editor.execute("DELETE FROM cms_stamp")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
