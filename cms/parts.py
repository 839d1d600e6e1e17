"""The small things that component templates show. They know nothing of any house."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST_BEATS = 10


@dataclass(frozen=True)
class Button:
    """A deed in words: a link, or a plain form when it carries `fields` to POST; a field with several values is a list of them."""

    label: str
    url: str
    fields: Mapping[str, str | list[str]] | None = None

    @property
    def is_form(self):
        return self.fields is not None

    @property
    def inputs(self):
        """(name, value) for each hidden input of the form."""
        lists = ((name, held if isinstance(held, list) else [held]) for name, held in (self.fields or {}).items())
        return [(name, value) for name, values in lists for value in values]


@dataclass(frozen=True)
class Notice:
    """Something to know: heading, text, and where to read more or what to press."""

    heading: str
    text: str
    kind: str = "info"
    url: str = ""
    words: str = ""
    button: Button | None = None


@dataclass(frozen=True)
class Progress:
    """How many of how many lessons are done, in words and as beats.

    `here` is the lesson one is at, counted from 1, or 0; `done_at` the numbers that are done.
    """

    total: int
    done_at: frozenset[int] = field(default_factory=frozenset)
    here: int = 0

    @property
    def done(self):
        return len(self.done_at)

    @property
    def words(self):
        if self.total == 0:
            return "No lessons yet"
        if self.done == 0:
            return "Not started"
        if self.done == self.total:
            return "The one lesson is done" if self.total == 1 else f"All {self.total} lessons done"
        return f"{self.done} of {self.total} lessons done"

    @property
    def beats(self):
        if self.total > MOST_BEATS:
            return []
        return ["here" if n == self.here else "done" if n in self.done_at else "todo" for n in range(1, self.total + 1)]


# Rows of the export named so are only in the file: they are too long to read on a page.
BASE64 = "base64"


@dataclass(frozen=True)
class Chapter:
    """Some of what is held about one person: `rows` of one kind, each {words: value}; values are text, numbers, dates or None.

    `name` is its key in the JSON file; it and the words of the rows are kept as they are, because people's programs read them.
    """

    name: str
    title: str
    rows: list[dict]


@dataclass(frozen=True)
class Sight:
    """Who can see one kind of thing about a person. `people` are all who can, besides the person.

    `door` is the address where they see it and `shows` what they read there, so that a test can knock; both "" if no page shows it
    to anybody else. `who` says it in words where names would be too many.
    """

    title: str
    text: str
    people: Iterable = ()
    who: str = ""
    door: str = ""
    shows: str = ""


def counted(number, one, many=None):
    """A number with its noun: counted(1, "lesson") is "1 lesson", counted(3, "lesson") "3 lessons"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def and_words(words):
    """Words in a row: “captions”, “captions and a transcript”, “captions, a transcript and its length”."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
