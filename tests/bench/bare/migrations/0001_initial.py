"""The tables of the bare pages, only in the benchmark's temporary database."""

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models

PAGE = models.OneToOneField(
    auto_created=True,
    on_delete=django.db.models.deletion.CASCADE,
    parent_link=True,
    primary_key=True,
    serialize=False,
    to="wagtailcore.page",
)


def page_type(name, *fields):
    return migrations.CreateModel(name=name, fields=[("page_ptr", PAGE.clone()), *fields], bases=("wagtailcore.page",))


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailcore", "0098_apitoken")]
    operations = [
        page_type("BareIndexPage"),
        page_type("BareSectionPage", ("summary", models.CharField(blank=True, max_length=300))),
        page_type("BarePage", ("summary", models.CharField(blank=True, max_length=300)), ("body", wagtail.fields.StreamField([]))),
    ]
