"""Forms about an authority: its page, settings, milestones, hubs and domains."""

import html
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from cms.folding import fold
from cms.people.forms.fields import set_required_message
from cms.people.identity import clean_name, clean_text
from cms.people.models import Authority, Hub, Milestone, normalize_domain

MAX_ABOUT_LENGTH = 2000


def to_plain_text(rich):
    """Return rich text as plain text with an empty line between paragraphs."""
    paragraphs = re.split(r"</(?:p|li|h\d)>", rich)
    texts = (" ".join(html.unescape(strip_tags(paragraph)).split()) for paragraph in paragraphs)
    return "\n\n".join(text for text in texts if text)


def to_rich_text(plain):
    """Return plain text as rich text; empty lines separate paragraphs."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", plain)]
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs if paragraph)


class AboutForm(forms.ModelForm):
    """About the authority, and its safeguarding contact."""

    about = forms.CharField(
        label="About",
        required=False,
        max_length=MAX_ABOUT_LENGTH,
        help_text="A short paragraph in plain English. An empty line starts a new paragraph. No names of people.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Authority
        fields = ["local_name", "about", "safeguarding_phone", "safeguarding_who"]
        labels = {
            "local_name": "What you call the model",
            "safeguarding_phone": "Safeguarding contact: telephone number",
            "safeguarding_who": "Safeguarding contact: who answers, and when",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rich_before = self.instance.about
        self.initial["about"] = to_plain_text(self.rich_before)

    def clean_about(self):
        text = self.cleaned_data["about"].replace("\r\n", "\n")
        # Keep links and emphasis from an editor if the text has not changed.
        return self.rich_before if to_rich_text(text) == to_rich_text(self.initial["about"]) else to_rich_text(text)

    def clean_safeguarding_phone(self):
        phone = clean_text(self.cleaned_data["safeguarding_phone"])
        if phone and not re.fullmatch(r"[+(]?[\d ()\-]{3,}", phone):
            raise ValidationError("Enter a telephone number, such as 01632 960 200")
        return phone


class SettingsForm(forms.ModelForm):
    """How an authority lets people join, reminds them, counts them and keeps leavers' records."""

    class Meta:
        model = Authority
        fields = ["approval", "reminders_on", "reminder_days", "small_number", "retention_months"]
        widgets = {"approval": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["approval"], "Choose what happens")
        set_required_message(self.fields["reminder_days"], "Enter a number of days")
        set_required_message(self.fields["small_number"], "Enter a number of 5 or more")


class MilestoneForm(forms.ModelForm):
    """A milestone of an authority and its source."""

    source_url = forms.URLField(label="Web address of the source (optional)", required=False, assume_scheme="https")

    class Meta:
        model = Milestone
        fields = ["when", "what", "source", "source_url"]
        error_messages = {
            "when": {"required": "Enter when it happened"},
            "what": {"required": "Enter what happened"},
            "source": {"required": "Enter where this is written"},
        }

    def clean(self):
        cleaned = super().clean()
        duplicates = Milestone.objects.filter(authority=self.instance.authority, when=cleaned.get("when"), what=cleaned.get("what"))
        if duplicates.exclude(pk=self.instance.pk).exists():
            self.add_error("what", "This milestone already exists.")
        return cleaned


class DomainForm(forms.Form):
    """Approving a domain."""

    name = forms.CharField(
        label="The part of your people’s addresses after the @",
        max_length=253,
        help_text="For example council.gov.uk. Subdomains do not count.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["name"], "Enter a domain")

    def clean_name(self):
        return normalize_domain(self.cleaned_data["name"])


class CloseForm(forms.Form):
    """Why an authority is closed, and a confirmation."""

    reason = forms.CharField(label="Why", max_length=150, help_text="One line, without names. It is kept in the audit log.")
    sure = forms.BooleanField(label="Yes, close it now")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Enter a reason in one line")
        set_required_message(self.fields["sure"], "Tick this to confirm")


class ReopenForm(forms.Form):
    """Why a closed authority is reopened."""

    reason = forms.CharField(label="Why", max_length=150, help_text="One line, without names. It is kept in the audit log.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Enter a reason in one line")


class HubForm(forms.ModelForm):
    """Adding or renaming a hub or team."""

    class Meta:
        model = Hub
        fields = ["name"]
        labels = {"name": "Name of the hub or team"}
        help_texts = {"name": "What people there call it."}
        error_messages = {"name": {"required": "Enter a name"}}

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        others = Hub.objects.filter(authority=self.instance.authority).exclude(pk=self.instance.pk).values_list("name", flat=True)
        if fold(name) in map(fold, others):
            raise forms.ValidationError("There is already a hub with this name.")
        return name
