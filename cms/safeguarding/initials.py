"""Initials and letters that stand for a person: J.S., LW, child K, baby j."""

import re
from collections.abc import Iterator

from .findings import CHECK, Finding
from .lexicon import context, lexicon
from .tokens import Word

_ROLE = r"(?:child|baby|unborn|yp|young person|mr|mrs|ms|miss|dr|brother|sister|mum|dad|mother|father|sibling|twin|boy|girl|uncle|auntie?|aunty|cousin|nan|sw|sgt|pc|foster carer|carer|resident|witness|friend|mate|partner|grandma|pupil|client|patient|service user|person|family|parent)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.@/])(?:[A-Z]\.[ -]?){2,4}(?:'s)?(?![\w@])",
        r"(?<![\w.@/])[A-Z]\.'s\b",
        rf"\b(?i:{_ROLE}) (?!I\b)(?:O'|Mc|Mac)?[A-Z]\b\.?(?!['-]?\w*[a-z]{{2}}|\.\w|\+|&)(?:'s)?",
        r"\b(?:mr|mrs|ms|miss|baby|child|unborn|yp|lil|little|big|mum|dad|bro|sis|sister|brother|auntie|aunty|aunt|uncle|nan|nana|cousin|mate|friend|worker|dr|pc|sgt|pupil|student) (?![nurwx]\b)[a-z](?:'s)?\b(?! (?:bit|lot|few))(?<! a)",
        r"(?<![\w.@/&+'-])(?!I\b|A\b)[A-Z](?:'s)? (?=(?:was|is|has|had|said|says|told|rang|wants|wanted|should|would|could|will|came|went|asked|felt|got|did|and [A-Z]\b|lives|lived|likes|who|doesn't|didn't|wouldn't|does|refused|missed|arrived|stayed|mum|dad|mother|father|brother|sister)\b)",
        r"\b(?:with|told|from|that|said|says|when|rang|for|met|saw|asks) (?!I\b|A\b)([A-Z](?:'s)?)(?= |[.,;?!]|$)(?!\w|['-]\w)",
        r"\b(?:and|by|to) (?!I\b|A\b)([A-Z])(?='s|[.,;]| (?:was|is|has|had|said|told|both|who|to be|should|would|will|at|about|when)\b)",
        r"\b(?!I\b)[A-Z]'s (?=[a-z]{3,})",
        # A letter with its full stop at the start of a sentence: "M. was upset".
        r"(?<![\w.@/&+'-][ .])(?<![\w.@/])(?!I\b)[A-Z]\.(?= (?:was|is|has|had|said|says|told|rang|came|went|asked|felt|got|did|left|refused|missed|arrived|stayed|and (?:his|her|their|[A-Z]\b))\b)",
        r"(?<![\w@/&+'.-] )(?<![\w@/&+'.-])(?!I\b|A\b)[A-Z](?= (?:and|&) (?:his|her|their) (?:sister|brother|mum|mam|dad|mother|father|nan|gran|friend|mate|key ?worker|worker|carer|foster|girlfriend|boyfriend|partner|baby|dog|twin|cousin|aunt|uncle|social)\b)",
        r"(?<![\w@/])[A-Z]{2} ?/ ?[A-Z]{2}(?= (?:sharing|share|shared|were|are|both|fell|had|went|arguing|argued|not getting|at it)\b)",
        r"\bA (?=(?:was|is|has|had|said|says|told|wants|wanted|asked|went|did|felt)\b)",
        r"(?<![\w.@/])(?:[a-z]\.){2}(?: ?[a-z]\.)?(?<!e\.g\.)(?<!i\.e\.)(?<!a\.m\.)(?<!p\.m\.)(?<!n\.b\.)(?<!p\.s\.)(?<!o\.k\.)(?<!y\.o\.)(?<!o\.b\.)(?![\w@])",
        r"\b(?!I\b)[A-Z] (?:and|&|\+) (?!I\b)[A-Z]\b(?! ?[&+]|\w)(?!-)",
        r"\b(?:Child|Baby|Sibling|Young [Pp]erson|Parent|Person|Boy|Girl|Twin) (?:\d|[A-Z])\b(?![\w-])",
    )
)
_UPPER = re.compile(r"(?<![\w@#&/.$£-])[A-Z]{2,3}(?='s\b|\b)(?![\w@&/]|-\w|\.\w|s\b| ?\d)")
_BEFORE = re.compile(
    r"\b(?:with|told|from|that|said|when|rang|for|met|saw|and|by|to|of|mum|dad|mother|father|carer|asked|if|because|as|but|w/|n|re|supported|between|contact|Contact|spoke to|visited|Visited|collected|Met|Rang|Told|Saw|Spoke to|took|like|about|where|while|after|before|Re|RE)[ :]$"
)
_AFTER = re.compile(
    r"(?:'s)?,? (?:was|is|has|had|said|says|told|rang|wants|wanted|should|would|could|will|came|went|asked|felt|got|did|not|lives|lived|who|went missing|returned|presented|reported|refused|attended|doesn't|didn't|feels|thinks|and|to (?:be|see|attend|ring|have|go)|disclosed|stated|appeared|became|ran|left|does|stayed|likes|needs|still|arrived|called|missed|has|aged|\()"
)
_NOT_A_PERSON_AFTER = re.compile(
    r" (?:number|form|team|meeting|plan|referral|review|worker|assessment|training|code|report|process|policy|officer|panel|order|system|unit|manager|test|scan|group|session|lead)s?\b"
)


# Letters that hurried notes use as words: and, are, you, with, times, at the end of a kiss.
_NOT_LETTERS = frozenset("anruwxi")
_CONTACT = frozenset(
    "dropped drove collected fetched woke fed searched settled checked reminded walked told rang met saw asked phoned texted called spoke with w for by from and n of mum dad re visited if when that because cos said says about + & took collected supported".split()
)
_NOTE_PAIRS = frozenset(
    "dk idk nm np ty hw sb kk yh yr fk ft jk ml mg kg cm mm km lb lb lbs st nd rd th pm am hr pt pl pg pp vs mr ms dr sr jr tv dvd cd pc pj gb mb wc lb bt nt bk bf gf sm tm pls tx hx hv sw fc kw cp pd qt rt rn sp sg tb tn tt wd wk wl wt wf xl xs xx zz hm mm sh tn cb cc".split()
)
# Abbreviations that at the start of a note, before a verb, are more likely a child: "dk came back".
_MAYBE_PAIRS = frozenset("dk ty jk ml kg km lb hw sb kk nt jr sr pj tm lbs cp hx sp sg tb tn tt wd wk wl bk".split()) - frozenset(
    "wk hx".split()
)
_LABELS = frozenset(
    "plan vitamin vit hepatitis hep part section grade option type group block room appendix level team set band class ward unit flat form bus floor gate".split()
)
_ROLE_PAIRS = frozenset("sw fc kw gp pc dr mr ms hv cp bf gf sm tm ppl pls".split())
_EITHER = frozenset(
    "AB AM CC CD CO CT DC DI DJ DT FE HE HR MA MC MH MI MS NB NT PM PO PR RE RI RO RX SM TB TM TX VE VR VS XL CP CA DA DS EP FA".split()
)


def _letters(words: list[Word]) -> Iterator[Finding]:
    """Yield single letters and pairs without a vowel that hurried notes use for people: "k was upset", "rang jt"."""
    verbs, notes, acronyms = context("verbs"), context("note_words"), context("acronyms")
    for index, word in enumerate(words):
        if word.used or word.masked or len(word.raw) > 3:
            continue
        before = words[index - 1] if index and not word.starts and word.gap.strip() in {"", "/", "+", "&", ","} else None
        after = words[index + 1] if index + 1 < len(words) and words[index + 1].gap == " " else None
        acts = after is not None and after.raw[0].islower() and (after.low in verbs or (after.low.endswith("ed") and len(after.low) > 4))
        met = (
            before is not None
            and "," not in word.gap
            and (before.low in _CONTACT or (before.low == "to" and index > 1 and words[index - 2].low in {"spoke", "talked", "spk"}))
        )
        pair = words[index + 2] if after is not None and after.low in {"and", "n"} and index + 2 < len(words) else None
        if (
            len(word.raw) == 1
            and word.hurried
            and pair is not None
            and len(pair.raw) == 1
            and pair.low not in "ai"
            and word.low not in "ai"
        ):
            yield Finding("initials", word.start, pair.end, CHECK)
        elif (
            len(word.raw) == 1
            and word.hurried
            and word.raw.isupper()
            and word.raw not in "AIXURN"
            and (before is None or before.low not in _LABELS)
        ):
            yield Finding("initials", word.start, word.end, CHECK)
        elif len(word.raw) == 1 and (word.low not in _NOT_LETTERS or (word.possessive and met)) and not word.low.isdigit():
            if before is not None and before.low in _LABELS and word.raw.isupper():
                continue
            if (
                acts
                or (word.possessive and word.low not in "so")
                or (
                    met
                    and (
                        after is None
                        or after.gap != " "
                        or acts
                        or after.low
                        in {
                            "and",
                            "n",
                            "about",
                            "abt",
                            "re",
                            "to",
                            "at",
                            "in",
                            "who",
                            "when",
                            "today",
                            "tday",
                            "again",
                            "says",
                            "he",
                            "she",
                            "if",
                            "will",
                            "for",
                            "on",
                            "after",
                            "ref",
                            "up",
                            "off",
                            "from",
                            "home",
                            "back",
                            "as",
                            "had",
                            "but",
                            "cos",
                            "&",
                        }
                    )
                )
            ):
                yield Finding("initials", word.start, word.end, CHECK)
        elif word.raw.islower() and word.hurried and 2 <= len(word.low) <= 3 and not any(vowel in word.low for vowel in "aeiouy"):
            if (
                word.low not in notes
                and word.low not in acronyms
                and (
                    word.low not in _NOTE_PAIRS
                    or (
                        word.low not in _ROLE_PAIRS
                        and before is not None
                        and before.low in {"told", "rang", "met", "saw", "asked", "phoned"}
                    )
                    or (word.low in _MAYBE_PAIRS and acts and before is None)
                )
                and (len(word.low) == 2 or acts or met)
            ):
                yield Finding("initials", word.start, word.end, CHECK)
        elif word.raw.islower() and word.hurried and len(word.low) == 2 and word.low not in notes and ((acts and met) or word.possessive):
            known = word.low in lexicon().english or word.low in lexicon().given
            if not known:
                yield Finding("initials", word.start, word.end, CHECK)


def find_initials(text: str, words: list[Word]) -> Iterator[Finding]:
    known = context("acronyms")
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            start, found = match.start(group), match[group].rstrip()
            if re.sub(r"\W", "", found).lower().removesuffix("s") not in known or "." not in found:
                before = text[max(0, start - 14) : start]
                if not re.search(
                    r"(?:[Pp]lan|[Vv]itamin|[Hh]epatitis|[Pp]art|[Ss]ection|[Gg]rade|[Oo]ption|[Tt]ype|[Gg]roup|[Bb]lock|[Rr]oom|[Aa]ppendix|[Ll]evel|[Tt]eam|[Ss]et|[Bb]and)[ ]$",
                    before,
                ):
                    yield Finding("initials", start, start + len(found), CHECK)
    yield from _letters(words)
    shouting = sum(word.raw.isupper() and len(word.raw) > 3 for word in words) > 0.4 * len(words)
    if shouting:
        return
    for match in _UPPER.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if match[0].lower() in known and not (
            match[0] in _EITHER and _BEFORE.search(before) and _AFTER.match(text, match.end(), match.end() + 24)
        ):
            continue
        if _NOT_A_PERSON_AFTER.match(text, match.end(), match.end() + 14):
            continue
        if len(match[0]) == 2 or _BEFORE.search(before) or _AFTER.match(text, match.end(), match.end() + 24):
            yield Finding("initials", match.start(), match.end(), CHECK)
