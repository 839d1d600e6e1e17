"""Fingerprint the versions published so far, and let a module start at its earliest event.

A module used to start at its first event in the chain, which is later than its completion if the server's clock was set back between
them. Dangerous? No: it fills an empty column and corrects a derived date, and changes no event.
"""

from django.db import migrations
from django.db.models import F, Min, OuterRef, Subquery

from learning.record_hashes import record_keys, version_fingerprint


def forwards(apps, schema_editor):
    version_model = apps.get_model("learning", "ItemVersion")
    key = record_keys()[0]
    for version in version_model.objects.filter(fingerprint="").iterator(chunk_size=100):
        version_model.objects.filter(pk=version.pk).update(fingerprint=version_fingerprint(version, key))
    events = apps.get_model("learning", "LearningEvent").objects.filter(assignment=OuterRef("assignment")).order_by()
    earliest = Subquery(events.values("assignment").annotate(first=Min("occurred_at")).values("first"))
    states = apps.get_model("learning", "ModuleState").objects.annotate(earliest=earliest).filter(earliest__lt=F("started_at"))
    for pk, started_at in states.values_list("pk", "earliest"):
        states.model.objects.filter(pk=pk).update(started_at=started_at)


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_hash_formats_and_occasions")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
