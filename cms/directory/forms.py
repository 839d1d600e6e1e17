"""Forms of the directory: the own card, its photo, searching, and an authority's numbers for tonight."""

import re

from django import forms

from cms.directory.models import Card, TonightDetail
from cms.directory.photos import PhotoField
from cms.people.forms import search_text
from cms.people.identity import clean_text
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


SHORT_NUMBERS = {"999", "112", "111", "101"}


class TonightForm(forms.Form):
    """Numbers and policies of one authority: `phone-<line>` and `words-<line>` for each line. Empty ones are not shown to readers."""

    checked = forms.BooleanField(
        label="I have rung these numbers, or checked each with the people who answer",
        error_messages={"required": "Check the numbers first"},
    )

    def __init__(self, data=None, *, details=()):
        super().__init__(data)
        saved = {detail.line: detail for detail in details}
        for line in TonightDetail.Line:
            detail = saved.get(line)
            if not TonightDetail.is_policy(line):
                self.fields[f"phone-{line}"] = forms.CharField(
                    label=f"{line.label}: number",
                    max_length=30,
                    required=False,
                    initial=detail.phone if detail else "",
                    widget=forms.TextInput(attrs={"inputmode": "tel"}),
                )
            self.fields[f"words-{line}"] = forms.CharField(
                label=f"{line.label}: who answers", max_length=160, required=False, initial=detail.words if detail else ""
            )
        self.order_fields([name for name in self.fields if name != "checked"])

    def rows(self, *, policies):
        """Return [{label, phone, words}] of the numbers or of the policies, with bound fields; a policy has no phone."""
        lines = [line for line in TonightDetail.Line if TonightDetail.is_policy(line) == policies]
        return [
            {"label": line.label, "phone": None if policies else self[f"phone-{line}"], "words": self[f"words-{line}"]} for line in lines
        ]

    def clean(self):
        cleaned = super().clean() or {}
        for line in TonightDetail.Line:
            if TonightDetail.is_policy(line):
                continue
            phone, words = clean_text(cleaned.get(f"phone-{line}", "")), cleaned.get(f"words-{line}", "").strip()
            if problem := _problem_of_number(phone):
                self.add_error(f"phone-{line}", problem)
            elif words and not phone:
                self.add_error(f"phone-{line}", f"Enter a number for “{line.label}”, or delete who answers")
            cleaned[f"phone-{line}"] = phone
        return cleaned

    def lines(self):
        """Return {line: (phone, words)} of what was entered."""
        entered = {}
        for line in TonightDetail.Line:
            phone, words = self.cleaned_data.get(f"phone-{line}", ""), self.cleaned_data[f"words-{line}"].strip()
            if phone or words:
                entered[line] = (phone, words)
        return entered


def _problem_of_number(phone):
    """Return what is wrong with a number that someone may have to ring at night, or ""."""
    if not phone or phone in SHORT_NUMBERS:
        return ""
    if not re.fullmatch(r"[+(]?[\d ()\-]{3,}", phone):
        return "Enter a telephone number, such as 01632 960 200"
    digits = re.sub(r"\D", "", re.sub(r"^\+44\s*(\(0\))?", "0", phone))
    if not digits.startswith("0"):
        return "Enter the whole number with its area code, so that it works from any phone"
    if len(digits) not in {10, 11}:
        return f"Check this number: it has {len(digits)} digits, and numbers in the UK have 10 or 11"
    return ""
