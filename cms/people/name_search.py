"""Looking for somebody by what they are called: people, and those who are invited."""

from django.db import models
from django.db.models import Q


class NameSearchQuerySet(models.QuerySet):
    """Of rows with a first name, a last name and an e-mail address."""

    def matching_name(self, words):
        """Those whose name or address has every one of the words in it."""
        found = self
        for word in words.split():
            found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
        return found
