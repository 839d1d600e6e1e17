"""Forms for answering a provocation and for reporting a problem with a page."""

from django import forms

from cms.members.models import ProblemReport


class AnswerForm(forms.Form):
    """A private answer to a provocation."""

    text = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "This answer is too long. It has %(show_value)d characters and the limit is 5,000."},
    )


class ProblemForm(forms.ModelForm):
    """A problem with a page: what kind it is, and a description."""

    kind = forms.ChoiceField(
        label="What is the problem?",
        choices=ProblemReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the problem is.", "invalid_choice": "Select what the problem is."},
    )
    words = forms.CharField(
        label="Describe the problem",
        max_length=2000,
        help_text="Tell us where on the page it is and, if you know, what it should say. Do not name children, families or colleagues.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Describe the problem in a few words.",
            "max_length": "Your description has %(show_value)d characters. It must have 2,000 or fewer.",
        },
    )

    class Meta:
        model = ProblemReport
        fields = ["kind", "words"]
