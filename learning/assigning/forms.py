"""Forms of assigning. Errors are in plain words, and what was typed or ticked stays."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from learning.models.records.assignments import MAX_REASON

BY_DATE, NO_DATE = "date", "none"


def _date_field(**kwargs):
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter a due date", "invalid": "Enter a date, such as 18 December 2026"},
        **kwargs,
    )


def _words_field(label, missing, hint):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": missing,
            "max_length": "This is too long. It has %(show_value)d characters and the limit is %(limit_value)d.",
        },
    )


# Farther than anyone plans, and near enough that days away can be added to it.
LATEST_DUE = timedelta(days=5 * 366)


def _require_future(due_on):
    if due_on is not None and due_on <= timezone.localdate():
        raise forms.ValidationError("The due date must be after today", code="past")
    if due_on is not None and due_on > timezone.localdate() + LATEST_DUE:
        raise forms.ValidationError("The due date must be within five years", code="far")
    return due_on


class AssignForm(forms.Form):
    """What, who, by when and why. `module` are Item ids and `person` are subjects, of those the manager may choose from."""

    module = forms.MultipleChoiceField(
        label="What",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one module",
            "invalid_choice": "One of the modules is no longer open. Choose again",
            "invalid_list": "Choose at least one module",
        },
    )
    person = forms.MultipleChoiceField(
        label="Who",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one person",
            "invalid_choice": "One of the people is no longer in this list. Choose again",
            "invalid_list": "Choose at least one person",
        },
    )
    when = forms.ChoiceField(
        label="By when",
        choices=[(BY_DATE, "By a date"), (NO_DATE, "No due date")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose By a date or No due date"},
    )
    due_on = _date_field(label="Due date", required=False)
    reason = _words_field(
        "Your reason, shown to each person", "Write why you are asking", "One or two sentences. Do not name a child or a family."
    )

    def __init__(self, data=None, *, modules, people, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["module"].choices = modules
        self.fields["person"].choices = people

    def clean(self):
        due_on, when = self.cleaned_data.get("due_on"), self.cleaned_data.get("when")
        if when == NO_DATE:
            # The date belongs to the other choice.
            self.cleaned_data["due_on"] = None
            self.errors.pop("due_on", None)
        elif when == BY_DATE and "due_on" not in self.errors:
            if due_on is None:
                self.add_error("due_on", "Enter a due date, or choose No due date")
            else:
                try:
                    _require_future(due_on)
                except forms.ValidationError as error:
                    self.add_error("due_on", error)


class DateForm(forms.Form):
    """Another due date, or none."""

    due_on = _date_field(label="New due date", required=False, help_text="Leave it empty for no due date.")

    def clean_due_on(self):
        return _require_future(self.cleaned_data["due_on"])


class DatesForm(forms.Form):
    """Another due date for several people. `chosen` are keys of assignments."""

    chosen = forms.MultipleChoiceField(
        label="Whose date changes?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one person",
            "invalid_choice": "One of the modules is complete by now. Choose again",
            "invalid_list": "Choose at least one person",
        },
    )
    due_on = _date_field(label="New due date", help_text="If someone is away, it moves by the days that they are still away.")

    def __init__(self, data=None, *, choices, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["chosen"].choices = choices

    def clean_due_on(self):
        return _require_future(self.cleaned_data["due_on"])


class WaiveForm(forms.Form):
    """Why someone need not do a module."""

    waiver = _words_field(
        "Why they need not do it", "Write why they need not do it", "They read this. Leave out anything about their health."
    )


class AnswerForm(forms.Form):
    """An answer to someone who says that a module is wrong for them."""

    answer = _words_field("Your answer", "Write your answer", "They read this beside the module.")


class ObjectionForm(forms.Form):
    """Why a module is wrong for me."""

    objection = _words_field(
        "Why is it wrong for you?",
        "Write why it is wrong for you",
        "Your manager reads this, and nobody else you work with. You need not say anything about your health.",
    )
