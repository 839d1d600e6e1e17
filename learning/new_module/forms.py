"""Forms for starting a module."""

from django import forms

from learning.models import ModulePage


class StartForm(forms.Form):
    """What every module needs from the first draft."""

    title = forms.CharField(max_length=200, label="Title of the module")
    owner = forms.CharField(max_length=120, label="Who looks after it", help_text="A role or a team, so that people know who to ask.")


class WordForm(forms.Form):
    """A Word file to import."""

    file = forms.FileField(
        label="Word file",
        help_text="A .docx file, up to 20 MB. We read the file but do not store it.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose a Word file."},
    )


class CopyForm(forms.Form):
    """The module to copy."""

    module = forms.ModelChoiceField(
        ModulePage.objects.order_by("path"), label="Module", empty_label=None, error_messages={"required": "Select a module."}
    )


class PictureForm(forms.Form):
    """The description of one picture. Each picture has its own form, with its own prefix."""

    alternative = forms.CharField(
        max_length=250,
        required=False,
        label="What it shows",
        help_text="For people who cannot see it. Describe what matters in it.",
    )
    decorative = forms.BooleanField(required=False, label="It is decorative and adds nothing to the text")
    leave_out = forms.BooleanField(required=False, label="Leave it out")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leave_out"):
            return cleaned
        if not cleaned.get("alternative") and not cleaned.get("decorative") and "alternative" not in self.errors:
            self.add_error("alternative", "Say what the picture shows, mark it as decorative, or leave it out.")
        if cleaned.get("alternative") and cleaned.get("decorative"):
            self.add_error("decorative", "A picture cannot have a description and be decorative. Choose one.")
        return cleaned

    @property
    def description(self):
        """Return {"alternative", "decorative"}, or None if the picture is left out."""
        if self.cleaned_data["leave_out"]:
            return None
        return {name: self.cleaned_data[name] for name in ("alternative", "decorative")}
