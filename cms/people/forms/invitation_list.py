"""What is unclear in a list of people: one answer for all its rows."""

from django import forms

from cms.components import plural
from cms.people.invitation_spreadsheet import choices_for, unmatched

MAX_QUESTIONS = 40
NONE = "none"
EMPTY = {"hub": "Choose a hub or team", "job_role": "Choose a job role"}
KIND = {"hub": "Hub", "job_role": "Job role"}


class CorrectionForm(forms.Form):
    """A question for each hub and job role in the list that we do not know, with our best guess chosen."""

    def __init__(self, *args, lines, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {}
        choices = dict(zip(("hub", "job_role"), choices_for(authority), strict=True))
        for kind, counts in unmatched(lines).items():
            for typed, rows in counts.most_common(MAX_QUESTIONS):
                self._add_question(kind, typed, rows, choices[kind])

    def _add_question(self, kind, typed, rows, choices):
        guess = choices.guess(typed) if typed else None
        options = [("", EMPTY[kind]), *sorted(choices.titles.items(), key=lambda option: option[1])]
        if kind == "hub":
            options.append((NONE, "No hub"))
        name = f"{kind}-{sum(known == kind for known, _, _ in self.questions.values())}"
        self.questions[name] = (kind, typed, choices)
        in_rows = plural(rows, "row")
        label = f"{KIND[kind]} “{typed[:60]}”, in {in_rows}" if typed else f"{KIND[kind]} missing, in {in_rows}"
        hint = f"Did you mean {choices.titles[guess]}?" if guess is not None else ""
        self.fields[name] = forms.ChoiceField(label=label, help_text=hint, required=False, choices=options, initial=guess)

    def answers(self):
        """Return what was answered, {("hub" or "job_role", text in the cells): the name to use, or ""}."""
        given = {}
        for name, (kind, typed, choices) in self.questions.items():
            if chosen := self.cleaned_data[name]:
                given[kind, typed] = "" if chosen == NONE else choices.titles[int(chosen)]
        return given
