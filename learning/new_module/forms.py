"""What is asked before a module begins."""

from django import forms

from learning.models import ModulePage


class StartForm(forms.Form):
    """What every module needs from the first draft on."""

    title = forms.CharField(max_length=200, label="Title of the module")
    owner = forms.CharField(max_length=120, label="Who looks after it", help_text="A role or a team, so that people know whom to ask.")


class WordForm(forms.Form):
    file = forms.FileField(
        label="Word file",
        help_text="A .docx file of 20 MB at most. It is read and not kept.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose a Word file."},
    )


class CopyForm(forms.Form):
    module = forms.ModelChoiceField(
        ModulePage.objects.order_by("path"), label="Module", empty_label=None, error_messages={"required": "Choose a module."}
    )


class PictureForm(forms.Form):
    """What one picture shows; each picture has a form of its own, told apart by the prefix."""

    alternative = forms.CharField(
        max_length=250, required=False, label="What it shows", help_text="For people who cannot see it. Say what it tells, not what it is."
    )
    decorative = forms.BooleanField(required=False, label="It is decoration: it tells nothing the words do not say")
    leave_out = forms.BooleanField(required=False, label="Leave it out")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leave_out"):
            return cleaned
        if not cleaned.get("alternative") and not cleaned.get("decorative") and "alternative" not in self.errors:
            self.add_error("alternative", "Say what the picture shows, or tick that it is decoration, or leave it out.")
        if cleaned.get("alternative") and cleaned.get("decorative"):
            self.add_error("decorative", "A picture that is described is not decoration. Keep one of the two.")
        return cleaned

    @property
    def said(self):
        """What the page needs to know of it, or None when it is left out."""
        if self.cleaned_data["leave_out"]:
            return None
        return {name: self.cleaned_data[name] for name in ("alternative", "decorative")}
