"""What members send about any page, and the filters of Find."""

from django import forms
from django.db.models import Value

from cms.models import ProblemReport
from cms.people.models import Authority, JobRole
from cms.tree import current


class ProblemForm(forms.ModelForm):
    """What is wrong with a page."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=ProblemReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is.", "invalid_choice": "Choose what it is."},
    )
    words = forms.CharField(
        label="What did you see?",
        max_length=2000,
        help_text="Where on the page, and what it should say if you know. No names of children, families or colleagues.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Say in a few words what you saw.",
            "max_length": "This has %(show_value)d characters, and 2,000 fit. Leave something out.",
        },
    )

    class Meta:
        model = ProblemReport
        fields = ["kind", "words"]


class FindForm(forms.Form):
    """Theme, job role and authority, each with “any”. What is unknown counts as any. One query."""

    theme = forms.ChoiceField(label="Theme", required=False)
    role = forms.ChoiceField(label="For the job of", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, data):
        roles = JobRole.objects.order_by().annotate(of=Value("role")).values_list("of", "order", "title", "slug")
        places = Authority.objects.order_by().annotate(of=Value("authority"), nth=Value(0)).values_list("of", "nth", "name", "slug")
        rows = sorted(roles.union(places, all=True))
        offered = {
            "theme": [(theme.slug, theme.name) for theme in current().themes],
            **{field: [(slug, words) for of, _, words, slug in rows if of == field] for field in ("role", "authority")},
        }
        self.known = {name: dict(choices) for name, choices in offered.items()}
        super().__init__({name: data.get(name, "") if data.get(name, "") in self.known[name] else "" for name in offered})
        for name, choices in offered.items():
            self.fields[name].choices = [("", "Any"), *choices]

    @property
    def chosen(self):
        """What was chosen, by field, "" for any."""
        return self.data

    @property
    def chosen_words(self):
        """What was chosen, [(field, its words)]."""
        return [(name, self.known[name][value]) for name, value in self.chosen.items() if value]
