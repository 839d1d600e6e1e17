"""How a person wants to be told."""

from django import forms

from cms.notices.models import NoticePreferences
from cms.notices.schedule import is_quiet_hour

QUIET = "Choose both hours, or neither."
IN_QUIET_HOURS = "This is within your quiet hours. Choose another time, or change your quiet hours."


class ChoicesForm(forms.ModelForm):
    """Emails about notices: whether, when, and when not."""

    class Meta:
        model = NoticePreferences
        fields = ["email", "hour", "weekday", "quiet_from", "quiet_until", "not_at_weekends"]
        labels = {
            "email": "Email",
            "hour": "At what time?",
            "weekday": "On which day, if weekly?",
            "quiet_from": "From",
            "quiet_until": "Until",
            "not_at_weekends": "Nothing at weekends",
        }
        widgets = {"email": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].choices = [("", "No quiet hours"), *NoticePreferences.HOURS]

    def clean(self):
        found = super().clean() or {}
        start, end = found.get("quiet_from"), found.get("quiet_until")
        if (start is None) != (end is None) and not self.errors:
            self.add_error("quiet_from" if start is None else "quiet_until", QUIET)
        elif found.get("email") in {"daily", "weekly"} and found.get("hour") is not None and is_quiet_hour(start, end, found["hour"]):
            self.add_error("hour", IN_QUIET_HOURS)
        if (
            found.get("email") == "weekly"
            and found.get("not_at_weekends")
            and (found.get("weekday") or 0) >= NoticePreferences.Weekday.SATURDAY
        ):
            self.add_error("weekday", "You chose to get nothing at weekends. Choose a day from Monday to Friday.")
        return found
