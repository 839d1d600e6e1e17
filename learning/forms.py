"""What members send. Every form carries the id of the event it may become."""

from django import forms


class EventForm(forms.Form):
    """The id of the event, made when the page was made, so that sending twice is the same."""

    event = forms.UUIDField(widget=forms.HiddenInput)


class CompleteForm(EventForm):
    """Marking a lesson as complete, in the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PlaceForm(EventForm):
    """How far down a lesson somebody is."""

    anchor = forms.CharField(max_length=120, required=False)
    percent = forms.IntegerField(min_value=0, max_value=100)


class NoteForm(EventForm):
    """A private note to a reflection question."""

    text = forms.CharField(
        required=False,
        strip=True,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "This note is too long to keep: it has %(show_value)d characters, and 5,000 fit."},
    )
