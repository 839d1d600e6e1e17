"""Plain objects that the component templates render, and wording helpers used with them. They depend on no app."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_BEATS = 10


@dataclass(frozen=True)
class Button:
    """A link or, if `fields` is given, a form that posts those fields to `url`.

    A field with several values has a list of them.
    """

    label: str
    url: str
    fields: Mapping[str, str | list[str]] | None = None

    @property
    def is_form(self):
        return self.fields is not None

    @property
    def inputs(self):
        """Return the hidden inputs of the form as (name, value) pairs."""
        lists = ((name, value if isinstance(value, list) else [value]) for name, value in (self.fields or {}).items())
        return [(name, value) for name, values in lists for value in values]


@dataclass(frozen=True)
class Notice:
    """A highlighted message. `words` is the text of the link to `url`."""

    heading: str
    text: str
    kind: str = "info"
    url: str = ""
    words: str = ""
    button: Button | None = None


@dataclass(frozen=True)
class Progress:
    """Progress through the lessons of a module.

    `done` has the numbers of the completed lessons and `current` is the number of the lesson being read. Lessons are numbered from 1; 0
    means none. `is_started` is true if the reader has begun, even if no lesson is done.
    """

    total: int
    done: frozenset[int] = field(default_factory=frozenset)
    current: int = 0
    is_started: bool = False

    @property
    def words(self):
        """Return the progress as text, such as "2 of 5 lessons done"."""
        if self.total == 0:
            return "No lessons yet"
        if not self.done:
            return "Started" if self.is_started else "Not started"
        if len(self.done) == self.total:
            return "Lesson done" if self.total == 1 else f"All {self.total} lessons done"
        return f"{len(self.done)} of {self.total} lessons done"

    @property
    def beats(self):
        """Return "here", "done" or "todo" for each lesson, or an empty list if there are too many to draw."""
        if self.total > MAX_BEATS:
            return []
        return ["here" if n == self.current else "done" if n in self.done else "todo" for n in range(1, self.total + 1)]


def plural(number, singular, plural_form=None):
    """Return a number with its noun: plural(1, "lesson") is "1 lesson" and plural(3, "lesson") is "3 lessons"."""
    return f"{number} {singular if number == 1 else plural_form or singular + 's'}"


def join_with_and(words):
    """Join words as a sentence does: "captions", "captions and a transcript", "captions, a transcript and its length"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
