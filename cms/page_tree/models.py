"""The stamp that invalidates the snapshot of the page tree."""

from django.db import models


class Stamp(models.Model):
    """A single row (id 1). Database triggers change its token with every change of a watched table: see cms/page_tree/stamp.py."""

    token = models.BigIntegerField()
