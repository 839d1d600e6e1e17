"""What members submit. Every form includes the id of the event it may create."""

from django import forms


class EventForm(forms.Form):
    """An event id, generated with the page, so that submitting twice creates one event."""

    event = forms.UUIDField(widget=forms.HiddenInput)


class CompleteForm(EventForm):
    """Mark a lesson as complete, in the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PlaceForm(EventForm):
    """How far down a lesson the member has read."""

    anchor = forms.CharField(max_length=120, required=False)
    percent = forms.IntegerField(min_value=0, max_value=100)


class CheckCertificateForm(forms.Form):
    """What is printed on a certificate."""

    code = forms.CharField(
        label="Code on the certificate",
        help_text="Ten letters and numbers, for example K7M4 92QX TR. Capitals and spaces do not matter.",
        max_length=40,
        error_messages={"required": "Enter the code on the certificate"},
    )
    name = forms.CharField(
        label="Name on the certificate",
        help_text="As it is printed. Some people have one name.",
        max_length=300,
        error_messages={"required": "Enter the name on the certificate"},
    )


class NoteForm(EventForm):
    """A private note in answer to a reflection question."""

    text = forms.CharField(
        required=False,
        strip=True,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "This note is too long. It has %(show_value)d characters and the limit is 5,000."},
    )
