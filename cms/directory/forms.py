"""Forms of the directory: the own card, its photo, and searching."""

from django import forms

from cms.directory.models import Card
from cms.directory.photos import PhotoField
from cms.people.forms import search_text
from cms.people.models import Authority, JobRole
from cms.safeguarding.forms import AdvisesOnIdentifiers, CheckedText


class CardForm(AdvisesOnIdentifiers, forms.ModelForm):
    """A member's own card. Every field is optional."""

    class Meta:
        model = Card
        fields = ["ask_line", "themes", "said_like", "pronouns", "shows_email"]
        labels = {
            "ask_line": "Ask me about (optional)",
            "themes": "Themes people can ask you about (optional)",
            "said_like": "How to say your name (optional)",
            "pronouns": "Your pronouns (optional)",
            "shows_email": "Show my work email address on the card",
        }
        help_texts = {
            "ask_line": "One line in plain English. Nothing about a child or a family.",
            "said_like": "As it sounds, for example “nee-AV” for Niamh.",
            "pronouns": "As you would like them used.",
            "shows_email": "Without it, people see who you are but not how to contact you.",
        }
        field_classes = {"ask_line": CheckedText}
        widgets = {"ask_line": forms.TextInput, "themes": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = self.fields["themes"].queryset.filter(live=True)
        self.fields["ask_line"].error_messages["max_length"] = "Shorten this line to 160 characters or fewer"


class PhotoForm(forms.Form):
    """A photo of the member."""

    photo = PhotoField(label="A photo of you")

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo"].user = user


class DirectoryForm(forms.Form):
    """Search the directory. Every field is optional, and unknown values are ignored."""

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

    def choose(self, query):
        """Set and return the initial values from the query string, {name: value}, "" for unknown or missing ones."""
        for name, field in self.fields.items():
            value = search_text(query, name)
            offered = dict(field.choices) if hasattr(field, "choices") else {value: value}
            self.initial[name] = value if value in offered else ""
        return self.initial
