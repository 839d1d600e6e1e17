"""Postcodes and street addresses with a number."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .lexicon import fold_word, lexicon
from .windows import matches, windows

_POSTCODE = re.compile(
    r"\b(?:[A-Za-z]{1,2}\d[A-Za-z\d]?|gir) ?(?:\d|[oO](?=[abd-hjlnp-uw-zABD-HJLNP-UW-Z]{2}\b))[abd-hjlnp-uw-zABD-HJLNP-UW-Z]{2}\b(?<!\d(?:st|nd|rd|th))"
)
_NOT_POSTCODE = re.compile(
    r"(?:[a-z]{1,2}\d{1,2} ?\d(?:am|pm|st|nd|rd|th|hr|pt|ml|mg|pp)|ks[1-5].*|y\d{1,2} ?\d(?:st|nd|rd|th))", re.IGNORECASE
)
STREETS = frozenset(
    "street st road rd avenue ave lane ln close cl drive dr crescent cres terrace terr ter place pl court ct way walk gardens gdns grove gr mews row square sq hill rise "
    "view park parade green bank yard wharf lofts loft cottages cottage house buildings villas mount croft end gate fold garth wynd ginnel snicket mead meadow meadows vale "
    "approach boulevard broadway causeway chase circus drove esplanade embankment gardens heights estate farm flats apartments towers point quay lea dale dene mansions "
    "crossway ringway spinney orchard paddock leys nook alley arcade promenade prom quays ridge common side bungalow bungalows tower maisonettes brow cross barn mill hall lodge "
    "passage loke twitten close precinct walks moor bridge cliff oval copse brae loan wharfage steps stairs arches caravan caravans site plot".split()
)
# After a number these mean an address only if the name before them is not a plain word: "2 min walk", "1 big house".
_WEAK = frozenset(
    "way walk place court park view end drive close green bank hill row house st dr ct row side point approach gate common chase circus fold rise mount estate farm flats site plot steps "
    "stairs bridge cross tower mill hall lodge barn cottage bungalow caravan caravans quay park ter pl cl gr sq alley ridge passage".split()
)
_STREETLIKE = frozenset(
    "close drive court view place way walk park green hill row rise mount grove house st dr ct end bank gate cottage flats".split()
)
_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy ec eh en ex fk fy gl gu ha hd hg hp hr hs hu hx ig ip iv ka kt kw ky la ld le ll ln ls lu me mk ml ne ng nn np nr nw "
    "ol ox pa pe ph pl po pr rg rh rm sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub wa wc wd wf wn wr ws wv yo ze"
).split()
_OUTWARD = re.compile(
    rf"\b(?:{'|'.join(area.upper() for area in _AREAS if len(area) == 2)})\d{{1,2}}[A-Z]?\b(?! ?\d[A-Z]{{2}}|-)|"
    rf"\b(?:{'|'.join(area for area in _AREAS if len(area) == 2 and area not in {'st', 'co', 'so', 'me', 'se', 'pe', 'ch', 'al'})})\d{{1,2}}\b(?! ?\d|-)|"
    r"\b(?:postcode|post code|pcode|in|area|from|to|near) ([BEGLMNSW]\d{1,2})\b(?![-\w])"
)
_LIVES = re.compile(
    r"\b(?:lives?|living|staying|stays|addr(?:ess)?|addy|moved|move|round|over|dropped|drop off|drop|pick up|picked up|collected?|house|home|lodging|based|gone|back|parked|outside|seen|flat|taxi|bail)(?: is| now| to| at| from| him| her| them| back|:)* "
    r"(?:at |from |to |@ ?|no\.? |number |num )?(\d{1,3}[a-d]? (?:the )?[a-zA-Z][\w'-]{3,24}(?: [A-Z][\w'-]{2,20})?)(?=[\s,.;)]|$)",
    re.IGNORECASE,
)
_AT_NUMBER = re.compile(r"(?:\bat|@|\boutside|\bbehind) ?(\d{1,3}[a-d]? [a-zA-Z][\w'-]{3,24})(?=[\s,.;)]|$)", re.IGNORECASE)
_DOOR = re.compile(
    r"\b(?:no\.? ?|number |num )(\d{1,3}[a-d]?),? (?:the )?[a-zA-Z][\w'-]{3,24}(?=[,.;]|$| (?:st|rd|n|and|with|next|opp)\b)", re.IGNORECASE
)
_KIND_OF_STREET = r"(?:[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]lose|[Dd]rive|[Cc]rescent|[Tt]errace|[Gg]rove|[Mm]ews|[Ss]quare|[Gg]ardens|[Rr]ow|[Cc]ourt|[Pp]arade|[Rr]ise)"
# A house without a number, on a street that is named: "Rose Cottage, Main Street", "the end terrace on Albert Road", "number 9 on the Crescent".
_HOUSE_ON_STREET = re.compile(
    rf"\b(?:[A-Z][\w'-]{{2,20}} ){{1,2}}(?:Cottage|House|Farm|Lodge|Bungalow|Barn|Villa|Hall|Flats|Court), ?(?:[A-Z][\w'-]{{1,20}} ){{1,2}}{_KIND_OF_STREET}\b|"
    rf"\b(?:[Tt]he |[Aa] |their |her |his )?(?:end[- ]terrace|mid[- ]terrace|end house|corner house|corner shop|last house|first house|bungalow|maisonette|(?:red|blue|green|black|white|yellow|purple) door|"
    rf"flat (?:above|over) the [\w' ]{{3,20}})(?: next to the [A-Za-z]{{3,12}})? (?:on|in|at|off|down) (?:the )?(?:[A-Z][\w'-]{{1,20}} ){{0,2}}{_KIND_OF_STREET}\b|"
    rf"\b(?:[Nn]umber|[Nn]o\.?) ?\d{{1,4}}[a-d]? (?:on|in|off|down) (?:the )?(?:[A-Z][\w'-]{{1,20}} ){{0,2}}{_KIND_OF_STREET}\b|"
    r"\b[Pp]\.? ?[Oo]\.? [Bb]ox \d{1,5}\b(?:, [A-Z][\w'-]{2,20})?"
)
_WORD_NUMBER = re.compile(
    r"\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|[Nn]ineteen|[Tt]wenty(?:[- ]\w{3,5})?) (?:[A-Z][\w'-]{1,20} ){1,3}(?:"
    r"Street|Road|Avenue|Lane|Close|Drive|Crescent|Terrace|Place|Court|Way|Walk|Gardens|Grove|Mews|Row|Square|Hill|Rise|View|Park|Green|Bank|Yard|Cottages|Buildings)\b"
)
_NUMBERED = re.compile(
    r"(?<![\w£$/.:-])(?:(?:flat|apt|apartment|unit|room|plot|bothy|caravan|studio|block|house|no|number)\.? ?#?)?\d{1,4}[a-f]?(?:[/-]\d{1,3})?,?(?P<words>(?: |, |,)[A-Za-z][\w'.-]{0,24}(?:(?: |, )[A-Za-z][\w'.-]{0,24}){0,4})",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:flat|apt|apartment|unit|plot|bothy|caravan|studio|bedsit)(?: ?#?\d{1,4}[a-z]?|\.? ?#?\d{1,4}[a-z]?| #?[A-HJ-Z])\b(?:,? (?:[A-Z][\w'-]{1,24}|\d{1,4})(?:,? [A-Z][\w'-]{1,24}){0,5})?|"
    r"\b(?:Room|Bed|Rm) \d{1,4}[a-z]?,? (?:at |of )?[A-Z][\w'-]{1,24}(?: [A-Z][\w'-]{1,24}){0,3}"
)
_LOWER_UNIT = re.compile(
    r"\b(?:flat|apt|apartment|bedsit|caravan|room|rm|plot|pitch) (?:#|no\.? ?)?\d{1,4}[a-z]?\b(?! (?:beds?|people|min|hours?))|\b(?:flat|apartment|block) [a-h]\b(?! (?:bit|lot|few|new|good|bad|week|day|month|night|friend|mate|year|while|tidy|mess))",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:,? (?:[A-Z][\w'-]{1,24}|(?:on|by|in|the|le|upon|of)(?= [A-Z]))){1,5}(?=[,.;)\n]|$)")
_AFTER_STREET = frozenset(
    "w w/ with n and til till now again in on for from he she is was but tonight tonite not where mum dad cos til".split()
)
_UNITS = frozenset(
    "mins min yrs yrold hrs wks mths quid yps ppl lads kids tabs cigs beers cans spliffs mates months yr hr wk beds bags calls texts msgs visits".split()
)
_FUNCTION = frozenset(
    "min mins minute minutes hour hours hr hrs day days week weeks wk month months mth year years yr new more other of to in on at the a an and or n for with by from is was were be been are "
    "he she they we i you his her my our their its people staff yp yps young kids children boys girls times time x pm am miles mile out that this so but not no then when who what can will "
    "would had has have did does do said says big small good bad long short different first last next another extra full half quid pounds beds bed phone calls texts missed nights way per cent".split()
)


_TRIGGER = re.compile(r"\d|\b(?:flat|apt|unit|plot|bothy|caravan|studio|bedsit)\b", re.IGNORECASE)


def find_addresses(text: str) -> Iterator[Finding]:
    near = windows(text, _TRIGGER, 20, 160)
    for match in matches(text, _POSTCODE, near):
        if not _NOT_POSTCODE.fullmatch(match[0]):
            yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _UNIT, near):
        yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _LOWER_UNIT, near):
        yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _OUTWARD, near):
        yield Finding("address", match.start(match.lastindex or 0), match.end(match.lastindex or 0), CHECK)
    lists = lexicon()
    for pattern in (_LIVES, _AT_NUMBER, _DOOR):
        for match in matches(text, pattern, near):
            name = re.split(r" (?:the )?", match[0 if pattern is _DOOR else 1], maxsplit=1)[-1].strip(" ,")
            first = fold_word(name.split(" ")[-1] if pattern is _DOOR else name.split(" ")[0])
            if first not in _FUNCTION and first not in lists.common and first not in _UNITS:
                start = match.start(1)
                yield Finding("address", start, match.end(), STOP)
    for pattern in (_WORD_NUMBER, _HOUSE_ON_STREET):
        for match in pattern.finditer(text):
            yield Finding("address", match.start(), match.end(), STOP)
    for match in matches(text, _NUMBERED, near):
        end = _street_end(match["words"])
        if end:
            end += match.start("words")
            tail = _TAIL.match(text, end, end + 120)
            end = tail.end() if tail else end
            post = _POSTCODE.match(text, end + 1) or _POSTCODE.match(text, end + 2)
            yield Finding("address", match.start(), post.end() if post else end, STOP)


def _street_end(words: str) -> int:
    """Return how many characters of the words after a number make a street, or 0."""
    lists = lexicon()
    parts = list(re.finditer(r"[\w'.-]+", words))
    names: list[str] = []
    for part in parts:
        word = fold_word(part[0].rstrip(".'").removesuffix("'s"))
        if names and word in STREETS:
            proper = part[0][0].isupper() and all(name[0].isupper() for name in names)
            plain = all(fold_word(name) in lists.common for name in names)
            following = words[part.end() :].lstrip(".'")
            ends = following[:1] in {"", ","} or part is parts[-1] or following.split()[0] in _AFTER_STREET
            if proper or not plain or word not in _WEAK or (word in _STREETLIKE and ends and len(names) < 3):
                return part.end()
        elif (
            not names
            and len(word) > 5
            and word.endswith(("gate", "bridge", "garth", "croft", "side", "field", "fields", "way", "ings"))
            and (word not in lists.common)
        ):
            return part.end()
        if word in _FUNCTION and not (names == [] and (part[0][0].isupper() or word == "the")):
            return 0
        names.append(part[0])
    return 0
