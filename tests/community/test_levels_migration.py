"""The migration from a tick to three levels: nobody is named who was not, in pages and in drafts, there and back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from cms.stamp import watched_tables
from community.models import ReflectionPage
from tests.community.builders import make_reflection

pytestmark = pytest.mark.django_db
migration = import_module("community.migrations.0008_described_as_far_as_they_agreed")


class _Old:
    """The apps as the migration meets them, as far as it asks: pages whose tick is kept aside."""

    def __init__(self, ticked):
        self.ticked = ticked

    def get_model(self, name):
        return self if name == "community.ReflectionPage" else apps.get_model(name)

    @property
    def objects(self):
        return self

    def filter(self, *, consent):
        return ReflectionPage.objects.filter(pk__in=self.ticked)


def test_whoever_had_agreed_is_named_and_nobody_else_in_drafts_too(reflections):
    named, other = make_reflection(reflections, "Named"), make_reflection(reflections, "Not named")
    for page, consent in ((named, True), (other, False)):
        revision = page.latest_revision
        revision.content = {key: value for key, value in revision.content.items() if key != "attribution"} | {"consent": consent}
        revision.save()
    migration.say_levels(_Old([named.pk]), None)
    for before, level in ((named, "named"), (other, "anonymous")):
        page = ReflectionPage.objects.get(pk=before.pk)
        assert page.attribution == page.get_latest_revision_as_object().attribution == level
        assert "consent" not in page.latest_revision.content


def test_the_table_still_moves_the_stamp():
    assert set(migration.TABLES) <= watched_tables(connection)
