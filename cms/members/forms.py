"""The form that reports a problem with a page."""

from django import forms

from cms.members.models import ProblemReport


class ProblemForm(forms.ModelForm):
    """What is wrong with a page."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=ProblemReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is.", "invalid_choice": "Choose what it is."},
    )
    words = forms.CharField(
        label="What did you see?",
        max_length=2000,
        help_text="Where on the page, and what it should say if you know. No names of children, families or colleagues.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Say in a few words what you saw.",
            "max_length": "This has %(show_value)d characters, and 2,000 fit. Leave something out.",
        },
    )

    class Meta:
        model = ProblemReport
        fields = ["kind", "words"]
