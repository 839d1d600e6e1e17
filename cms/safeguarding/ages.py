"""Ages of one person, school years and years of birth. Bands and ages of groups stay clean."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding

_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ](?:one|two|three|"
    r"four|five|six|seven|eight|nine))?|thirty(?:[- ]\w{3,5})?|forty(?:[- ]\w{3,5})?)"
)
_TEEN = r"(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_N = r"(?:[1-9]\d?)"
_HALF = r"(?: ?(?:1/2|½)| and a half| and (?:\d{1,2}|\w{3,6}) months?)?"
_BAND = r"(?! ?(?:-|to|or|and|/) ?(?:\d|\w{3,8}(?:een|teen)\b))(?! and (?:over|under|above|older))(?!\+)(?!s\b)"
_UNIT_AFTER = (
    r"(?! ?(?:%|[:./]\d|am\b|pm\b|st\b|nd\b|rd\b|th\b|x\b|k\b|hrs?\b|hours?\b|mins?\b|minutes?\b|days?\b|nights?\b|wks?\b|weeks?\b|mths?\b|months?\b|beds?\b|miles?\b|mg\b|ml\b|kg\b|lbs?\b|"
    r"stone\b|quid\b|pounds?\b|times?\b|more\b|people\b|staff\b|boys\b|girls\b|kids\b|children\b|yps\b|missing\b|calls?\b|texts?\b|visits?\b|sessions?\b|o'?clock|cm\b|p\b|points?\b|goals?\b|"
    r"of\b|out of|pages?\b|lessons?\b|cigs?\b|pills?\b|tabs?\b|tablets?\b|bags?\b|new\b|other\b|sharp\b|messages?\b|missed\b|matches\b|games?\b|eggs?\b|tins?\b|steps?\b|metres?\b|ish\b|percent|mates\b))"
)
_YO = r" ?-? ?(?:y/?r?/?o|y\.o\.?|yrs?|years?|yr s|yrs?[- ]?old|years?[- ]?old|year[- ]old|mths? old|months?[- ]old|weeks?[- ]old|wks? old|days?[- ]old)\b(?:[- ]olds?)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 14yo, 14 yr old, fourteen-year-old
        rf"\b{_N}{_HALF} ?-? ?(?:y/?o\b|y\.o\b\.?|(?:yrs?|years?|y|mths?|mnths?|months?|wks?|weeks?|days?)[- ]?(?:old|of age)\b(?!s))",
        rf"\b{_WORDS}{_HALF}[- ](?:yrs?|years?|months?|weeks?)[- ](?:old|of age)\b(?!s)",
        rf"\b(?<![-/])(?:aged?|age is|age:)[ :]?(?:just |only |about |around |nearly |almost )?(?:{_N}{_HALF}|{_WORDS}{_HALF})\b(?: years?)?{_BAND}",
        rf"\b(?:at|by|before|since|until|till|from|reached) (the age of (?:{_N}|{_WORDS}))\b{_BAND}(?=,? (?:he|she|they|his|her|i|my|when|and|[A-Z][a-z]+ (?:was|had))\b)",
        rf"\bturn(?:ed|s|ing)? ({_N}|{_WORDS})\b{_BAND}{_UNIT_AFTER}",
        rf"\b({_N}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|twenty-?first) (?:birthday|bday|b-day)",
        rf"(?:\b(?:he|she|they|i|who|mum|mam|dad|mother|father|brother|sister|sis|bro|baby|son|daughter|nan|gran|partner|boyfriend|girlfriend|bf|gf|cousin|uncle|aunt|auntie|yp|boy|girl|lad|lass|child|twins?|both)"
        rf"(?:'s|'re|s| is| was| are| were|'m| am| be)? (?:still |only |just |now |nearly |almost |about |actually |really |barely )?)({_N}|{_TEEN})(?:{_HALF})\b{_BAND}{_UNIT_AFTER}",
        rf"\b(?:is|was|were|be|are) (?:still |only |just |now |nearly |almost |barely )?({_TEEN}|1[0-9])(?:{_HALF})\b(?= (?:when|now|and (?:has|had|was|is|he|she|they|pregnant|living|in)|in {_MONTH}|next|last|today|but)|[.,;!?)]|$){_BAND}{_UNIT_AFTER}",
        rf"\b({_N} (?:in|on|this|next) (?:{_MONTH}|mon|tues?|weds?|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)",
        rf"(?:\b(?:at|since|from|until|till?|by|before|only|just|nearly|almost|barely) (?:the age of )?)({_TEEN}{_HALF})\b(?=,? (?:and|he|she|they|when|his|her|a|after|with|was|had|to live|to his|to her)\b|[.,;])(?! (?:to|or) )(?<!at eleven)(?<!at twelve)",
        rf"\bat ((?:1[0-9]|[4-9])) (?=he\b|she\b|they\b|when\b|and\b|after\b|with\b|his\b|her\b){_UNIT_AFTER}",
        rf"\b({_TEEN} and a half|{_TEEN} and \w{{3,6}} months)\b",
        r"\b(?:born|b\.) (?:in |c\. ?)?((?:19|20)\d\d)\b",
        r"\b(?:year|yr|y) ?(?:[1-9]|1[0-3])\b(?! (?:pilot|plan|programme|budget|gap|contract|term|of the|of a|in a row|figures|target))",
        r"\byear (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)\b(?! of)",
        r"\b(?:in|into|starts?|started|from) (reception|the sixth form|nursery class)\b",
        rf"\b(\d{{1,2}}(?:/\d{{1,2}})? (?:mths?|months?|wks?|weeks?|days?) old)\b|\bbaby (?:is |was |of )?(\d{{1,2}} ?(?:mths?|months?|wks?|weeks?|days?))\b|\b(\d{{1,2}}[- ]?(?:mth|month|week|wk|day)[- ]old)\b",
        rf"\((?:aged? |now |nearly |almost |then |just |only )?({_N})\)(?! ?[(\d])",
        rf"\b(?:dob|d\.o\.b\.?|date of birth|yob|born)[ :]{{1,3}}((?:19|20)\d\d)\b",
        rf"\bnew yp,? ({_N})\b{_UNIT_AFTER}",
        rf"\b(?:so|bcos|because|cos) ({_N}),? not (?:{_N})\b",
        rf"\b({_N})(?:f|y)\b(?=[ ,.;)]|$)",
    )
)
_LIST_PLACE = re.compile(r"(?:section|step|page|slide|figure|table|part|item|para|paragraph|chapter|module|lesson|note|footnote|reg|regulation|s|box|week|day|act|art|article|no|no\.|number|\d)[ (]{0,2}$", re.IGNORECASE)
_AFTER_NAME = re.compile(rf"(?!, \d+ [A-Z]),? ?(?:\(|-|is|was|now|aged|just|turned|then|who is|who was|nearly|almost|only)? ?(?:now |just |only |nearly |almost )?({_N}(?: ?1/2)?)\b(?![-/]\d){_UNIT_AFTER}(?=[\s,.;)!?-]|$)(?! (?:and|to|or) \d)(?! [A-Za-z]+ (?:st|street|road|rd|lane|ln|ave|avenue|close|terrace|drive|way)\b)", re.IGNORECASE)
_NOT_AN_AGE_AFTER = re.compile(r"\b(?:at|by|in|for|til|till|from|after|before|x|room|no|flat|bus|week|day|part|level|phase|step|bedroom|rm)$", re.IGNORECASE)


def find_ages(text: str) -> Iterator[Finding]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = next((number for number in range(1, (match.lastindex or 0) + 1) if match[number]), 0)
            start, end = match.span(group)
            if text[start - 1 : start] == "(" and _LIST_PLACE.search(text[max(0, start - 14) : start - 1] or " "):
                continue
            yield Finding("age", start, end, STOP if re.search(r"\d", match[0]) else CHECK)


def age_after_name(text: str, end: int) -> Finding | None:
    """Return the age written straight after a name that ends at `end`: "Kacper, 15," or "azad 14 says"."""
    match = _AFTER_NAME.match(text, end, end + 60)
    if match and 1 <= int(match[1].split(" ")[0][:2]) <= 95:
        return Finding("age", match.start(1), match.end(1), STOP)
    return None
