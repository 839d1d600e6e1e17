"""Numbers that belong to one person, case or car: NHS, NI, UPN, court, crime and case references, number plates."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .windows import matches, windows

_NHS = re.compile(r"(?<![\d+.£$/-])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?![\d/]|[.,]\d|-\d)")
_FIXED = (
    re.compile(r"\b[A-Za-z]\d{12}\b|\b[A-Za-z]\d{11}[A-Za-z]\b"),  # unique pupil number
    re.compile(r"\b(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-tw-z][a-ceghj-nprs-tw-zq] ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b", re.IGNORECASE),  # NI
    re.compile(r"\b[A-Za-z]{2}\d{2}[A-Za-z]\d{4,5}\b"),  # family court
    re.compile(
        r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b|\b[a-z]{2}\d{2} ?(?!and\b|the\b|for\b|but\b|was\b|who\b|not\b|yrs\b|hrs\b)[a-z]{3}\b"
    ),  # number plate
    re.compile(r"\b[A-Z]\d{1,3} [A-Z]{3}\b|\b[A-Z]{3} \d{1,3}[A-Z]\b"),  # older plate
    re.compile(
        r"\b[A-Za-z]{1,5}[-/]\d{2,8}(?:[-/][A-Za-z0-9]{1,8}){1,3}\b|\b[A-Z]{2,6}[-/]\d{3,12}\b|\b[A-Z]{2,5}\d{4,14}\b|\b[A-Z]\d{6,12}\b"
    ),
    re.compile(r"\b\d{2,6}/\d{4,10}(?:/\d{1,6})?\b|\b\d{4,10}/\d{2,6}\b|\b\d{3,6}-\d{4,8}\b(?!-)"),
    re.compile(r"\b\d{2}-\d{2}-\d{2} {1,2}\d{8}\b|\b[A-Z]{5}\d{6}[A-Z0-9]{5}\b"),  # bank account, driving licence
    re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
)
_LABELLED = re.compile(
    r"\b(?:ref(?:erence)?|case|crime|incident|log|custody(?: record)?|mosaic|liquid ?logic|lcs|eclipse|system|client|person|pupil|candidate|"
    r"passport|brp|visa|account|acc|sort code|licen[cs]e|prison|hospital|patient|record|file|claim|policy|urn|pnc|ni(?:no)?|nhs|upn|uln|"
    r"travelcard|oyster|locker|tag|badge|ticket|booking|asylum|port|home office|ho|arc|nass|cwilt|tracking|niche|court)"
    r"(?: (?:ref(?:erence)?|id|no|num|number|record|is|code|card)\b\.?){0,3}[ :#=.,-]{0,3}((?=[A-Za-z/ -]{0,8}\d)[A-Za-z]{0,6}[-/]?\d[\dA-Za-z]{1,14}(?:[-/]\w{1,10}){0,4})",
    re.IGNORECASE,
)
_BARE_ID = re.compile(r"\b(?:id|no|number|pin|#)[ :.#]{1,2}(\d{3,14}(?:[-/]\w{1,10}){0,3})\b", re.IGNORECASE)
_LONG = re.compile(
    r"(?<![\d£$€.,#@])(?:\d{6,}|\d{3} \d{3} \d{3,4})(?![\d%]|,\d{3}|\.\d|(?: ?(?:pounds|people|young|children|views|likes|followers|miles|steps|km)))"
)
_NOT_A_REFERENCE = re.compile(r"\d{1,2}(?:st|nd|rd|th|am|pm|yo|yrs?|hrs?|mins?|s|x|k)?|(?:19|20)\d\d|s\d{1,3}", re.IGNORECASE)


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits have the check digit of an NHS number (modulus 11)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == int(digits[9])


_TRIGGER = re.compile(r"\d\D{0,3}\d")


def find_numbers(text: str) -> Iterator[Finding]:
    near = windows(text, _TRIGGER, 50, 40)
    for match in matches(text, _NHS, near):
        digits = re.sub(r"\D", "", match[0])
        if digits[0] != "0" or is_nhs_number(digits):
            yield Finding("number", match.start(), match.end(), STOP if is_nhs_number(digits) else CHECK)
    for pattern in _FIXED:
        for match in matches(text, pattern, near):
            yield Finding("number", match.start(), match.end(), STOP)
    for pattern in (_LABELLED, _BARE_ID):
        for match in matches(text, pattern, near):
            if not _NOT_A_REFERENCE.fullmatch(match[1].strip()):
                yield Finding("number", match.start(1), match.end(1), STOP)
    for match in matches(text, _LONG, near):
        yield Finding("number", match.start(), match.end(), CHECK)
