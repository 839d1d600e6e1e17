"""Forms with two days: time away, and cover."""

from django import forms
from django.utils import timezone


def _day(label, missing, **kwargs):
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": "Enter a date, such as 18 December 2026"},
        **kwargs,
    )


class DaysForm(forms.Form):
    """The first and the last day, both included."""

    def clean(self):
        cleaned = super().clean()
        first_day, last_day = cleaned.get("first_day"), cleaned.get("last_day")
        if first_day and last_day and last_day < first_day:
            self.add_error("last_day", "The last day must not be before the first day")
        elif first_day and last_day and (last_day - first_day).days > self.max_days:
            self.add_error("last_day", f"Enter a last day within {self.max_words} of the first day")
        return cleaned


class AbsenceForm(DaysForm):
    """When someone is away."""

    max_days, max_words = 3 * 366, "three years"
    first_day = _day("First day away", "Enter the first day away")
    last_day = _day(
        "Last day away", "Enter the last day away", help_text="If you do not know yet, enter your best guess and change it later."
    )


class CoverForm(DaysForm):
    """Who stands in for a hub's manager, and when."""

    max_days, max_words = 366, "a year"
    manager = forms.ChoiceField(label="Who is away?", error_messages={"required": "Choose who is away"})
    deputy = forms.ChoiceField(
        label="Who stands in?",
        help_text="They see this hub’s learning records for these days, and nothing after.",
        error_messages={"required": "Choose who stands in"},
    )
    first_day = _day("From", "Enter the first day")
    last_day = _day("Until", "Enter the last day")

    def __init__(self, data=None, *, managers, colleagues, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["manager"].choices = managers
        self.fields["deputy"].choices = [("", "Choose a colleague"), *colleagues]

    def clean_last_day(self):
        last_day = self.cleaned_data["last_day"]
        if last_day < timezone.localdate():
            raise forms.ValidationError("Enter a day that is today or later")
        return last_day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("manager") and cleaned.get("manager") == cleaned.get("deputy"):
            self.add_error("deputy", "Choose someone other than the person who is away")
        return cleaned
