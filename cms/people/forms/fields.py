"""Form fields that clean what people type to say who they are, and labels and error messages of fields."""

from django import forms

from cms.people.identity import clean_address, clean_code, clean_name


class AddressField(forms.EmailField):
    """An email address, cleaned before it is checked."""

    def to_python(self, value):
        return super().to_python(clean_address(value or ""))


class NameField(forms.CharField):
    """A name of a person, cleaned before it is checked."""

    def __init__(self, *, autocomplete="off", **kwargs):
        super().__init__(**{"max_length": 150, "widget": forms.TextInput(attrs={"autocomplete": autocomplete}), **kwargs})

    def to_python(self, value):
        return super().to_python(clean_name(value or ""))


class CodeField(forms.CharField):
    """A code from an email or a phone, with or without spaces and dashes."""

    def to_python(self, value):
        return super().to_python(clean_code(value or ""))


class DayField(forms.DateField):
    """A day up to today that may not be known."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs})
        self.error_messages["invalid"] = "Enter a day, such as 1 June 2021"


def clean_before(field, clean):
    """Let `clean` (a function of cms/people/identity.py) change what is typed before a field of an allauth form checks it."""
    to_python = field.to_python
    field.to_python = lambda value: to_python(clean(value) if isinstance(value, str) else value)


def set_label(field, label, required_message):
    """Set the label and the message for a missing value, and remove allauth's placeholder."""
    field.label = label
    set_required_message(field, required_message)
    field.widget.attrs.pop("placeholder", None)


def set_required_message(field, message):
    field.error_messages["required"] = message
