"""What a writer is told about each kind of finding: a title, why it matters, and a safer wording."""

from typing import NamedTuple


class Explanation(NamedTuple):
    """`title` is the heading of the finding, `instead` completes the sentence “Try …”."""

    title: str
    why: str
    instead: str


EXPLANATIONS = {
    "person": Explanation(
        "A word that could be a name",
        "If it is the real name of a child, a parent or a carer, it has to go.",
        "“she”, “her brother” or “a young person I work with”",
    ),
    "place": Explanation(
        "A place by name",
        "With the rest of the story, a place can be enough to work out who it is.",
        "“a coastal town” or “another county”",
    ),
    "institution": Explanation(
        "A school, home, service or club by name",
        "Someone local would know it, and then the family.",
        "“her school”, “a children’s home” or “a football club”",
    ),
    "number": Explanation(
        "A number that belongs to one person or case", "It leads to a record about one child or family.", "leaving it out"
    ),
    "contact": Explanation("A way to reach someone", "Someone could be rung, written to or looked up with it.", "leaving it out"),
    "date": Explanation(
        "A date",
        "A date can be matched with a record, a news story or someone’s memory.",
        "“that spring” or “a few weeks before we met her”",
    ),
    "age": Explanation("An exact age", "An exact age narrows down who this is.", "“in their mid teens” or “primary age”"),
    "address": Explanation("An address, or part of one", "It says where someone lives.", "leaving it out, or “their street”"),
    "initials": Explanation("Initials", "People nearby work out initials easily.", "“the young person”, or a name that you have made up"),
    "trait": Explanation(
        "An unusual detail", "Few people match it, so it may lead someone to the family.", "something broader, or leaving it out"
    ),
}
