"""Anonymous counts of searches."""

from django.db import models


class SearchTerm(models.Model):
    """How often a term was searched for in one month, and how often the search found something. Not linked to any user."""

    words = models.CharField(max_length=80)
    month = models.DateField(help_text="The first day of the month.")
    times = models.PositiveIntegerField()
    times_found = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["words", "month"], name="search_search_term_once_a_month")]

    def __str__(self):
        return self.words
