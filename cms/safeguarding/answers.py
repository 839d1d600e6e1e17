"""Findings in what someone is writing, with the writer's answers to them.

An answer belongs to a key: a keyed hash of the kind, the words found and their sentence. The key travels in the form, so an answer stays
while other sentences change, and is asked for again when its own sentence does. Neither the words nor the answers are stored or logged.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from .explanations import EXPLANATIONS
from .findings import CHECK, NOTE, SEVERITIES, STOP
from .identifiers import find_identifiers
from .lexicon import fold_word, lexicon
from .visible import visible_text

CHANGE, NOT_ONE, NEEDED = "change", "not", "needed"
MAX_REASON = 200
# Open findings on one page. A long paste can have hundreds, and nobody answers hundreds.
MAX_OPEN = 40
SNIPPET = 90
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]{0,3}\s+|\n+")
_ASTERISKS_IN_WORD = re.compile(r"(?<=\w)[*`]+(?=\w)")
NO_REASON = "Say why these words have to stay."
LONG_REASON = f"Shorten your reason to {MAX_REASON} characters or fewer."


@dataclass
class Found:
    """Something found in one field, and the writer's answer. `before`, `words` and `after` are its sentence, cut if it is long."""

    key: str
    kind: str
    severity: str
    field: str
    label: str
    before: str
    words: str
    after: str
    number: int = 0
    answer: str = CHANGE
    reason: str = ""
    problem: str = ""

    @property
    def explanation(self):
        """Return the title, the reason and a safer wording for its kind."""
        explanation = EXPLANATIONS[self.kind]
        return explanation._replace(title="A name") if self.kind == "person" and self.severity == STOP else explanation

    @property
    def is_disputed(self):
        """Return whether the writer says of a stop that it is not an identifier. Another person has to confirm that."""
        return self.severity == STOP and self.answer == NOT_ONE

    @property
    def is_answered(self):
        """Return whether the text may be sent as far as this finding goes. A stop cannot be kept with a reason."""
        if self.severity == NOTE or self.answer == NOT_ONE:
            return True
        return self.severity == CHECK and self.answer == NEEDED and not self.problem


@dataclass
class Findings:
    """Everything found in a form, in the order of the page. `more` counts open findings that are not shown yet."""

    found: list[Found] = field(default_factory=list)
    more: int = 0

    def __bool__(self):
        return bool(self.found)

    def __iter__(self):
        return iter(self.found)

    @property
    def open(self):
        """Return the findings that have to be changed or answered before the text can be sent."""
        return [found for found in self.found if not found.is_answered]

    @property
    def open_count(self):
        return len(self.open) + self.more

    @property
    def answered_count(self):
        return sum(found.is_answered and found.severity != NOTE for found in self.found)

    @property
    def disputed(self):
        return [found for found in self.found if found.is_disputed]

    @property
    def by_severity(self):
        """Return [(severity, findings)] for the summary, the most serious first, without empty ones."""
        groups = [(severity, [found for found in self.found if found.severity == severity]) for severity in SEVERITIES]
        return [(severity, group) for severity, group in groups if group]

    def in_field(self, name):
        """Return the findings in one field."""
        return [found for found in self.found if found.field == name]


def check_texts(
    texts: Mapping[str, tuple[str, str]],
    *,
    allowed: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    known_people: Collection[str] = (),
    settled: Collection[str] = (),
    unknown_name: str = CHECK,
    max_open: int | None = MAX_OPEN,
) -> Findings:
    """Return what could identify someone in `texts`, {field: (label, text)}, with the answers that came with the form.

    `known_people` are first names of colleagues who are in the conversation: they become a note. `settled` are keys that were answered
    before, as in a post that is edited: they are left out. `unknown_name` is the severity of a capitalised word that is on no list of
    names; it depends on how many people the place reaches and how well. `max_open` limits how many open findings are returned.
    """
    answers = answers or {}
    known = {fold_word(name) for name in known_people if name}
    findings, seen, open_so_far = Findings(), set(settled), 0
    for name, (label, text) in texts.items():
        for found in _found_in(name, label, text, allowed):
            if found.key in seen:
                continue
            seen.add(found.key)
            if found.kind == "person":
                if unknown_name == NOTE and _is_plain_word(found):
                    continue
                found.severity = _severity_of_name(found, known, unknown_name)
            _answer(found, answers, allowed)
            if max_open is not None and not found.is_answered and open_so_far >= max_open:
                findings.more += 1
                continue
            open_so_far += not found.is_answered
            found.number = len(findings.found) + 1
            findings.found.append(found)
    return findings


def keys_in(texts: Collection[str], *, allowed: Collection[str] = ()) -> set[str]:
    """Return the keys of everything found in texts that people have already answered for."""
    return {found.key for text in texts for found in _found_in("", "", text, allowed)}


def _found_in(name, label, text, allowed):
    """Yield what was found in one text, as its reader sees it: marks of Markdown inside a word are left out."""
    text = _ASTERISKS_IN_WORD.sub("", text)
    visible = visible_text(text)
    findings = find_identifiers(text, allowed)
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(visible))] if findings else [0]
    for finding in findings:
        place = bisect_right(starts, finding.start) - 1
        sentence_end = starts[place + 1] if place + 1 < len(starts) else len(visible)
        begin, end = starts[place], max(sentence_end, finding.end)
        words = visible[finding.start : finding.end]
        sentence = " ".join(visible[begin:end].split())
        key = salted_hmac("cms.safeguarding.answers", f"{finding.kind}\0{words}\0{sentence}", algorithm="sha256").hexdigest()[:24]
        before, after = visible[begin : finding.start].lstrip(), visible[finding.end : end].rstrip()
        yield Found(
            key,
            finding.kind,
            finding.severity,
            name,
            label,
            before if len(before) <= SNIPPET else f"…{before[-SNIPPET:]}",
            words,
            after if len(after) <= SNIPPET else f"{after[:SNIPPET]}…",
        )


def _is_plain_word(found):
    """Return whether a name is an everyday word of no list of names: "her nan. They had …". As advice it would only be noise."""
    word, lists = fold_word(found.words), lexicon()
    return word in lists.common and word not in lists.given and word not in lists.family


def _severity_of_name(found, known, unknown_name):
    first = fold_word(re.split(r"[\s'’.-]", found.words, maxsplit=1)[0])
    if first in known:
        return NOTE
    lists = lexicon()
    if found.severity == CHECK and first not in lists.given and first not in lists.family:
        return unknown_name
    return found.severity


def _answer(found, answers, allowed):
    """Put the answer that came with the form on a finding. Unknown answers are no answer."""
    if found.severity == NOTE:
        return
    answer = answers.get(f"answer-{found.key}", CHANGE)
    found.reason = answers.get(f"reason-{found.key}", "").strip()
    if answer == NOT_ONE or (answer == NEEDED and found.severity == CHECK):
        found.answer = answer
    if found.answer == NEEDED:
        found.problem = _problem_of(found.reason, allowed)


def _problem_of(reason, allowed):
    if not reason:
        return NO_REASON
    if len(reason) > MAX_REASON:
        return LONG_REASON
    visible = visible_text(reason)
    for finding in find_identifiers(reason, allowed):
        if finding.severity != NOTE:
            return f"Your reason could identify someone (“{visible[finding.start : finding.end]}”). Say why without that."
    return ""
