"""Filters of the case study index."""

from django import forms

from casestudies.choices import AgeBand, Outcome, Practice
from cms.page_tree.snapshot import current_tree
from cms.pages.forms import FilterForm
from cms.vocabulary.models import Theme


class CaseStudyFilterForm(FilterForm):
    """Theme, age band, practice, provocation and outcome. One query, for the themes."""

    theme = forms.ChoiceField(label="Theme", required=False)
    age = forms.ChoiceField(label="Age", required=False)
    practice = forms.ChoiceField(label="Practice", required=False)
    provocation = forms.ChoiceField(label="Provocation", required=False)
    outcome = forms.ChoiceField(label="Where it stops", required=False)

    empty_labels = {"theme": "All themes", "age": "Any age", "outcome": "Anywhere"}
    lookups = {
        "theme": "theme_links__tag__slug",
        "age": "age_band",
        "practice": "practice",
        "provocation": "provocations__slug",
        "outcome": "outcome",
    }

    def __init__(self, data):
        choices = {
            "theme": [(theme.slug, theme.name) for theme in Theme.objects.filter(live=True)],
            "age": AgeBand.choices,
            "practice": Practice.choices,
            "provocation": [(provocation.slug, provocation.text) for provocation in current_tree().provocations],
            "outcome": Outcome.choices,
        }
        super().__init__(data, choices)

    @property
    def is_filtered(self):
        return any(self.chosen.values())

    @property
    def chosen_labels(self):
        """Return the labels of the chosen values as one text, to follow “for”."""
        return ", ".join(f"“{self.labels[name][value]}”" for name, value in self.chosen.items() if value)

    def filter(self, case_studies):
        """Return the case studies in the queryset that match every choice."""
        return case_studies.filter(**{self.lookups[name]: value for name, value in self.chosen.items() if value})
