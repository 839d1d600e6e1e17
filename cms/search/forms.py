"""The filters of the Find page."""

from django import forms

from cms.page_tree.snapshot import current_tree
from cms.pages.forms import FilterForm


class SearchForm(FilterForm):
    """Filters by theme, job role and authority, each optional. Unknown values are ignored.

    `index` is a TextIndex. Creating the form takes no query.
    """

    theme = forms.ChoiceField(label="Theme", required=False)
    role = forms.ChoiceField(label="For the job of", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, data, index):
        choices = {
            "theme": [(theme.slug, theme.name) for theme in current_tree().themes],
            "role": [(place.slug, place.name) for place in index.job_roles],
            "authority": [(place.slug, place.name) for place in index.authorities.values()],
        }
        super().__init__(data, choices)

    @property
    def chosen_labels(self):
        """Return (field, label) for each filter that is set."""
        return [(name, self.labels[name][slug]) for name, slug in self.chosen.items() if slug]
