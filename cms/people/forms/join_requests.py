"""Asking to come in, and a lead's answer."""

from django import forms
from django.core.exceptions import ValidationError

from cms.people.forms.fields import set_required_message
from cms.people.forms.people import NewMemberForm, PlaceForm
from cms.people.models import normalize_address


class AskForm(forms.Form):
    """The work address of somebody who asks to join."""

    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="The one your council gave you. You will sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["email"], "Enter your work e-mail address")

    def clean_email(self):
        email = normalize_address(self.cleaned_data["email"])
        if email.rpartition("@")[2].count(".") == 0:
            raise ValidationError("Enter a work e-mail address, such as sam@council.gov.uk")
        return email


class EmailedCodeForm(forms.Form):
    """The code that came by letter."""

    code = forms.CharField(
        label="The code in the letter",
        max_length=20,
        help_text="Six digits. You can paste them.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["code"], "Enter the code in the letter")


class AboutYouForm(NewMemberForm, PlaceForm):
    """Whoever asks to join and has no account yet: name, hub, job role, and a password of their own."""

    field_order = ["first_name", "last_name", "hub", "job_role", "password"]


class DeclineForm(forms.Form):
    """Why somebody is not let in."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="They read this sentence as you write it. For example: your team joins in spring; ask again then.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Say why, in one kind sentence")
