"""Read the labelled sentences of this folder.

A line is `style: text`, with what should be found written {as it stands|kind}. Kinds are p person, l place, i institution, n number,
c contact, d date, a age, s address, x initials, t trait. Styles are n note, p prose, e email, t transcript, l list, c caption, g guidance.
The people are invented. Names were written from memory, before looking at the detector's lists. In corpus_*.txt even sentences may be
used for tuning and the odd ones are only for reporting. tuning.txt is only for tuning.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {
    "p": "person",
    "l": "place",
    "i": "institution",
    "n": "number",
    "c": "contact",
    "d": "date",
    "a": "age",
    "s": "address",
    "x": "initials",
    "t": "trait",
}
STYLES = {"n": "note", "p": "prose", "e": "email", "t": "transcript", "l": "list", "c": "caption", "g": "guidance"}
_SPAN = re.compile(r"\{([^{}|]+)\|([plincdasxt])\}")


@dataclass
class Sentence:
    """A text, its style, and the spans to find as (start, end, kind)."""

    text: str
    style: str
    must: list[tuple[int, int, str]] = field(default_factory=list)
    never: list[tuple[int, int]] = field(default_factory=list)


def corpus(pattern: str = "corpus_*.txt") -> list[Sentence]:
    """Return the sentences of the files that match, in order."""
    lines = [line for path in sorted(Path(__file__).parent.glob(pattern)) for line in path.read_text(encoding="utf-8").split("\n")]
    return [_sentence(line) for line in lines if line and not line.startswith("#")]


def from_examples(path: Path) -> list[Sentence]:
    """Return the sentences of a file of JSON lines with `text`, `style`, `must` and `never`."""
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        must = [(text.find(span), text.find(span) + len(span), kind) for span, kind in row["must"]]
        never = [(text.find(span), text.find(span) + len(span)) for span in row["never"]]
        sentences.append(Sentence(text, row["style"], must, never))
    return sentences


def _sentence(line: str) -> Sentence:
    style, _, marked = line.partition(": ")
    marked = marked.replace("\\n", "\n")
    text, must, last = "", [], 0
    for match in _SPAN.finditer(marked):
        text += marked[last : match.start()]
        must.append((len(text), len(text) + len(match[1]), KINDS[match[2]]))
        text += match[1]
        last = match.end()
    return Sentence(text + marked[last:], STYLES[style], must)
