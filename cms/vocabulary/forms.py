"""The form of an authority's own words."""

from django import forms

from cms.folding import fold
from cms.people.identity import clean_text
from cms.vocabulary.models import AuthorityWording


class WordingForm(forms.ModelForm):
    """A word that an authority asks its own people to think about."""

    class Meta:
        model = AuthorityWording
        fields = ["term", "instead", "why", "exceptions"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("instead", "why", "exceptions")}
        labels = {"exceptions": "When it stays (optional)"}
        error_messages = {
            "term": {"required": "Enter the word or phrase"},
            "instead": {"required": "Enter what people could say instead"},
            "why": {"required": "Enter why, so that people can make up their own minds"},
        }

    def clean_term(self):
        term = clean_text(self.cleaned_data["term"])
        others = AuthorityWording.objects.filter(authority=self.instance.authority).values_list("term", flat=True)
        if fold(term) in map(fold, others):
            raise forms.ValidationError("You have added this word already.")
        return term
