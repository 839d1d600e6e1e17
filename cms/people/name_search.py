"""Searching people and invitations by name or email address."""

from django.db import models
from django.db.models import Q


class NameSearchQuerySet(models.QuerySet):
    """For models with the fields first_name, last_name and email."""

    def matching_name(self, text):
        """Return rows whose names and email address contain every word of the text."""
        rows = self
        for word in text.split():
            rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
        return rows
