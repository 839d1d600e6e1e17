"""A Word file on its way to becoming a module: what was read in it, for as long as a trainer thinks it over."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models

KEPT_FOR = timedelta(days=1)


class WordFileQuerySet(models.QuerySet):
    def of(self, user):
        """Those the person sent: nobody else sees them."""
        return self.filter(by=user)

    def old(self, at):
        """Those nobody came back to: what was read is kept for a day."""
        return self.filter(read_at__lt=at - KEPT_FOR)


class WordFile(models.Model):
    """What was read in one file. The file itself is not kept; what was read goes once the module is made."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    read = models.JSONField(default=dict, help_text="As learning.word.Plan writes it; empty once the module is made.")
    read_at = models.DateTimeField()
    module = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = WordFileQuerySet.as_manager()

    def __str__(self):
        return self.name


class WordPicture(models.Model):
    """One picture of it, until it is a picture of the site's."""

    file = models.ForeignKey(WordFile, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(help_text="Its place in the file, from 1.")
    name = models.CharField(max_length=80)
    alternative = models.CharField(max_length=250, blank=True, help_text="What the file says it shows.")
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="learning_one_picture_a_number")]

    def __str__(self):
        return self.name
