"""Ways to reach someone or look them up: phones, email addresses, links, handles."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .windows import matches, windows

HELPLINES = frozenset(
    "03031231113 116123 08001111 116000 08088005000 08001692081 08088010331 08000684141 08088010677 85258 08082000247 08001114000 08006120101 "
    "03001231231 08000121700 08000232033 08088004444 08000121700 999 101 111 112 105 119 18000 03001311111 08007315520 03456014468 08082525252".split()
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64} ?@ ?(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b", re.IGNORECASE)
_SPOKEN_EMAIL = re.compile(
    r"\b[\w.+-]{2,40} (?:at|\(at\)|\[at\]) [\w-]{2,40} (?:dot|\(dot\)|\[dot\]) (?:com|co|org|net|uk|example|gov|school)\b", re.IGNORECASE
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{3,300}", re.IGNORECASE)
_BARE_URL = re.compile(r"\b(?:[a-z0-9-]{2,40}\.){1,3}(?:com|net|example|me|tv|gg|io|ly|be|co|org|uk)/[^\s<>\"')\]]{1,200}", re.IGNORECASE)
_PUBLIC = re.compile(
    r"(?:https?://)?(?:[\w-]{1,60}\.){0,4}(?:gov\.uk|nhs\.uk|parliament\.uk|legislation\.gov\.uk|nspcc\.org\.uk|childline\.org\.uk|samaritans\.org|"
    r"scie\.org\.uk|ico\.org\.uk|socialworkengland\.org\.uk|barnardos\.org\.uk|bbc\.co\.uk|youtube\.com/?$|kooth\.com|youngminds\.org\.uk|"
    r"innovationunit\.org|researchinpractice\.org\.uk|w3\.org|doi\.org|crimestoppers-uk\.org)(?=[/:?#]|$)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.])@(?=[\w.]{0,30}[A-Za-z])[A-Za-z0-9_][\w.]{2,39}")
_DISCORD = re.compile(r"\b\w[\w.]{1,31}#\d{3,6}\b")
_LABELLED_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|tik tok|xbox|psn|ps[45]|steam|discord|roblox|fortnite|twitch|gamertag|gamer tag|username|user name|kik|"
    r"telegram|twitter|handle|minecraft|whatsapp|fb|facebook|onlyfans|youtube|signal|viber|skype|wechat|switch)"
    r"(?: (?:tag|name|user|username|account|acc|handle|id|is|called|as|on|under|now|new)\b){0,3}[ :=,-]{1,3}[\"']?"
    r"(?=[\w.-]{0,40}(?:\d|_|\.\w|[a-z][A-Z]))([A-Za-z0-9][\w.-]{3,39})",
    re.IGNORECASE,
)
_HAS_HANDLE_SHAPE = re.compile(r"[a-z][A-Z]|\d|_|\w\.\w")
_BARE_HANDLE = re.compile(
    r"\b(?=\w{0,30}[A-Za-z])(?:[A-Za-z]{2,20}[._][A-Za-z0-9._]{1,20}\d{1,4}|[A-Za-z]{3,16}_[A-Za-z0-9_]{2,20}|[A-Z][a-z]{2,12}[A-Z][a-z]{1,12}\d{1,4})\b"
)
_PHONE = re.compile(r"(?<![\d+£$.,])(?:\+ ?44|\(\+44\)|0044|44(?= ?7)|(?:\(?0))(?:[ ().-]{0,3}\d){7,11}(?!\d)")
_FOREIGN_PHONE = re.compile(r"(?<![\d+])(?:\+|\b00)[ (]?[1-9](?:[ ().-]{0,2}\d){7,13}(?!\d)")
_LOCAL_PHONE = re.compile(
    r"\b(?:tel|phone|mob|mobile|ring|rang|call|called|text|txt|cell|landline|ph|whatsapp|number is|number's|new no|on)[ .:]{1,3}((?:\d[ -]?){6,8})(?![ -]?\d)(?! ?(?:th|st|nd|rd|am|pm|%))",
    re.IGNORECASE,
)
_SHORT_HELP = re.compile(r"\b(?:extension|extn|ext)\b\.?:? ?(\d{3,6})\b", re.IGNORECASE)
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_SPOKEN_PHONE = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,-]{{1,2}}{_DIGIT_WORD}){{6,14}}\b", re.IGNORECASE)


_DIGIT = re.compile(r"\d")
_DIGIT_WORDS = re.compile(rf"\b{_DIGIT_WORD}[ ,-]{{1,2}}{_DIGIT_WORD}", re.IGNORECASE)
_HANDLE_CLUE = re.compile(r"[\d_]|[a-z][A-Z]|\w\.\w")


def find_contacts(text: str) -> Iterator[Finding]:
    digits, clues = windows(text, _DIGIT, 40, 40), windows(text, _HANDLE_CLUE, 60, 60)
    links = links_in(text)
    for start, end in links:
        if not _PUBLIC.match(text, start, end):
            yield Finding("contact", start, end, STOP)
    if "@" in text:
        for match in _HANDLE.finditer(text):
            yield Finding("contact", match.start(), match.end(), STOP)
        for match in matches(text, _EMAIL, windows(text, re.compile("@"), 70, 140)):
            yield Finding("contact", match.start(), match.end(), STOP)
    for match in matches(text, _SPOKEN_EMAIL, windows(text, re.compile(r"\bdot\b|\(dot\)|\[dot\]"), 100, 20)):
        yield Finding("contact", match.start(), match.end(), STOP)
    for pattern, stretches in ((_DISCORD, digits), (_SPOKEN_PHONE, windows(text, _DIGIT_WORDS, 0, 100))):
        for match in matches(text, pattern, stretches):
            yield Finding("contact", match.start(), match.end(), STOP)
    for match in matches(text, _LABELLED_HANDLE, clues):
        if _HAS_HANDLE_SHAPE.search(match[1]):
            yield Finding("contact", match.start(1), match.end(1), STOP)
    inside = iter(sorted(links))
    link = next(inside, None)
    for match in matches(text, _BARE_HANDLE, clues):
        while link and link[1] <= match.start():
            link = next(inside, None)
        if not (link and link[0] < match.end()):
            yield Finding("contact", match.start(), match.end(), CHECK)
    for pattern in (_PHONE, _FOREIGN_PHONE):
        for match in matches(text, pattern, digits):
            if _is_phone(match[0]):
                yield Finding("contact", match.start(), match.end(), STOP)
    for pattern in (_LOCAL_PHONE, _SHORT_HELP):
        for match in matches(text, pattern, digits):
            if re.sub(r"\D", "", match[1]) not in HELPLINES:
                yield Finding("contact", match.start(1), match.start(1) + len(match[1].rstrip(" -")), CHECK)


def links_in(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of web addresses, public ones too."""
    found = []
    if "://" in text or "www." in text.lower() or "/" in text:
        for pattern in (_URL, _BARE_URL):
            for match in matches(text, pattern, windows(text, re.compile(r"/|www\.", re.IGNORECASE), 130, 320)):
                found.append((match.start(), match.start() + len(match[0].rstrip(".,;:!?"))))
    return found


def is_helpline(written: str) -> bool:
    """Return whether these digits are a number that anyone may give to anyone."""
    digits = re.sub(r"\D", "", written)
    return digits in HELPLINES or digits.startswith(("0800", "0808", "0300", "0303", "0333", "0345"))


def _is_phone(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return 9 <= len(digits) <= 15 and not is_helpline(written)
