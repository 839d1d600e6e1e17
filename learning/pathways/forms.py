"""Forms of pathways: rules, an authority's own steps, sessions, and signing off practice."""

from django import forms
from django.utils import timezone

from cms.people.models import Hub, JobRole
from cms.safeguarding.findings import CHECK, NOTE, STOP
from cms.safeguarding.forms import CheckedText, ChecksIdentifiers
from learning.clocks import UNITS
from learning.models.records.assignments import MAX_REASON

PATHWAY, MODULE = "pathway", "module"


def _past_day(label):
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Enter the date", "invalid": "Enter a date, such as 18 November 2026"},
    )


def _require_past(day):
    if day > timezone.localdate():
        raise forms.ValidationError("Enter a date that is today or earlier")
    return day


class RuleForm(forms.Form):
    """Whom an authority or a hub asks, and for what. `what` is "pathway:3" or "module:7"."""

    what = forms.ChoiceField(label="What", error_messages={"required": "Choose a pathway or a module"})
    hub = forms.ModelChoiceField(label="Hub", queryset=Hub.objects.none(), required=False, empty_label="All hubs, and people in none")
    job_role = forms.ModelChoiceField(label="Job role", queryset=JobRole.objects.all(), required=False, empty_label="All job roles")
    number = forms.IntegerField(
        label="For a module: within",
        min_value=1,
        max_value=60,
        initial=4,
        required=False,
        help_text="Dates of a pathway come from its steps. They run from the first day of someone new, and from today for everyone else.",
        error_messages={"min_value": "Enter 1 or more", "max_value": "Enter 60 or less", "invalid": "Enter a number"},
    )
    unit = forms.ChoiceField(label="Days, weeks or months", choices=UNITS, initial="week", required=False)
    reason = forms.CharField(
        label="Your reason (optional)",
        required=False,
        max_length=MAX_REASON - 60,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Each person reads it. Do not name a child or a family.",
        error_messages={"max_length": "This is too long. It has %(show_value)d characters and the limit is %(limit_value)d."},
    )

    def __init__(self, data=None, *, pathways, modules, hubs, hub=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["what"].choices = [
            ("", "Choose"),
            ("Pathways", [(f"{PATHWAY}:{pathway.pk}", str(pathway)) for pathway in pathways]),
            ("Modules", [(f"{MODULE}:{module.item_id}", module.title) for module in modules]),
        ]
        self.fields["hub"].queryset = hubs
        if hub is not None:
            del self.fields["hub"]

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("what") or "").startswith(MODULE) and not cleaned.get("number") and "number" not in self.errors:
            self.add_error("number", "Enter within how many days, weeks or months")
        return cleaned


class LocalStepForm(forms.Form):
    """A module that an authority adds to a pathway."""

    module = forms.ChoiceField(label="Module", error_messages={"required": "Choose a module"})
    number = forms.IntegerField(
        label="Within", min_value=1, max_value=60, initial=4, error_messages={"required": "Enter a number", "invalid": "Enter a number"}
    )
    unit = forms.ChoiceField(label="Days, weeks or months", choices=UNITS, initial="week")

    def __init__(self, data=None, *, modules, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["module"].choices = [("", "Choose a module"), *((str(module.item_id), module.title) for module in modules)]


class SessionForm(forms.Form):
    """When someone took part in a live session."""

    done_on = _past_day("Took part on")

    def clean_done_on(self):
        return _require_past(self.cleaned_data["done_on"])


class SignOffForm(ChecksIdentifiers, forms.Form):
    """What someone saw of a colleague's practice."""

    module = forms.ChoiceField(label="What did you see?", error_messages={"required": "Choose what you saw"})
    seen_on = _past_day("When")
    points = forms.MultipleChoiceField(
        label="Select what you saw",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave a line empty if it did not come up, or not this time.",
    )
    words = CheckedText(
        label="What you saw, in a sentence or two",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They will read this, and so can anyone who may see their record. "
        "Leave out names, ages and addresses of children and families.",
        error_messages={
            "required": "Write what you saw",
            "max_length": "This is too long. It has %(show_value)d characters and the limit is %(limit_value)d.",
        },
    )
    ready = forms.ChoiceField(
        label="Are they ready?",
        choices=[
            ("yes", "Yes. Sign it off"),
            ("no", "Not yet. I will see it again. They get your words; nothing goes on the record"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they are ready"},
    )

    SEEN = "seen-finding"
    unsure: list[str] = []

    def __init__(self, data=None, *, modules, points, names, **kwargs):
        super().__init__(data, **kwargs)
        self.names = names
        self.fields["module"].choices = [("", "Choose"), *modules]
        self.fields["points"].choices = [(point, point) for point in points]
        if not points:
            del self.fields["points"]

    def clean_seen_on(self):
        return _require_past(self.cleaned_data["seen_on"])

    def clean(self):
        cleaned = super().clean()
        if "points" in self.fields and cleaned.get("ready") == "yes" and not cleaned.get("points"):
            self.add_error("points", "Select at least one thing you saw")
        if not self.errors:
            self._check_words()
        return cleaned

    def _check_words(self):
        """Refuse what identifies a child for certain; ask once about what might, as the hidden fields in `unsure` remember."""
        seen = set(self.data.getlist(self.SEEN))
        findings = [found for found in self.check_identifiers(known_people=self.names) if found.severity != NOTE]
        self.unsure = [found.key for found in findings if found.severity == CHECK]
        open_words = [found.words for found in findings if found.severity == STOP or found.key not in seen]
        if open_words:
            quoted = ", ".join(f"“{words}”" for words in open_words)
            self.add_error("words", f"We think this could identify a child: {quoted}. Write it another way")
