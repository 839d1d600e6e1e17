"""The form of the search in boards."""

from datetime import timedelta

from django import forms

from cms.pages.forms import FilterForm
from community.models.records import Topic

WHEN = {"week": ("The last 7 days", 7), "month": ("The last 30 days", 30), "year": ("The last 12 months", 365)}


class PostSearchForm(FilterForm):
    """Words and filters, each optional. `boards` are those the reader may read; a board or theme outside them is ignored."""

    empty_labels = {"board": "All you can read", "when": "Any time"}
    q = forms.CharField(label="Words to look for", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    board = forms.ChoiceField(label="Board", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    by = forms.CharField(label="Written by", required=False, max_length=100)
    when = forms.ChoiceField(label="When", required=False)

    def __init__(self, data, boards):
        themes = {str(board.theme_id): board.theme.name for board in boards if board.theme_id}
        choices = {
            "board": [(board.slug, board.name) for board in boards],
            "kind": Topic.Kind.choices,
            "theme": sorted(themes.items(), key=lambda pair: pair[1]),
            "when": [(value, label) for value, (label, _) in WHEN.items()],
        }
        super().__init__(data, choices)
        self.data = dict(self.data) | {name: data.get(name, "")[:200] for name in ("q", "by")}
        self.keys = {board.slug: board.pk for board in boards}

    @property
    def filters(self):
        return [self[name] for name in ("board", "kind", "theme", "by", "when")]

    @property
    def is_narrowed(self):
        """Return whether any filter is set."""
        return any(value for name, value in self.data.items() if name != "q")

    def wanted(self, now):
        """Return the filters as arguments for PostSearch."""
        days = WHEN[self.data["when"]][1] if self.data["when"] else None
        return {
            "board": self.keys.get(self.data["board"]),
            "theme": int(self.data["theme"]) if self.data["theme"] else None,
            "kind": self.data["kind"],
            "author": self.data["by"].strip(),
            "since": now - timedelta(days=days) if days else None,
        }
