"""Recordings on public pages that were documents move into the library, in revisions too.

Dangerous? No: documents and files stay, only blocks are rewritten (cms/old_recordings.py). Undone, the new blocks stay: the old code
shows them as recordings without a file.
"""

from django.db import migrations

from cms.old_recordings import move


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_recordings"), ("wagtaildocs", "0014_alter_document_file_size")]
    operations = [migrations.RunPython(move("cms"), migrations.RunPython.noop)]
