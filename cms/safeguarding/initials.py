"""Initials and letters that stand for a person: J.S., LW, child K, baby j."""

import re
from collections.abc import Iterator

from .findings import CHECK, Finding
from .lexicon import context
from .tokens import Word

_ROLE = r"(?:child|baby|unborn|yp|young person|mr|mrs|ms|miss|dr|brother|sister|mum|dad|mother|father|sibling|twin|boy|girl|uncle|auntie?|aunty|cousin|nan|sw|sgt|pc|foster carer|carer|resident|witness|friend|mate|partner|grandma|pupil|client|patient|service user|person|family|parent)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.@/])(?:[A-Z]\.[ -]?){2,4}(?:'s)?(?![\w@])",
        r"(?<![\w.@/])[A-Z]\.'s\b",
        rf"\b(?i:{_ROLE}) (?:O'|Mc|Mac)?[A-Z]\b\.?(?!['-]?\w*[a-z]{{2}}|\.\w|\+|&)(?:'s)?",
        r"\b(?:mr|mrs|ms|miss|baby|child|unborn|yp|lil|little|big|mum|dad|bro|sis|sister|brother) (?![nurwx]\b)[a-z](?:'s)?\b(?! (?:bit|lot|few))(?<! a)",
        r"(?<![\w.@/&+'-])(?!I\b|A\b)[A-Z](?:'s)? (?=(?:was|is|has|had|said|says|told|rang|wants|wanted|should|would|could|will|came|went|asked|felt|got|did|and [A-Z]\b|lives|lived|likes|who|doesn't|didn't|wouldn't|does|refused|missed|arrived|stayed|mum|dad|mother|father|brother|sister)\b)",
        r"\b(?:with|told|from|that|said|says|when|rang|for|met|saw|asks) (?!I\b|A\b)([A-Z](?:'s)?)(?= |[.,;?!]|$)(?!\w|['-]\w)",
        r"\b(?:and|by|to) (?!I\b|A\b)([A-Z])(?='s|[.,;]| (?:was|is|has|had|said|told|both|who|to be|should|would|will|at|about|when)\b)",
        r"\b(?!A\b|I\b)[A-Z]'s (?=[a-z]{3,})",
    )
)
_UPPER = re.compile(r"(?<![\w@#&/.$£-])[A-Z]{2,3}(?='s\b|\b)(?![\w@&/]|-\w|\.\w|s\b| ?\d)")
_BEFORE = re.compile(r"\b(?:with|told|from|that|said|when|rang|for|met|saw|and|by|to|of|mum|dad|mother|father|carer|asked|if|because|as|but|w/|n|re|supported|between|contact|Contact|spoke to|visited|Visited|collected|Met|Rang|Told|Saw|Spoke to|took|like|about|where|while|after|before|Re|RE)[ :]$")
_AFTER = re.compile(
    r"(?:'s)?,? (?:was|is|has|had|said|says|told|rang|wants|wanted|should|would|could|will|came|went|asked|felt|got|did|not|lives|lived|who|went missing|returned|presented|reported|refused|attended|doesn't|didn't|feels|thinks|and|to (?:be|see|attend|ring|have|go)|disclosed|stated|appeared|became|ran|left|does|stayed|likes|needs|still|arrived|called|missed|has|aged|\()"
)
_NOT_A_PERSON_AFTER = re.compile(r" (?:number|form|team|meeting|plan|referral|review|worker|assessment|training|code|report|process|policy|officer|panel|order|system|unit|manager|test|scan|group|session|lead)s?\b")


def find_initials(text: str, words: list[Word]) -> Iterator[Finding]:
    known = context("acronyms")
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            start, found = match.start(group), match[group].rstrip()
            if re.sub(r"\W", "", found).lower().removesuffix("s") not in known or "." not in found:
                before = text[max(0, start - 14) : start]
                if not re.search(r"(?:[Pp]lan|[Vv]itamin|[Hh]epatitis|[Pp]art|[Ss]ection|[Gg]rade|[Oo]ption|[Tt]ype|[Gg]roup|[Bb]lock|[Rr]oom|[Aa]ppendix|[Ll]evel|[Tt]eam|[Ss]et|[Bb]and)[ ]$", before):
                    yield Finding("initials", start, start + len(found), CHECK)
    shouting = sum(word.raw.isupper() and len(word.raw) > 3 for word in words) > 0.4 * len(words)
    if shouting:
        return
    for match in _UPPER.finditer(text):
        if match[0].lower() in known:
            continue
        before = text[max(0, match.start() - 12) : match.start()]
        if _NOT_A_PERSON_AFTER.match(text, match.end(), match.end() + 14):
            continue
        if len(match[0]) == 2 or _BEFORE.search(before) or _AFTER.match(text, match.end(), match.end() + 24):
            yield Finding("initials", match.start(), match.end(), CHECK)
