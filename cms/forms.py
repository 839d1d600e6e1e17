"""What members send about any page, and the filters of Find."""

from django import forms
from django.db.models import Value
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import mark_safe

from cms.accounts.models import Authority, JobRole
from cms.models import ProblemReport
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


class WrittenSelect(forms.Select):
    """As Django's own, written at once: with a template for each of a hundred and fifty authorities it is a quarter of the page's time."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(words)}</option>' for key, words in self.choices
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return mark_safe(f"<select{attributes}>{options}</select>")  # noqa: S308 - every part of it is escaped


class FindForm(forms.Form):
    """Theme, job role and authority, each with “any”. What is unknown counts as any. One query."""

    theme = forms.ChoiceField(label="Theme", required=False, widget=WrittenSelect)
    role = forms.ChoiceField(label="For the job of", required=False, widget=WrittenSelect)
    authority = forms.ChoiceField(label="Authority", required=False, widget=WrittenSelect)

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
