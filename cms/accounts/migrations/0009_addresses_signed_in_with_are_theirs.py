"""Addresses people sign in with were noted as not answered by allauth; the network made the accounts for them, so they are theirs.

Dangerous? No: it only sets two flags, where no other address of the same person or of another stands in the way.
"""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower


def they_are_theirs(apps, schema_editor):
    address = apps.get_model("account", "EmailAddress")
    for one in address.objects.filter(verified=False, user__email=Lower(F("email"))):
        if not address.objects.filter(email=one.email, verified=True).exists():
            one.verified = True
            one.primary = not address.objects.filter(user=one.user_id, primary=True).exclude(pk=one.pk).exists()
            one.save()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_audit_says_how_one_signs_in"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(they_are_theirs, migrations.RunPython.noop)]
