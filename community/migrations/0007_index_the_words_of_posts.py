"""The titles of topics on their first posts, and the search index over posts.

Dangerous? PostgreSQL writes the table of posts anew and locks it meanwhile: about a minute for a million posts. It needs the extension
btree_gin, which the owner of a database may install by itself.
"""

from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations
from django.db.models import OuterRef, Subquery

from community.post_index import install, uninstall


def copy_titles(apps, schema_editor):
    """Copy each topic's title to its first post, unless that post was removed."""
    topics = apps.get_model("community", "Topic").objects.filter(pk=OuterRef("topic"))
    first = apps.get_model("community", "Post").objects.filter(number=1).exclude(state__in=["deleted", "purged", "undone"])
    first.update(title=Subquery(topics.values("title")[:1]))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class PostgreSQLBtreeGin(BtreeGinExtension):
    """Django's operation asks PostgreSQL's catalogue on the way back, whatever the database is."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("community", "0006_search_and_pages_of_topics")]

    operations = [
        PostgreSQLBtreeGin(),
        migrations.RunPython(copy_titles, migrations.RunPython.noop),
        migrations.RunPython(lambda apps, schema_editor: install(schema_editor), lambda apps, editor: uninstall(editor)),
    ]
