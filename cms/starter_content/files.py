"""One file of content: YAML front matter and a body. Every error names the file and the line."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml


class StarterError(Exception):
    """Something in a file is not as docs/starter-content.md asks: says where (path:line) and what."""

    def __init__(self, path, line, words):
        super().__init__(f"{path}:{line}: {words}")


@dataclass
class Document:
    """A file that was read. `body_line` is the number of the body's first line; `shown` is how errors name the file."""

    path: Path
    shown: str
    front: dict
    body: str = ""
    body_line: int = 1
    source: str = field(default="", repr=False)

    def line_of(self, key):
        """The line a front-matter key stands on, or 1."""
        front = self.source.splitlines()[: self.body_line - 1] if self.body_line > 1 else self.source.splitlines()
        for number, line in enumerate(front, start=1):
            if re.match(rf"{re.escape(key)}\s*:", line):
                return number
        return 1

    def error(self, key, words):
        """An error about a front-matter key, to be raised."""
        return StarterError(self.shown, self.line_of(key), words)

    def check_keys(self, required, optional):
        """Raise StarterError for a key that is missing, unknown or empty though required."""
        for key in self.front:
            if key not in required and key not in optional:
                raise self.error(key, f"“{key}” is not known here; known are {', '.join([*required, *optional])}.")
        for key in required:
            if self.front.get(key) in (None, ""):
                raise self.error(key, f"“{key}” is missing.")


def parse_yaml(text, shown, first_line):
    """YAML as a value; dates become date objects. Raises StarterError with the line within the file."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise StarterError(shown, line, f"this is not valid YAML: {getattr(problem, 'problem', problem)}.") from None


def read(path, root):
    """Read one Markdown file with front matter. Raises StarterError."""
    shown = str(path.relative_to(root))
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise StarterError(shown, 1, f"the file is not UTF-8 text ({problem.reason}).") from None
    lines = source.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise StarterError(shown, 1, "the file must begin with front matter between two lines of ---.")
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    front = parse_yaml("\n".join(lines[1:end]), shown, 2) or {}
    if not isinstance(front, dict):
        raise StarterError(shown, 2, "the front matter must be “key: value” lines.")
    return Document(path, shown, front, "\n".join(lines[end + 1 :]), end + 2, source)


def read_yaml(path, root):
    """Read a plain YAML file of “slug: Title” lines. Raises StarterError."""
    shown = str(path.relative_to(root))
    source = path.read_text(encoding="utf-8")
    front = parse_yaml(source, shown, 1) or {}
    if not isinstance(front, dict):
        raise StarterError(shown, 1, "expected “slug: Title” lines.")
    return Document(path, shown, front, source=source)


class _Dumper(yaml.SafeDumper):
    """Writes YAML as a person would: in the order given, lists indented, long text folded, nothing for None."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def _text(dumper, value):
    if "\n" in value:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=">" if len(value) > 90 and " " in value else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(type(None), lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def dump_yaml(value):
    """A value as YAML text, the same for the same value every time."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def write(front, body=""):
    """The text of a file: front matter without empty optional keys, then the body."""
    kept = {key: value for key, value in front.items() if value not in (None, "", [], False) or key in {"approved"}}
    return f"---\n{dump_yaml(kept)}---\n{body.strip()}\n" if body.strip() else f"---\n{dump_yaml(kept)}---\n"


def as_list(document, key):
    """A front-matter value as a list, empty if there is none. Raises StarterError."""
    value = document.front.get(key) or []
    if not isinstance(value, list):
        raise document.error(key, f"“{key}” must be a list.")
    return value


def as_date(document, key):
    """A front-matter value as a date, or None. Raises StarterError."""
    value = document.front.get(key)
    if value in (None, "", False):
        return None
    if not isinstance(value, date):
        raise document.error(key, f"“{key}” must be a date such as 2021-06-01.")
    return value
