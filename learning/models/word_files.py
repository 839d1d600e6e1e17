"""A Word file that may become a module: what we read from it, for as long as the trainer is deciding."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models

RETENTION = timedelta(days=1)


class WordFileQuerySet(models.QuerySet):
    def of(self, user):
        """Return the files this user uploaded. No one else can see them."""
        return self.filter(by=user)

    def expired(self, at):
        """Return the files read more than RETENTION before `at`."""
        return self.filter(read_at__lt=at - RETENTION)


class WordFile(models.Model):
    """What was read from one file. The file itself is not stored, and this content is deleted once the module exists."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    read = models.JSONField(default=dict, help_text="A learning.word_import.parser.Plan as JSON; empty once the module exists.")
    read_at = models.DateTimeField()
    module = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = WordFileQuerySet.as_manager()

    def __str__(self):
        return self.name


class WordPicture(models.Model):
    """A picture from the file, until it becomes one of the site's images."""

    file = models.ForeignKey(WordFile, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(help_text="Position in the file, from 1.")
    name = models.CharField(max_length=80)
    alternative = models.CharField(max_length=250, blank=True, help_text="The alternative text in the file.")
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="learning_one_picture_a_number")]

    def __str__(self):
        return self.name
