"""Filters of lists."""

from django import forms


class FilterForm(forms.Form):
    """Choice fields that narrow a list, sent by GET. Unknown values are ignored, so that an old link still opens a list.

    `choices` is {field name: [(value, label)]} without an empty choice, which is added with the label in `empty_labels`, or “Any”.
    """

    empty_labels: dict[str, str] = {}

    def __init__(self, data, choices):
        self.labels = {name: dict(pairs) for name, pairs in choices.items()}
        values = {name: data.get(name, "") for name in choices}
        super().__init__({name: value if value in self.labels[name] else "" for name, value in values.items()})
        for name, pairs in choices.items():
            self.fields[name].choices = [("", self.empty_labels.get(name, "Any")), *pairs]

    @property
    def chosen(self):
        """Return {field name: value}, "" where any value will do."""
        return self.data
