"""The stamp row that database triggers change."""

from django.db import models


class Stamp(models.Model):
    """The one row that database triggers change whenever an editor's table changes; see cms/page_tree/stamp.py."""

    token = models.BigIntegerField()
