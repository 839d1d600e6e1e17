"""The filters of the Find page."""

from django import forms
from django.db.models import Value

from cms.page_tree.snapshot import current_tree
from cms.pages.forms import FilterForm
from cms.people.models import Authority, JobRole


class SearchForm(FilterForm):
    """Filters by theme, job role and authority, each optional. Unknown values are ignored.

    Creating the form takes one query.
    """

    theme = forms.ChoiceField(label="Theme", required=False)
    role = forms.ChoiceField(label="For the job of", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, data):
        job_roles = JobRole.objects.order_by().annotate(field=Value("role")).values_list("field", "order", "title", "slug")
        authorities = (
            Authority.objects.order_by().annotate(field=Value("authority"), order=Value(0)).values_list("field", "order", "name", "slug")
        )
        rows = sorted(job_roles.union(authorities, all=True))
        choices = {
            "theme": [(theme.slug, theme.name) for theme in current_tree().themes],
            **{name: [(slug, label) for field, _, label, slug in rows if field == name] for name in ("role", "authority")},
        }
        super().__init__(data, choices)

    @property
    def chosen_labels(self):
        """Return (field, label) for each filter that is set."""
        return [(name, self.labels[name][slug]) for name, slug in self.chosen.items() if slug]
