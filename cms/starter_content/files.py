"""Reading and writing content files: YAML front matter and a body. Errors name the file and the line."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml


class StarterError(Exception):
    """A content file does not follow docs/starter-content.md. The message says where (path:line) and why."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}")


@dataclass
class Document:
    """A content file. `label` is what errors call the file, and `body_line` the number of the body's first line."""

    path: Path
    label: str
    front: dict
    body: str = ""
    body_line: int = 1
    source: str = field(default="", repr=False)

    def line_of(self, key):
        """Return the line number of a front matter key, or 1."""
        front = self.source.splitlines()[: self.body_line - 1] if self.body_line > 1 else self.source.splitlines()
        for number, line in enumerate(front, start=1):
            if re.match(rf"{re.escape(key)}\s*:", line):
                return number
        return 1

    def error(self, key, message):
        """Return a StarterError for a front matter key."""
        return StarterError(self.label, self.line_of(key), message)

    def check_keys(self, required, optional):
        """Raise StarterError for an unknown key, or a required key that is missing or empty."""
        for key in self.front:
            if key not in required and key not in optional:
                raise self.error(key, f"“{key}” is not known here. Known keys are {', '.join([*required, *optional])}.")
        for key in required:
            if self.front.get(key) in (None, ""):
                raise self.error(key, f"“{key}” is missing.")


def parse_yaml(text, label, first_line):
    """Parse YAML that begins on `first_line` of a file. Raises StarterError with the line within the file."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise StarterError(label, line, f"this is not valid YAML: {getattr(problem, 'problem', problem)}.") from None


def read(path, root):
    """Read a Markdown file with front matter as a Document. Raises StarterError."""
    label = str(path.relative_to(root))
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise StarterError(label, 1, f"the file is not UTF-8 text ({problem.reason}).") from None
    lines = source.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise StarterError(label, 1, "the file must begin with front matter between two lines of ---.")
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    front = parse_yaml("\n".join(lines[1:end]), label, 2) or {}
    if not isinstance(front, dict):
        raise StarterError(label, 2, "the front matter must be “key: value” lines.")
    return Document(path, label, front, "\n".join(lines[end + 1 :]), end + 2, source)


def read_yaml(path, root):
    """Read a YAML file of "slug: Title" lines as a Document. Raises StarterError."""
    label = str(path.relative_to(root))
    source = path.read_text(encoding="utf-8")
    front = parse_yaml(source, label, 1) or {}
    if not isinstance(front, dict):
        raise StarterError(label, 1, "expected “slug: Title” lines.")
    return Document(path, label, front, source=source)


class _Dumper(yaml.SafeDumper):
    """Writes YAML as a person would: keys in their given order, lists indented, long text folded, and nothing for None."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def _text(dumper, value):
    if "\n" in value:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=">" if len(value) > 90 and " " in value else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(type(None), lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def dump_yaml(value):
    """Return a value as YAML. The same value always gives the same text."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def write(front, body=""):
    """Return the text of a file: front matter without empty optional keys, then the body."""
    filled = {key: value for key, value in front.items() if value not in (None, "", [], False) or key in {"approved"}}
    return f"---\n{dump_yaml(filled)}---\n{body.strip()}\n" if body.strip() else f"---\n{dump_yaml(filled)}---\n"


def as_list(document, key):
    """Return a front matter value as a list, empty if the key is missing. Raises StarterError."""
    value = document.front.get(key) or []
    if not isinstance(value, list):
        raise document.error(key, f"“{key}” must be a list.")
    return value


def as_date(document, key):
    """Return a front matter value as a date, or None. Raises StarterError."""
    value = document.front.get(key)
    if value in (None, "", False):
        return None
    if not isinstance(value, date):
        raise document.error(key, f"“{key}” must be a date such as 2021-06-01.")
    return value
