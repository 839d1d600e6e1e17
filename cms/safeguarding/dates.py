"""Dates in every form people write: 3/9/24, 14th September, on the 3rd, tues 20th, Feb 2024, Christmas Eve 2025."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .windows import matches, windows

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|weds|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?,?"
_NTH = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))"
_N = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first)"
)
_FEAST = (
    r"(?:christmas(?: (?:eve|day))?|xmas(?: (?:eve|day))?|boxing day|new year'?s?(?: (?:eve|day))?|easter(?: (?:sunday|monday))?|good friday|eid(?: al-\w{4,6})?|ramadan|"
    r"diwali|halloween|bonfire night|mother'?s day|father'?s day|valentine'?s day|spring|summer|autumn|winter)"
)
_FULL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:\b{_DAY} ?(?:the )?)?\b{_N} ?(?:of )?{_MONTH},?(?: ?(?:{_YEAR}|\d\d\b(?!:)))?",
        rf"(?:\b{_DAY} ?)?\b{_MONTH} (?:the )?{_N}\b(?![:%\d])(?!,? ?(?:am|pm|yo|year|yr|beds|people|staff|young))(?:,? (?:{_YEAR}|\d\d\b))?",
        r"(?<![\d/.-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b",
        rf"(?:\b{_DAY} ?)?(?<![\d/.:£-])(?:0?[1-9]|[12]\d|3[01]) ?([-/.]) ?(?:0?[1-9]|1[0-2]) ?\1 ?(?:(?:19|20)?\d\d)\b(?![/.-]?\d)",
        r"(?<![\d/.:£-])(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) (?:(?:19|20)\d\d|\d\d)\b(?! ?\d)",
        rf"\b{_MONTH},? ?(?:of )?{_YEAR}(?!\d)|\b(?:{_MONTH}) \d\d\b(?!:| ?(?:am|pm|yo|year|yr|%))",
        r"\b(?:0?[1-9]|1[0-2])/(?:20[0-3]\d|19\d\d)\b",
        rf"\b{_FEAST},? (?:of )?{_YEAR}\b",
        rf"\b(?:half[- ]term|term),? (?:of )?{_YEAR}\b",
        rf"\b(?:the )?{_ORDINAL} of {_MONTH}(?:,? {_YEAR})?|\b{_MONTH} the {_ORDINAL}\b",
        r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d\b",
    )
)
_DAY_AND_MONTH = re.compile(
    r"(?<![\d/.:£-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])\b(?![/.]?\d|%| ?(?:of|the way|pints?|hours?|scale|times|full|stars?|marks|sessions?|cup|ppl|people|yps?|staff|days?|nights?|done))",
)
_DOTTED = re.compile(
    rf"(?:\b{_DAY} ?|\bw/[ceb] ?|\bwc |\bon |\bdated |\bsince |\buntil |\btill? |\bfrom |\bby |\bdob:? ?)(?:0?[1-9]|[12]\d|3[01])[.-](?:0?[1-9]|1[0-2])\b(?![.:]?\d| ?(?:am|pm|hrs?|miles|%))",
    re.IGNORECASE,
)
_NEAR_DATE = re.compile(
    rf"(?:\b(?:{_DAY}|on|since|until|til|till|by|from|w/[ceb]|dated?|dob|admitted|moved|moved in|placed|arrived|left|missing|discharged|arrested|seen|born|before|after|ends?|due|starts?|hearing|appt|court|visit|review)[ :]{{0,2}})$",
    re.IGNORECASE,
)
_NTH_ONLY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:(?:on|by|since|until|till?|from|before|after|for|of|till) (?:the |{_DAY} ?))({_NTH})\b(?! (?:birthday|bday|floor|time|year|century|place|attempt|visit|day|night|week|form|draft|home|placement|stage|module|session|person))",
        rf"\b({_DAY} ?(?:the )?{_NTH})\b(?! (?:birthday|bday|floor|time|year))",
        rf"\b({_DAY} \d{{1,2}})\b(?![:.%\d/-]| ?(?:am|pm|-|yrs?|hrs?|mins?|to|till?|oclock|o'clock|yo|people|beds|ish|x|of))",
        rf"\b(?:the|thr|teh) ({_NTH})\b(?! (?:birthday|bday|floor|time|year|century|place|attempt|visit|day|night|week|form|draft|home|placement|stage|module|session|person|of (?!{_MONTH})|[a-z]{{4,}} (?:of|in|home|placement)\b))(?=[\s.,;:!?)]|$)",
        rf"\b(?:on|by|since|until|till?|from|it was|was|is|'s) (the {_ORDINAL})\b(?= ?(?:[.,;:!?)]|$|of the month|my |at ))",
        rf"(?:^|[:\"] ?)(the {_ORDINAL})(?=[,.!?])",
        rf"\bw/[ceb]\.? ?(?:{_DAY} ?)?({_N}(?:[./-](?:0?[1-9]|1[0-2]))?)\b",
        rf"\b({_NTH} and {_NTH})\b",
        rf"\b({_NTH}) (?:of (?:the|this|that|last|next) (?:month|{_MONTH})|inst|instant|prox)\b",
        rf"\b((?:(?:early|mid|late|end of|start of|beginning of)[- ]?){_MONTH} ?(?:{_YEAR}|\d\d)?)\b(?= ?\d|$|[.,;])(?<=\d)",
        rf"\b({_DAY} (?:the )?{_ORDINAL})\b",
        rf"\b(?:appt|mtg|meeting|visit|court|hearing|review|due|starts?|ends?|moved? to|back|seen|til|till|on|for|booked|rearranged|off|conf|contact) ({_NTH})\b(?=[.,;!?)]|$| (?:at|@|n|and|\d\w{0, 3}|pls|if|am|pm|with|w)\b)",
    )
)
_SCORE = re.compile(
    r"(?:scor\w{0,4}|rated?|scale|a|an|about|is|it|at|was|solid|says|gave|mood|out|of|him|her|pain|only|now|maybe|from|to|=)[ :]$",
    re.IGNORECASE,
)


_TRIGGER = re.compile(rf"\d|\b{_ORDINAL}", re.IGNORECASE)


def find_dates(text: str) -> Iterator[Finding]:
    near = windows(text, _TRIGGER, 40, 60)
    for pattern in _FULL:
        for match in matches(text, pattern, near):
            if not _is_word_may(match[0]):
                severity = STOP if len(re.findall(r"\d+", match[0])) > 1 else CHECK
                yield Finding("date", match.start(), match.end() - (match[0][-1] in " ,."), severity)
    for match in matches(text, _DAY_AND_MONTH, near):
        before = text[max(0, match.start() - 14) : match.start()]
        top, bottom = (int(part) for part in match[0].split("/"))
        if (top, bottom) == (24, 7):
            continue
        close = bool(_NEAR_DATE.search(before))
        if (
            close
            or (top > bottom and bottom != 7 and (top, bottom) != (24, 7))
            or (bottom in (12, 11, 9, 7) and top > 3)
            or bottom in (11, 12)
            or (top <= bottom and not (bottom in (2, 3, 4, 5, 8) and top < bottom) and not (bottom == 10 or _SCORE.search(before)))
        ):
            yield Finding("date", match.start(), match.end(), CHECK)
    for match in matches(text, _DOTTED, near):
        yield Finding("date", match.start(), match.end(), CHECK)
    for pattern in _NTH_ONLY:
        for match in matches(text, pattern, near):
            yield Finding("date", match.start(1), match.end(1), CHECK)


def _is_word_may(found: str) -> bool:
    """Return whether "may" or "mar" in what was found is a verb: "2 may need"; a month with a day has one of the two written out."""
    return bool(re.match(r"\d{1,2} (?:may|mar)$", found)) and not found[0].isspace() and found.endswith(" mar")
