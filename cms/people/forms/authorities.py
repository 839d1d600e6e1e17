"""What a lead writes about their authority: words, contact, milestones, hubs, domains, settings."""

import html
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from cms.people.forms.fields import set_required_message
from cms.people.models import Authority, Hub, Milestone, normalize_domain

MOST_WORDS = 2000


def to_plain_text(rich):
    """Rich text as plain words, an empty line between paragraphs."""
    paragraphs = re.split(r"</(?:p|li|h\d)>", rich)
    return "\n\n".join(words for words in (" ".join(html.unescape(strip_tags(one)).split()) for one in paragraphs) if words)


def to_rich_text(plain):
    """Plain words as rich text, an empty line between paragraphs."""
    return "".join(f"<p>{html.escape(' '.join(one.split()), quote=False)}</p>" for one in re.split(r"\n\s*\n", plain) if one.strip())


class AboutForm(forms.ModelForm):
    """What an authority says of itself, and whom one rings there when worried about a child."""

    about = forms.CharField(
        label="About",
        required=False,
        max_length=MOST_WORDS,
        help_text="A short paragraph in plain words; an empty line begins another. No names of people.",
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
        words = self.cleaned_data["about"].replace("\r\n", "\n")
        # Links and emphasis that an editor set stay as long as the words do.
        return self.rich_before if to_rich_text(words) == to_rich_text(self.initial["about"]) else to_rich_text(words)

    def clean_safeguarding_phone(self):
        phone = " ".join(self.cleaned_data["safeguarding_phone"].split())
        if phone and not re.fullmatch(r"[+(]?[\d ()\-]{3,}", phone):
            raise ValidationError("Enter a telephone number, such as 01632 960 200")
        return phone


class SettingsForm(forms.ModelForm):
    """How an authority lets people in, reminds them, counts them and keeps what leavers leave."""

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
    """Something dated in an authority's way, with its source."""

    source_url = forms.URLField(label="Its address on the web (optional)", required=False, assume_scheme="https")

    class Meta:
        model = Milestone
        fields = ["when", "what", "source", "source_url"]
        error_messages = {
            "when": {"required": "Say when it was"},
            "what": {"required": "Say what happened"},
            "source": {"required": "Say where this is written"},
        }

    def clean(self):
        found = super().clean()
        same = Milestone.objects.filter(authority=self.instance.authority, when=found.get("when"), what=found.get("what"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("what", "This milestone is there already.")
        return found


class DomainForm(forms.Form):
    """A domain to approve."""

    name = forms.CharField(
        label="The part of your people’s addresses after the @",
        max_length=253,
        help_text="For example council.gov.uk. Only exactly this domain counts, nothing below it.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["name"], "Enter a domain")

    def clean_name(self):
        return normalize_domain(self.cleaned_data["name"])


class CloseForm(forms.Form):
    """Why an authority closes its place in the network, and that whoever presses means it."""

    reason = forms.CharField(label="Why", max_length=150, help_text="One line, without names: it stays in the audit log.")
    sure = forms.BooleanField(label="Yes, close it now")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Say why in one line")
        set_required_message(self.fields["sure"], "Tick this if you mean it")


class ReopenForm(forms.Form):
    """Why a closed authority has its place back."""

    reason = forms.CharField(label="Why", max_length=150, help_text="One line, without names: it stays in the audit log.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Say why in one line")


class HubForm(forms.ModelForm):
    """A hub or team of one authority: a new one, or another name for one."""

    class Meta:
        model = Hub
        fields = ["name"]
        labels = {"name": "The name of the hub or team"}
        help_texts = {"name": "As people there say it."}
        error_messages = {"name": {"required": "Enter a name"}}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Hub.objects.filter(authority=self.instance.authority, name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a hub of this name already.")
        return name
