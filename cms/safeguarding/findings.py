"""What the check answers with: findings, and the advice that goes with each kind."""

from dataclasses import dataclass

STOP, CHECK, NOTE = "stop", "check", "note"
SEVERITIES = (STOP, CHECK, NOTE)
KINDS = ("person", "place", "institution", "number", "contact", "date", "age", "address", "initials", "trait")

ADVICE = {
    "person": "This looks like a name. Leave it out, or say who they are: “her brother”, “a key worker”.",
    "place": "This looks like a place. Say what kind of place it is: “a coastal town”, “another county”.",
    "institution": "This names a school, home, service or club. Say what kind it is: “her school”, “a football club”.",
    "number": "This number belongs to one person, case or car. Leave it out.",
    "contact": "Someone could be reached or looked up with this. Leave it out.",
    "date": "A date can be matched with records. Say how long: “after some months”, “that spring”.",
    "age": "An exact age narrows down who this is. Use a band: “in their mid teens”.",
    "address": "This looks like an address or part of one. Leave it out, or say “their street”.",
    "initials": "Initials are easy to work out for people nearby. Say “the young person” or use an invented name.",
    "trait": "Few people match this detail. Leave it out, or make it broader if the story still works.",
}


@dataclass(frozen=True)
class Finding:
    """Something in the visible text that could identify someone. `start` and `end` are offsets in it, in characters."""

    kind: str
    start: int
    end: int
    severity: str

    @property
    def advice(self) -> str:
        """Return a sentence that says what is wrong and what to write instead."""
        return ADVICE[self.kind]


# Where two findings share characters, the earlier kind in this list wins over the later one of the same severity.
_RANK = ("contact", "number", "address", "date", "age", "institution", "place", "person", "initials", "trait")


def without_overlaps(findings: list[Finding]) -> list[Finding]:
    """Return findings in the order of the text. Of those that overlap, the more specific or the longer one stays."""
    chosen: list[Finding] = []
    for finding in sorted(findings, key=lambda found: (found.start, -found.end)):
        while chosen and finding.start < chosen[-1].end and _outranks(finding, chosen[-1]):
            chosen.pop()
        if not chosen or finding.start >= chosen[-1].end:
            chosen.append(finding)
    return chosen


def _outranks(finding: Finding, earlier: Finding) -> bool:
    def weight(found: Finding) -> tuple[int, int, int]:
        return (-SEVERITIES.index(found.severity) // 2, found.end - found.start, -_RANK.index(found.kind))

    return weight(finding) > weight(earlier)
