"""Records of which starter files have been loaded."""

from django.db import models


class StarterFile(models.Model):
    """A starter file that was loaded. The hashes tell whether the file or the content has changed since."""

    key = models.CharField(max_length=250, unique=True, help_text="The path of the file, with #slug for an entry of a list.")
    object_id = models.BigIntegerField()
    file_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)

    def __str__(self):
        return self.key
