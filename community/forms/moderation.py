"""Forms of facilitators: slow mode, warnings and time-outs, merging and splitting topics."""

from datetime import timedelta

from django import forms

from cms.safeguarding.forms import CheckedText, ChecksIdentifiers
from community.forms.posts import TITLE_ERRORS
from community.models.records import Topic

MINUTES = [(5, "5 minutes"), (15, "15 minutes"), (60, "1 hour"), (240, "4 hours")]
DAYS = [(1, "1 day"), (3, "3 days"), (7, "1 week"), (28, "4 weeks")]
REASON_ERRORS = {"required": "Say why. They read it."}
NO_NAMES = "No names of children or families, and no words of the post."


def _days(value):
    return timedelta(days=int(value))


class SlowModeForm(forms.Form):
    """How slow, for how long, and why."""

    minutes = forms.TypedChoiceField(label="How long between two posts by the same person?", choices=MINUTES, coerce=int)
    lasts = forms.TypedChoiceField(label="For how long?", choices=DAYS[:3], coerce=_days)
    reason = forms.CharField(
        label="Why",
        max_length=160,
        help_text=f"Everyone who can read the board reads this. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON_ERRORS,
    )


class SanctionForm(forms.Form):
    """A warning or a time-out. `seen` are the keys of earlier ones that were on the page."""

    WARNING = "warning"
    kind = forms.ChoiceField(
        label="What do you want to do?",
        choices=[(WARNING, "Warn them: they can still write"), *((str(days), f"Time them out for {label}") for days, label in DAYS)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text=f"They read this, with your name. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=REASON_ERRORS,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def clean_seen(self):
        return [int(key) for key in self.cleaned_data["seen"].split(",") if key.isascii() and key.isdigit()]

    @property
    def lasts(self):
        """Return how long the time-out lasts, None for a warning."""
        kind = self.cleaned_data["kind"]
        return None if kind == self.WARNING else _days(kind)


class MergeForm(forms.Form):
    """The topic to merge into. `seen` is the version of the topic that was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    into = forms.ModelChoiceField(Topic.objects.none(), label="Merge it into", error_messages={"required": "Choose a topic."})

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = topics


class SplitForm(ChecksIdentifiers, forms.Form):
    """The replies to move, and the title of their new topic."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    numbers = forms.TypedMultipleChoiceField(
        label="Which replies belong in a topic of their own?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reply."},
    )
    title = CheckedText(label="Title of the new topic", max_length=150, widget=forms.TextInput, error_messages=TITLE_ERRORS)

    def __init__(self, *args, replies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = replies
