"""Asking to join, and a lead's answer."""

from django import forms
from django.core.exceptions import ValidationError

from cms.people.forms.fields import AddressField, CodeField, set_required_message
from cms.people.forms.people import MembershipForm, NewMemberForm
from cms.people.models import PUBLIC_DOMAINS


class AskForm(forms.Form):
    """The work address of someone who asks to join."""

    email = AddressField(
        label="Work email address",
        max_length=254,
        help_text="The one your council gave you. You will sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["email"], "Enter your work email address")

    def clean_email(self):
        email = self.cleaned_data["email"]
        domain = email.rpartition("@")[2]
        if "." not in domain:
            raise ValidationError("Enter a work email address, such as sam@council.gov.uk")
        if domain in PUBLIC_DOMAINS:
            raise ValidationError(f"Enter the address your council gave you. Anyone can have an address at {domain}.")
        return email


class EmailedCodeForm(forms.Form):
    """The emailed code."""

    code = CodeField(
        label="The code in the email",
        max_length=20,
        help_text="Six digits. You can paste them.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["code"], "Enter the code in the email")


class AboutYouForm(NewMemberForm, MembershipForm):
    """Name, hub, job role and password of someone without an account who asks to join."""

    field_order = ["first_name", "last_name", "hub", "job_role", "password"]


class DeclineForm(forms.Form):
    """Why a request is declined."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="We send them this text as you write it. For example: your team will join in spring, please ask again then.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["reason"], "Enter a reason, in a kind sentence")
