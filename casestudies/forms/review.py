"""Forms of reviewers, and of anyone who takes a case study down."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from casestudies.choices import Attempt, Audience, Source
from casestudies.models import Rereading, Review
from cms.safeguarding.findings import NOTE
from cms.safeguarding.forms import CheckedText, ChecksIdentifiers

MAX_PAUSE = timedelta(days=366)


class ReviewForm(ChecksIdentifiers, forms.Form):
    """The attempt to work out who it is, and the decision. Nothing is chosen beforehand."""

    unknown_name = NOTE
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    minutes = forms.IntegerField(
        label="How many minutes did you try?",
        min_value=1,
        max_value=600,
        error_messages={"required": "Enter the minutes you tried.", "invalid": "Enter the minutes as a number."},
    )
    sources = forms.MultipleChoiceField(
        label="What did you try?",
        choices=Source.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what you tried."},
    )
    how = CheckedText(
        label="Anything else about how you tried (optional)",
        help_text="How you looked, not what you found.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    result = forms.ChoiceField(
        label="What was the result?",
        choices=Attempt.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the result was."},
    )
    decision = forms.ChoiceField(
        label="Your decision", choices=Review.Decision.choices, widget=forms.RadioSelect, error_messages={"required": "Choose a decision."}
    )
    audience = forms.ChoiceField(label="Who may read it?", required=False, widget=forms.RadioSelect)
    note = CheckedText(
        label="A note to the authors",
        help_text="Optional when you approve it. Otherwise say what needs to change.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    independent = forms.BooleanField(
        label="I do not know this family, and I am not from the authors’ hub or authority",
        error_messages={"required": "Confirm that you are independent. If you are not, give it back."},
    )

    ATTEMPT = ("minutes", "sources", "how", "result", "note")

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, **kwargs)
        self.submission = submission
        labels = dict(Audience.choices)
        self.fields["audience"].choices = [(value, labels[value]) for value in Audience.up_to(submission.audience)]
        self.fields[
            "audience"
        ].help_text = f"The authors ask for: {labels[submission.audience].lower()}. You can choose fewer readers, never more."

    def typed(self):
        """Return what has been filled in so far, to be kept."""
        return {name: self[name].value() or ([] if name == "sources" else "") for name in self.ATTEMPT}

    @property
    def confirmed(self):
        """Return the keys of disputed stops that the reviewer agrees are no identifiers."""
        return [row.key for row in self.submission.answers.all() if self.data.get(f"confirm-{row.key}")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Review.Decision.APPROVE and not cleaned.get("audience"):
            self.add_error("audience", "Choose who may read it.")
        return cleaned


class RereadForm(ChecksIdentifiers, forms.Form):
    """Whether a published case study can stay."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    outcome = forms.ChoiceField(
        label="Can it stay?",
        choices=Rereading.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it can stay."},
    )
    note = CheckedText(
        label="What has to change",
        help_text="Leave empty if it can stay. Its authors read this, not who wrote it. For a page of the trainers’ desk, the editors do.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Rereading.Outcome.CHANGES and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Say what has to change.")
        return cleaned


class PauseForm(forms.Form):
    """The day from which a reviewer may be asked again."""

    until = forms.DateField(
        label="Ask me again from",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day.", "invalid": "Enter the whole date, such as 12 October 2026."},
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today < until <= today + MAX_PAUSE:
            raise forms.ValidationError("Enter a day after today, within a year.")
        return until


class QuestionForm(ChecksIdentifiers, forms.Form):
    """A question to the authors."""

    question = CheckedText(
        label="Ask the authors a question",
        help_text="The authors read this and can answer. Readers never see it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write a question."},
    )


class TakeDownForm(forms.Form):
    """A reference, from someone who agreed that a story may be shared. No account, no name, no reason."""

    reference = forms.CharField(
        label="Your reference",
        help_text="It is on the slip you were given, and looks like 7K4M-Q2XP-9DH6. Capitals and dashes do not matter.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Enter your reference."},
    )


class OverrideForm(ChecksIdentifiers, forms.Form):
    """A superuser's reason to publish without a review."""

    reason = CheckedText(
        label="Why does it have to be published without a review?",
        help_text="Every reviewer can read this.",
        max_length=200,
        error_messages={"required": "Say why."},
        widget=forms.TextInput,
    )
