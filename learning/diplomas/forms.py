"""A Level 3 diploma: achieved, or a later date with the reason."""

from django import forms
from django.utils import timezone

from cms.people.forms.fields import DayField
from cms.safeguarding.findings import STOP
from cms.safeguarding.forms import CheckedText, ChecksIdentifiers


class DiplomaForm(ChecksIdentifiers, forms.Form):
    achieved_on = DayField(label="Achieved on (optional)", help_text="The date on the certificate.")
    deferred_to = DayField(label="Later date (optional)", help_text="Only if you have extended the time.")
    deferral_reason = CheckedText(
        label="Why is it later?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed with a later date. They and inspectors read it. Leave out anything about health, and any child.",
        error_messages={"max_length": "This is too long. It has %(show_value)d characters and the limit is %(limit_value)d."},
    )

    def clean_achieved_on(self):
        day = self.cleaned_data["achieved_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is today or earlier")
        return day

    def clean(self):
        cleaned = super().clean() or {}
        cleaned["deferral_reason"] = (cleaned.get("deferral_reason") or "").strip()
        if cleaned.get("deferred_to") and not cleaned["deferral_reason"] and "deferral_reason" not in self.errors:
            self.add_error("deferral_reason", "Write why it is later")
        if not cleaned.get("deferred_to") and "deferred_to" not in self.errors:
            cleaned["deferral_reason"] = ""
        found = [finding.words for finding in self.check_identifiers() if finding.severity == STOP]
        if found:
            self.add_error("deferral_reason", f"We think this could identify someone: “{found[0]}”. Write it another way")
        return cleaned
