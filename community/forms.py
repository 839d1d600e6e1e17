"""The filters of the events."""

from django import forms
from django.utils.text import slugify


class EventFilterForm(forms.Form):
    """Year, programme and kind, each with “any”. What is unknown counts as any.

    `years` are numbers, newest first; `programmes` names as written; `kinds` pairs of (value, words).
    """

    year = forms.ChoiceField(label="Year", required=False)
    programme = forms.ChoiceField(label="Programme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, data, *, years, programmes, kinds):
        self.programmes: dict[str, list[str]] = {}
        for name in programmes:
            if slug := slugify(name, allow_unicode=True)[:60]:
                self.programmes.setdefault(slug, []).append(name)
        offered = {
            "year": [(str(year), str(year)) for year in years],
            "programme": [(slug, names[0]) for slug, names in self.programmes.items()],
            "kind": kinds,
        }
        known = {name: dict(choices) for name, choices in offered.items()}
        super().__init__({name: data.get(name, "") if data.get(name, "") in known[name] else "" for name in known})
        for name, choices in offered.items():
            self.fields[name].choices = [("", "Any"), *choices]

    @property
    def chosen(self):
        """What was chosen, by field, "" for any."""
        return self.data

    @property
    def programme_names(self):
        """The spellings of the programme that was chosen, [] for any."""
        return self.programmes.get(self.chosen["programme"], [])
