"""The index: its filters, and the case studies they leave."""

from django import forms
from django.core.paginator import Paginator

from casestudies.choices import AgeBand, Outcome, Practice
from cms.models import Theme
from cms.parts import counted
from cms.tree import current

PAGE_SIZE = 24


class FilterForm(forms.Form):
    """Theme, age band, practice, provocation and outcome, each with “any”. What is unknown counts as any."""

    theme = forms.ChoiceField(label="Theme", required=False)
    age = forms.ChoiceField(label="Age", required=False, choices=[("", "Any age"), *AgeBand.choices])
    practice = forms.ChoiceField(label="Practice", required=False, choices=[("", "Any"), *Practice.choices])
    provocation = forms.ChoiceField(label="Provocation", required=False)
    outcome = forms.ChoiceField(label="Where it stops", required=False, choices=[("", "Anywhere"), *Outcome.choices])

    def __init__(self, data):
        themes = [(theme.slug, theme.name) for theme in Theme.objects.filter(live=True)]
        provocations = [(one.slug, one.text) for one in current().provocations]
        known = {
            "theme": dict(themes),
            "age": dict(AgeBand.choices),
            "practice": dict(Practice.choices),
            "provocation": dict(provocations),
            "outcome": dict(Outcome.choices),
        }
        super().__init__({name: data.get(name, "") if data.get(name, "") in known[name] else "" for name in known})
        self.known = known
        self.fields["theme"].choices = [("", "All themes"), *themes]
        self.fields["provocation"].choices = [("", "Any"), *provocations]

    @property
    def chosen(self):
        """What was chosen, by field, "" for any."""
        return self.data

    @property
    def chosen_words(self):
        """What was chosen as a reader says it, after “for”."""
        return ", ".join(f"“{self.known[name][value]}”" for name, value in self.chosen.items() if value)


# How each choice narrows the case studies.
NARROWED_BY = {
    "theme": "theme_links__tag__slug",
    "age": "age_band",
    "practice": "practice",
    "provocation": "provocations__slug",
    "outcome": "outcome",
}


def case_study_index_context(page, studies, request):
    """The index: cards a page at a time, filtered as the address says; a filter or page nobody knows is never an error."""
    form = FilterForm(request.GET)
    chosen = {NARROWED_BY[name]: value for name, value in form.chosen.items() if value}
    found = studies.filter(**chosen)
    shown = Paginator(found.values("pk", "title", "summary", "age_band", "practice", "outcome"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return {
        "form": form,
        "page_obj": shown,
        "cards": [_card(one) for one in shown],
        "result_words": counted(shown.paginator.count, "case study", "case studies"),
        "result_for": f"for {form.chosen_words}" if chosen else "",
        "all_url": current().url(page.pk) if chosen else "",
        "all_words": "Show all case studies" if chosen else "",
    }


def _card(one):
    return {
        "title": one["title"],
        "summary": one["summary"],
        "url": current().url(one["pk"]),
        "facts": [
            *([f"Age {AgeBand(one['age_band']).label}"] if one["age_band"] else []),
            *([Practice(one["practice"]).label] if one["practice"] else []),
            *([Outcome(one["outcome"]).label] if one["outcome"] else []),
        ],
    }
