"""Composites that were published before reviews existed keep their place, with an approval that says so.

Dangerous? No: it adds rows to new tables, three for each case study, and changes no page.
"""

from django.db import migrations
from django.utils import timezone


def forwards(apps, schema_editor):
    at = timezone.now()
    gate, approval = apps.get_model("casestudies", "Gate"), apps.get_model("casestudies", "Approval")
    for page in apps.get_model("casestudies", "CaseStudyPage").objects.order_by("pk"):
        gate.objects.update_or_create(page_id=page.pk, defaults={"is_live": page.live, "edition": 1, "approved_edition": None})
        if not page.live:
            continue
        audience = "team" if page.readers_hub_id else "authority" if page.readers_authority_id else "network"
        earlier = approval.objects.create(page_id=page.pk, kind="earlier", basis="composite", audience=audience, at=at)
        apps.get_model("casestudies", "Publication").objects.create(approval=earlier, page_id=page.pk, edition=1, at=at)
        gate.objects.filter(page_id=page.pk).update(approved_edition=1)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0006_count_editions")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
