"""Synonyms that editors keep, and anonymous counts of searches."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.folding import fold


class Synonym(models.Model):
    """What people type for something that our pages call by another name: SALT for speech and language therapist."""

    typed = models.CharField(
        "what people type",
        max_length=60,
        unique=True,
        help_text="An abbreviation or phrase: SALT, county lines. Capital letters make no difference.",
    )
    meanings = models.TextField(
        "what it means",
        max_length=600,
        help_text="What our pages call it, one on each line. Find shows pages with any of these. "
        "Never give a meaning that you are not sure of.",
    )

    panels = [FieldPanel("typed"), FieldPanel("meanings")]

    class Meta:
        ordering = ["typed"]

    def __str__(self):
        return self.typed

    def clean(self):
        """Reject a second row for the same words in other letters, and rows without a letter or a digit."""
        super().clean()
        if self.typed and not any(character.isalnum() for character in self.typed):
            raise ValidationError({"typed": "Use letters or digits."})
        others = Synonym.objects.exclude(pk=self.pk).values_list("typed", flat=True)
        if fold(self.typed) in {fold(typed) for typed in others}:
            raise ValidationError({"typed": "This is in the list already."})

    @property
    def meaning_list(self):
        """The meanings, without empty lines."""
        return [line.strip() for line in self.meanings.splitlines() if line.strip()]


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
