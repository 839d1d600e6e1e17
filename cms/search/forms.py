"""The filters of Find."""

from django import forms
from django.db.models import Value

from cms.page_tree.snapshot import current_tree
from cms.pages.forms import FilterForm
from cms.people.models import Authority, JobRole


class FindForm(FilterForm):
    """Theme, job role and authority, each with “any”. What is unknown counts as any. One query."""

    theme = forms.ChoiceField(label="Theme", required=False)
    role = forms.ChoiceField(label="For the job of", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, data):
        roles = JobRole.objects.order_by().annotate(of=Value("role")).values_list("of", "order", "title", "slug")
        places = Authority.objects.order_by().annotate(of=Value("authority"), nth=Value(0)).values_list("of", "nth", "name", "slug")
        rows = sorted(roles.union(places, all=True))
        offered = {
            "theme": [(theme.slug, theme.name) for theme in current_tree().themes],
            **{field: [(slug, words) for of, _, words, slug in rows if of == field] for field in ("role", "authority")},
        }
        super().__init__(data, offered)

    @property
    def chosen_words(self):
        """What was chosen, [(field, its words)]."""
        return [(name, self.labels[name][value]) for name, value in self.chosen.items() if value]
