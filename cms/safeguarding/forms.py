"""CheckedText: one text field for every place where people write, and what a form does with the findings."""

from django import forms

from .allow_list import site_phrases
from .answers import Findings, check_texts, keys_in
from .findings import NOTE
from .wording import entries_for_reader, suggest


class CheckedText(forms.CharField):
    """A text that is checked for what could identify someone. Give it a TextInput for one line."""

    widget = forms.Textarea


class ChecksIdentifiers:
    """A form whose CheckedText fields are checked, once it is valid, by `check_identifiers()`.

    Findings that are open keep the form from being sent until the writer changes or answers them. Their answers come with the form.
    """

    # Among colleagues a capitalised word on no list of names is worth a thought, not a question.
    unknown_name = NOTE
    findings = Findings()
    # Suggestions of the wording guide. They never keep the form from being sent.
    suggestions: list = []
    HIDDEN = "hidden-wording"

    def checked_texts(self):
        """Return {field: (label, text)} of what is checked, in the order of the page."""
        return {
            name: (str(field.label), self.cleaned_data[name])
            for name, field in self.fields.items()
            if isinstance(field, CheckedText) and self.cleaned_data.get(name)
        }

    def check_identifiers(self, *, known_people=(), saved_texts=()):
        """Check the texts, remember the findings for the templates and return them.

        `saved_texts` are those that the form was made from: what they already say was answered when they were sent.
        """
        allowed = site_phrases()
        self.findings = check_texts(
            self.checked_texts(),
            allowed=allowed,
            answers=self.data,
            known_people=known_people,
            settled=keys_in(saved_texts, allowed=allowed),
            unknown_name=self.unknown_name,
        )
        hidden = self.data.getlist(self.HIDDEN) if hasattr(self.data, "getlist") else ()
        self.suggestions = suggest(self.checked_texts(), entries=entries_for_reader(), hidden=hidden, titles=allowed)
        return self.findings


class AdvisesOnIdentifiers(ChecksIdentifiers):
    """A form that shows its findings once. Sent again, it goes, whether or not the text was changed."""

    SEEN = "seen-finding"

    def has_new_findings(self):
        """Check the texts and return whether there is something that the writer has not been shown yet."""
        findings = self.check_identifiers()
        seen = set(self.data.getlist(self.SEEN)) if hasattr(self.data, "getlist") else set()
        return any(found.severity != NOTE and found.key not in seen for found in findings)
