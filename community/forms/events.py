"""Filters of the event index."""

from django import forms
from django.utils.text import slugify

from cms.pages.forms import FilterForm


class EventFilterForm(FilterForm):
    """Year, programme and kind.

    `years` are numbers, newest first; `programmes` names as editors wrote them; `kinds` (value, label) pairs. Spellings of a
    programme that have the same slug are one choice.
    """

    year = forms.ChoiceField(label="Year", required=False)
    programme = forms.ChoiceField(label="Programme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, data, *, years, programmes, kinds):
        self.spellings: dict[str, list[str]] = {}
        for name in programmes:
            if slug := slugify(name, allow_unicode=True)[:60]:
                self.spellings.setdefault(slug, []).append(name)
        choices = {
            "year": [(str(year), str(year)) for year in years],
            "programme": [(slug, names[0]) for slug, names in self.spellings.items()],
            "kind": kinds,
        }
        super().__init__(data, choices)

    @property
    def programme_names(self):
        """Return every spelling of the chosen programme, [] for any."""
        return self.spellings.get(self.chosen["programme"], [])

    def filter(self, events):
        """Return the events in the queryset that match every choice."""
        if year := self.chosen["year"]:
            events = events.filter(starts_on__year__lte=year, ends_on__year__gte=year)
        if self.programme_names:
            events = events.filter(programme__in=self.programme_names)
        if kind := self.chosen["kind"]:
            events = events.filter(kind=kind)
        return events
