"""Ages of one person, school years and years of birth. Bands and ages of groups stay clean."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .windows import matches, windows

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
        rf"\b(?:i'm|im|i am|i was) (?:still |only |just |now |nearly |almost )?({_N}|{_WORDS})(?:{_HALF})\b{_BAND}{_UNIT_AFTER}(?! (?:of|that|who|for|day|thing)\b)",
        rf"\b(?:when|since|until|till?|by the time|before|after|while|from when|cos|because) (?:he|she|i|they|[A-Za-z][\w'-]{{1,15}}) (?:was|were|is|turned|turns) (?:only |just |about |nearly |barely |almost )?({_N}|{_WORDS}){_HALF}\b{_BAND}{_UNIT_AFTER}(?! (?:of|that|who)\b)",
        rf"\b(?:he|she|i|they|who)(?:'s|'d be|'ll be| is| was| were| will be| would be)? (?:still |only |just |now |nearly |almost |about |barely |not yet )?({_WORDS}){_HALF}(?=,? (?:when|now|and (?:has|had|was|is|he|she|they|pregnant|living|in|a half)|in {_MONTH}|next|last|today|but|the day|years)\b|[.,;!?)]|$)",
        rf"(?:[:\"] ?|- )({_WORDS}|{_N}) (?:in|next|last) {_MONTH}",
        rf"\b(?:nearly|almost|just|only|barely|not yet|rising|about to be|going to be|be|still) (1[0-9]|{_TEEN})\b{_BAND}{_UNIT_AFTER}(?=[.,;!?)]|$| (?:and|but|so|n|when|now|in|next|years?)\b)",
        r"(?<![\d:/] )(?<!at )(?<!by )(?<!til )(?<!from )\b(1[0-9]) (?:today|tday|2day|tmrw|tomoz|tomorrow|soon|nxt|next|yday|yesterday|going on|nxt wk|this (?:week|month|year|wk|yr))\b",
        r"(?<=[a-z], )(1[0-9])(?=, [a-z])",
        rf"\((?:m|f|male|female|boy|girl)[ ,/]{{0,2}}({_N})\)|\(({_N})(?:[ ,/]{{0,2}}(?:m|f|male|female|yrs?|years?|and .{{1,12}}|, ?\d{{1,2}}.{{0,12}}))\)|\b[MF]/?({_N})\b(?![/.:\d])|\b({_N})/?[MF]\b",
        rf"\b(?:boys?|girls?|kids|children|brothers|sisters|sibs|siblings|sons|daughters|lads|twins|little ones|cousins),? (?:aged |are |were |of )?\(?({_N}(?:, \d{{1,2}}){{0,5}},? ?(?:and|&|n|\+) ?\d{{1,2}})\b{_UNIT_AFTER}",
        rf"\bat the age of ({_N}|{_WORDS})\b{_BAND}",
        rf"\b(?:approx\.?|approximately|roughly|thought to be|believed to be|assessed as|assessed to be|claims to be|says (?:he|she|they)(?:'s| is| are)) (?:about |around )?(1[0-9]|{_TEEN})\b{_BAND}{_UNIT_AFTER}",
        rf"\b(?:boy|girl|child|baby|lad|lass|teen|teenager|youngster|pupil|son|daughter|man|woman|bloke|fella|brother|sister|mum|dad) (?:of |aged )({_N}|{_WORDS})\b{_UNIT_AFTER}",
        rf"\bat (?:just |only )?({_TEEN})(?=,? (?:i|we|and|her|his|she|he|they|with|the|by)\b|[.,;!?]|$)(?<!at eleven)(?<!at twelve)",
        r"(?<!for )(?<!in )(?<!after )(?<!last )(?<!over )(?<!past )\b(1[0-9] ?-?yrs?)\b(?! (?:in|of|ago|with|sentence|later|at|since|contract|experience|together|here|apart|plan)\b)",
        rf"\bat (1[3-9])\b(?=[.,;!?)]|$| (?:and|when|after|with|n)\b){_UNIT_AFTER}",
        rf"\b(?:now|then|still|just|only|barely) ({_TEEN}|1[0-9])(?=, ?(?:he|she|they|and)\b)",
        rf"\b(?:had|have|has) (?:her|him|me|them|[A-Za-z][\w-]{{1,15}}) (?:at|when) ({_TEEN}|1[0-9])\b",
        rf"\bturn(?:ed|s|ing)? ({_N}|{_WORDS})\b{_BAND}{_UNIT_AFTER}",
        rf"\b({_N}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|twenty-?first) (?:birthday|bday|b-day)",
        rf"(?:\b(?:he|she|they|who|mum|mam|dad|mother|father|brother|sister|sis|bro|baby|lads?|kids?|son|daughter|nan|gran|partner|boyfriend|girlfriend|bf|gf|cousin|uncle|aunt|auntie|yp|boy|girl|lad|lass|child|twins?|both)"
        rf"(?:'s|'re|s| is| was| are| were|'m| am| be)? (?:still |only |just |now |nearly |almost |about |actually |really |barely )?)({_N}|{_TEEN})(?:{_HALF})\b{_BAND}{_UNIT_AFTER}",
        rf"\b(?<!it )(?<!It )(?<!time )(?:is|was|were|be|are) (?:still |only |just |now |nearly |almost |barely )?({_TEEN}|1[0-9])(?:{_HALF})\b(?= (?:when|now|and (?:has|had|was|is|he|she|they|pregnant|living|in)|in {_MONTH}|next|last|today|but)|[.,;!?)]|$){_BAND}{_UNIT_AFTER}",
        rf"\b({_N} (?:in|on|this|next) (?:{_MONTH}|mon|tues?|weds?|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)",
        rf"(?:\b(?:at|since|from|until|till?|by|before|only|just|nearly|almost|barely) (?:the age of )?)({_TEEN}{_HALF})\b(?=,? (?:and|he|she|they|when|his|her|a|after|with|was|had|to live|to his|to her)\b|[.,;])(?! (?:to|or) )(?<!at eleven)(?<!at twelve)",
        rf"\bat ((?:1[0-9]|[4-9])) (?=he\b|she\b|they\b|when\b|and\b|after\b|with\b|his\b|her\b){_UNIT_AFTER}",
        rf"\b({_TEEN} and a half|{_TEEN} and \w{{3,6}} months)\b",
        r"\b(?:born|b\.) (?:in |c\. ?)?((?:19|20)\d\d)\b",
        r"\b(?:year|yr|y) ?(?:[1-9]|1[0-3])\b(?! (?:pilot|plan|programme|budget|gap|contract|term|of the|of a|in a row|figures|target))",
        r"\byear (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)\b(?! of)",
        r"\b(?:in|into|starts?|started|from) (reception|the sixth form|nursery class)\b",
        r"\b(\d{1,2}(?:/\d{1,2})? (?:mths?|months?|wks?|weeks?|days?) old)\b|\bbaby (?:is |was |of )?(\d{1,2} ?(?:mths?|months?|wks?|weeks?|days?))\b|\b(\d{1,2}[- ]?(?:mth|month|week|wk|day)[- ]old)\b",
        rf"\((?:aged? |now |nearly |almost |then |just |only )?({_N})\)(?! ?[(\d])",
        r"\b(?:dob|d\.o\.b\.?|date of birth|yob|born)[ :]{1,3}((?:19|20)\d\d)\b",
        rf"\bnew yp,? ({_N})\b{_UNIT_AFTER}",
        rf"\b(?:so|bcos|because|cos) ({_N}),? not (?:{_N})\b",
        rf"\b({_N})(?:f|y)\b(?=[ ,.;)]|$)",
    )
)
_LIST_PLACE = re.compile(
    r"(?:section|step|page|slide|figure|table|part|item|para|paragraph|chapter|module|lesson|note|footnote|reg|regulation|s|box|week|day|act|art|article|no|no\.|number|\d)[ (]{0,2}$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"(?!, \d+ [A-Z]),? ?(?:\(|-|is|was|now|aged|just|turned|then|who is|who was|nearly|almost|only)? ?(?:now |just |only |nearly |almost )?({_N}(?: ?1/2)?)\b(?![-/]\d){_UNIT_AFTER}(?=[\s,.;)!?-]|$)(?! (?:and|to|or) \d)(?! [A-Za-z]+ (?:st|street|road|rd|lane|ln|ave|avenue|close|terrace|drive|way)\b)",
    re.IGNORECASE,
)
_NOT_AN_AGE_AFTER = re.compile(
    r"\b(?:at|by|in|for|til|till|from|after|before|x|room|no|flat|bus|week|day|part|level|phase|step|bedroom|rm)$", re.IGNORECASE
)


_TRIGGER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twel|thir|fif|twent|forty|first|second|reception|the sixth|nursery)",
    re.IGNORECASE,
)


def find_ages(text: str) -> Iterator[Finding]:
    near = windows(text, _TRIGGER)
    for pattern in _PATTERNS:
        for match in matches(text, pattern, near):
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
