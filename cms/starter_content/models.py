"""Which starter files were loaded, and whether they or the content changed since."""

from django.db import models


class StarterFile(models.Model):
    """One file of the starter content as it was loaded: tells whether the file, or the content, has changed since."""

    key = models.CharField(max_length=250, unique=True, help_text="The file's path, or its path and line's slug.")
    object_id = models.BigIntegerField()
    file_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)

    def __str__(self):
        return self.key
