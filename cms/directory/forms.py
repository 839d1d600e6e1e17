"""What somebody shows of themselves, how one looks for others, and the first visit."""

from django import forms

from cms.directory.models import Card
from cms.directory.photos import PhotoField
from cms.people.forms import search_text
from cms.people.models import Authority, JobRole


class CardForm(forms.ModelForm):
    """What a member shows of themselves in the directory; all of it optional."""

    class Meta:
        model = Card
        fields = ["ask_line", "themes", "said_like", "pronouns", "shows_email"]
        labels = {
            "ask_line": "Ask me about (optional)",
            "themes": "Themes people can ask you about (optional)",
            "said_like": "How to say your name (optional)",
            "pronouns": "Your pronouns (optional)",
            "shows_email": "Show my work e-mail address on the card",
        }
        help_texts = {
            "ask_line": "One line in plain words. Nothing about a child or a family.",
            "said_like": "As it sounds, for example “nee-AV” for Niamh.",
            "pronouns": "As you would like them used.",
            "shows_email": "Without it people see who you are, and not how to reach you.",
        }
        widgets = {"themes": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = self.fields["themes"].queryset.filter(live=True)
        self.fields["ask_line"].error_messages["max_length"] = "Make this line shorter: 160 characters are the most"


class PhotoForm(forms.Form):
    """A photo of oneself."""

    photo = PhotoField(label="A photo of you")


class DirectoryForm(forms.Form):
    """Whom one looks for. All of it optional; a value nobody offers is left aside."""

    q = forms.CharField(label="Name or words", max_length=100, required=False, widget=forms.SearchInput)
    job_role = forms.ChoiceField(label="Job role", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        themes = Card._meta.get_field("themes").related_model
        self.fields["job_role"].choices = [("", "Any"), *JobRole.objects.values_list("slug", "title")]
        self.fields["authority"].choices = [("", "Any"), *Authority.objects.values_list("slug", "name")]
        self.fields["theme"].choices = [("", "Any"), *themes.objects.filter(live=True).values_list("slug", "name")]

    def choose(self, asked):
        """Show and return what of the query string `asked` can be chosen, {name: value}, "" for what is left open."""
        for name, field in self.fields.items():
            value = search_text(asked, name)
            offered = dict(field.choices) if hasattr(field, "choices") else {value: value}
            self.initial[name] = value if value in offered else ""
        return self.initial
