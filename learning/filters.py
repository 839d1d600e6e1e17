"""The catalogue's filters."""

from django import forms

from cms.people.models import JobRole
from cms.vocabulary.models import Theme

# Minutes a reader has: the catalogue then lists lessons that fit, because modules take longer.
TIMES = {"5": "5 minutes", "10": "10 minutes", "20": "20 minutes"}


class FilterForm(forms.Form):
    """Theme, role and time, each with an "any" option. With a time, lessons are listed. Unknown values are ignored."""

    theme = forms.ChoiceField(label="Theme", required=False)
    role = forms.ChoiceField(label="Your role", required=False)
    time = forms.ChoiceField(label="Time I have", required=False, choices=[("", "Any"), *TIMES.items()])

    def __init__(self, data):
        self.roles = {role.slug: role.title for role in JobRole.objects.all()}
        themes = [(theme.slug, theme.name) for theme in Theme.objects.filter(live=True)]
        known = {"theme": dict(themes), "role": self.roles, "time": TIMES}
        super().__init__({name: data.get(name, "") if data.get(name, "") in known[name] else "" for name in known})
        self.fields["theme"].choices = [("", "All themes"), *themes]
        self.fields["role"].choices = [("", "All roles"), *self.roles.items()]

    @property
    def chosen(self):
        """Return {field name: chosen value}, "" for any."""
        return self.data
