"""The page a topic is about, a place for its title on its first post, and an index for lists that SQLite uses too.

Dangerous? SQLite copies the table of posts once. Rows stay as they are.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0005_following"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="post", name="community_removed_post_has_no_text"),
        migrations.RemoveIndex(model_name="topic", name="community_topic_list"),
        migrations.AddField(
            model_name="post",
            name="title",
            field=models.CharField(
                blank=True, help_text="The topic’s title on its first post, so that search finds it there.", max_length=150
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="about",
            field=models.ForeignKey(
                blank=True,
                help_text="The page that it is about.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.WAGTAIL_PAGE_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="topic", index=models.Index(fields=["board", "standing", "-last_post"], name="community_topic_list")
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["deleted", "purged", "undone"]), _negated=True),
                    models.Q(("quoted_text", ""), ("text", ""), ("title", "")),
                    _connector="OR",
                ),
                name="community_removed_post_has_no_text",
            ),
        ),
    ]
