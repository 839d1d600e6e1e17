"""Schools, homes, hospitals, clubs, courts and the like by name, and places."""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .lexicon import context, lexicon
from .tokens import Word

# A name before one of these makes an institution, with or without capitals.
_TYPES = frozenset(
    "school college academy academies primary grammar nursery infants juniors university uni hospital infirmary hospice surgery clinic practice centre center lodge fc afc rfc rlfc cfc "
    "rovers albion athletic wanderers church mosque masjid temple gurdwara synagogue chapel cathedral orthodox fostering herald argus gazette echo chronicle telegraph mercury "
    "examiner observer arms inn tavern services solicitors chemist chemists pharmacy dental dentist dentists cafe café ltd limited scouts guides cadets brownies beavers gym stadium pru "
    "theatre cinema bakery butchers bakers garage stables stable salon barbers hairdressers supermarket stores takeaway kebab chippy fryer hotel guesthouse b&b hostel refuge foyer yoi prison ymca "
    "library museum unit ward trust charity project hub court house grange manor hall villa court club team society church under-14s cc boxing karate abc dojo harriers "
    "station depot farm hardware motors autos taxis cabs tesco asda lidl aldi spar coop co-op mcdonalds nisa premier united town city rangers lions tigers hornets panthers sharks "
    "bookies barber launderette newsagents newsagent post-office pub bar youthy service mc psc partnership llp associates agency steiner montessori madrasa madrassah minster abbey priory convent "
    "pharmacies opticians vets laundrette workshop nails tyres services airport speedway rink pool baths".split()
)
_BODIES = frozenset("hub team service services project trust unit society council court charity partnership".split())
# These need a name with a capital, or a name that is no plain word, before them: "the house", "a children's home".
_HOMES = frozenset(
    "view acre acres bank grove mount croft gables firs oaks beeches elms meadows gardens heights towers lea dene rise cottage cottages farm villas orchard home homes lawns pines willows limes cedars poplars hollies chestnuts court retreat haven camp row holt".split()
)
_HOME_NAMES = frozenset(
    "acre acres gables firs oaks beeches elms lea dene croft mount villas villa towers lawns pines willows limes cedars poplars hollies chestnuts lodge grange manor house".split()
)
# "moved to the willows": homes are called by trees, and nobody moves into trees.
_TREES = frozenset(
    "gables firs oaks beeches elms willows limes cedars poplars hollies chestnuts laurels rowans larches birches sycamores hawthorns maples".split()
)
_STREETS = frozenset(
    "street road avenue lane crescent terrace drive close way walk gardens mews square gate wynd ginnel parade place estate park beach bay moor woods wood valley dale lake reservoir river canal market precinct bridge hill green common st rd ave cres ln".split()
)
_FIRST = frozenset("camp hmp yoi hotel cafe café club bar the villa lycée st saint saints our royal pru".split())
_CONNECTORS = frozenset("of the and & st saint for on in at".split())
_DETERMINERS = frozenset(
    "a an the his her their our my your this that some any no new old every each another local own one two first same which what whose its".split()
)
_PREPOSITIONS = frozenset(
    "in to from near at @ outside round around via towards into through across leaving left visiting inside nr behind opposite by toward off".split()
)
_GENERIC_BEFORE = frozenset(
    "children childrens children's young people peoples youth family families foster care leaving secondary primary high junior senior special mainstream virtual boarding local community health "
    "medical leisure sports sport swimming social support early help residential respite short semi-independent supported independent day contact youth's general private public state "
    "sixth form football rugby boxing breakfast after homework drama art dance police train bus fire petrol coach underground radio power crown county family magistrates high supreme european youth-offending "
    "youth offending justice probation drug alcohol advice citizens food job call shopping town city village parish school hospital gp doctor doctors dentist mental crisis assessment "
    "education teaching training further higher adult out of own whole big little nice safe open empty full half council housing detached terraced white house play soft charity project pilot project outreach management "
    "leadership multi-agency multi professional specialist forensic clinical psychology therapy speech language duty admin reception it hr finance legal complaints quality performance placement "
    "placements commissioning kinship adoption fostering sgo send inclusion attendance hub staff night weekend area regional national first second new small large old red blue green pub club working best "
    "good same every each custody secure intensive paediatric maternity a&e walk-in gaming sensory quiet changing waiting football gay nail online chat book bridging summer holiday premier steering working".split()
)
_CHILD = frozenset(
    "he she his her him hers yp boy girl child son daughter brother sister baby lad lass teenager mum dad mother father nan gran".split()
)


def find_institutions(words: list[Word], text: str) -> Iterator[Finding]:
    """Yield named institutions, and mark their words as used."""
    lists = lexicon()
    generic = context("generic_capitals")
    for index, word in enumerate(words):
        if word.used or word.masked:
            continue
        low = word.low.removesuffix("'s")
        kind = "place" if low in _STREETS and low not in _TYPES else "institution"
        if low in _TYPES or low in _HOMES or low in _STREETS or (low.startswith("under-") and low[6:8].isdigit()):
            first = _start_of_name(words, index, lists, generic, weak=low not in _TYPES)
            if first is not None:
                last = _end_of_name(words, index)
                yield _finding(words, first, last, kind, text)
                continue
        if (
            low in _TREES
            and index > 1
            and words[index - 1].low == "the"
            and words[index - 2].low in {"at", "to", "from", "in", "into", "left"}
        ):
            yield _finding(words, index - 1, index, "institution", text)
        elif (
            low in _FIRST
            and word.capital
            and index + 1 < len(words)
            and words[index + 1].capital
            and _joined(words[index + 1])
            and low not in {"the", "our"}
        ):
            last = index + 1
            while last + 1 < len(words) and words[last + 1].capital and _joined(words[last + 1]) and last - index < 4:
                last += 1
            yield _finding(words, index, last, "institution", text)
        elif (
            low in {"st", "saint", "st."}
            and index + 1 < len(words)
            and _joined(words[index + 1])
            and word.hurried
            and words[index + 1].low.endswith("s")
            and not words[index + 1].masked
        ):
            yield _finding(words, index, index + 1, "institution", text)
        elif word.capital and not word.starts and low not in generic and index:
            # "outside the Wheatsheaf", "back at Long Acre"
            before = words[index - 1]
            if (
                before.low == "the"
                and index > 1
                and words[index - 2].low in _PREPOSITIONS
                and _joined(word)
                and low in lists.english
                and low not in lists.given
            ):
                last = index
                while last + 1 < len(words) and words[last + 1].capital and _joined(words[last + 1]) and last - index < 3:
                    last += 1
                if not (last > index and words[last].low in generic):
                    yield _finding(words, index - 1, last, "institution", text)
            elif (
                (before.low in _PREPOSITIONS | {"say", "says", "called"} or before.low.endswith("ing"))
                and index + 1 < len(words)
                and words[index + 1].capital
                and _joined(words[index + 1])
                and not word.heading
            ) and (
                low in lists.english
                and words[index + 1].low in lists.english
                and words[index + 1].low not in generic
                and low not in lists.given
            ):
                yield _finding(words, index, index + 1, "institution", text)


_ROAD = re.compile(r"\b(?:[Aa]\d{2,4}|[Mm]\d{2}|M\d|A1(?:\(M\))?|[Bb]\d{4})\b(?! (?:paper|size|sheet|form))")
_PUB = re.compile(
    r"\b(?:at|by|in|outside|near|nr|behind|from|to|opp|opposite|past|@) ((?:the )?(?:black|white|red|golden|bay|blue|old|royal|kings?|queens?|king's|queen's|green|grey|spread|three|rising|flying) "
    r"(?:bull|horse|lion|swan|ship|hart|bear|boar|dog|fox|oak|star|anchor|bell|bells|eagle|ram|lamb|cow|head|arms|tuns|sun|dragon|horseshoes|legs|inn))\b",
    re.IGNORECASE,
)


def find_roads_and_pubs(text: str) -> Iterator[Finding]:
    for match in _ROAD.finditer(text):
        yield Finding("place", match.start(), match.end(), CHECK)
    for match in _PUB.finditer(text):
        yield Finding("institution", match.start(1), match.end(1), CHECK)


def _joined(word: Word) -> bool:
    return word.gap in {" ", "-", "  "}


def _start_of_name(words, index, lists, generic, *, weak):
    """Return the index where the name before the type word begins, or None if the words before it are plain."""
    word = words[index]
    first, proper = index, False
    while first and index - first < 5 and _joined(words[first]):
        before = words[first - 1]
        if before.masked and not (before.low in context("allowed_places") and word.low in _TYPES - _BODIES):
            break
        if word.capital or (word.raw.isupper() and before.capital):
            if before.capital or (before.raw.isupper() and len(before.raw) > 1 and not before.raw.isdigit()):
                proper = proper or (
                    before.low not in generic
                    and before.low not in _GENERIC_BEFORE
                    and not (before.starts and before.low in lists.common and before.low in _DETERMINERS)
                )
                if weak and before.starts and before.low in lists.common and first == index:
                    proper = False
                if before.starts and before.low in _DETERMINERS | _PREPOSITIONS | {"st"} - {"st"}:
                    break
                first -= 1
            elif before.low in {"of", "and", "the", "&"} and first - 1 and words[first - 2].capital and _joined(before):
                first -= 1
            else:
                break
        else:
            if before.raw[0].isupper() and not before.starts and before.low not in generic:
                # "Calder college", "Scarborough hub"
                if before.low in lists.common and before.low in _GENERIC_BEFORE:
                    break
                return first - 1
            if not _names_it(words, first - 1, lists, first == index, weak):
                break
            proper, first = True, first - 1
    return first if proper and first < index else None


_NAMED_ONLY = frozenset("academy lodge infirmary fc rfc afc arms grange manor".split())


def _passes_over(words, at, lists):
    """Return whether a name is before a generic word: "deerplay childrens home"."""
    if not at or not _joined(words[at]):
        return False
    name = words[at - 1]
    known = name.low in context("note_words") or name.low in context("verbs") or name.low in context("contact_words")
    return name.hurried and not known and name.low not in lists.english and name.low not in lists.given and len(name.low) > 3


def _names_it(words, at, lists, nearest, weak):
    """Return whether a lower-case word could be the name of the institution after it."""
    before = words[at]
    if (
        not before.hurried
        or (before.low in _GENERIC_BEFORE and not _passes_over(words, at, lists))
        or before.low in _DETERMINERS
        or before.low in _PREPOSITIONS
        or before.low in context("note_words")
    ):
        return False
    if before.low in _GENERIC_BEFORE:
        return True
    if before.low in lists.common:
        previous = words[at - 1].low if at else ""
        if words[at + 1].low in _NAMED_ONLY and nearest and before.low not in context("verbs") and before.low not in _CONNECTORS:
            return True
        if words[at + 1].low == "estate" and nearest and previous == "the":
            return True
        if words[at + 1].low in _HOME_NAMES and nearest and previous in {"at", "@", "from", "to", "in", "back", "called"}:
            return True
        return (
            not weak
            and nearest
            and previous in _PREPOSITIONS
            and not before.low.endswith(("ing", "ed"))
            and words[at + 1].low
            in {
                "house",
                "lodge",
                "school",
                "academy",
                "primary",
                "college",
                "surgery",
                "hospital",
                "grange",
                "manor",
                "hall",
                "arms",
                "nursery",
                "court",
            }
        )
    return not (before.low.rstrip("s") in lists.common and weak) or before.low in lists.places


def _end_of_name(words, index):
    last = index
    while (
        last + 1 < len(words)
        and last - index < 3
        and _joined(words[last + 1])
        and (
            (
                words[last].capital
                and (words[last + 1].capital or words[last + 1].raw in {"FC", "AFC", "PRU", "CC"})
                and (words[last + 1].low in _TYPES or words[last + 1].low in _STREETS)
            )
            or (words[last].hurried and words[last + 1].low in _TYPES and words[last].low in _TYPES)
        )
    ):
        last += 1
    return last


def _finding(words, first, last, kind, text):
    for word in words[first : last + 1]:
        word.used = True
    return Finding(
        kind,
        words[first].start,
        words[last].end + (2 if words[last].possessive and text[words[last].end : words[last].end + 2] == "'s" else 0),
        STOP if kind == "institution" else CHECK,
    )


def find_places(words: list[Word]) -> Iterator[Finding]:
    """Yield towns, villages and districts by name, and mark their words as used."""
    lists = lexicon()
    allowed = context("allowed_places")
    countries = context("countries")
    near_child = {
        index
        for index, word in enumerate(words)
        if word.low in _CHILD
        or (word.hurried and word.raw[0].islower())
        or (word.low in lists.given and word.low not in lists.english and not word.masked)
    }
    index = 0
    while index < len(words):
        length = _longest_place(words, index, lists)
        word = words[index]
        if not length or word.used or word.low in countries:
            index += 1
            continue
        name = " ".join(part.low for part in words[index : index + length])
        if word.masked or name in allowed:
            if name in allowed and any(abs(other - index) < 14 for other in near_child):
                yield _place(words, index, length, CHECK)
            index += length
            continue
        if (
            length > 1
            and (
                word.raw[0].isupper()
                or (word.hurried and not all(part.low in lists.common for part in words[index : index + length]))
                or (word.hurried and index and words[index - 1].low in {"from", "near"} and word.gap == " ")
            )
        ) or (length == 1 and _is_place(words, index, lists)):
            yield _place(words, index, length, CHECK)
        index += length


def _place(words, index, length, severity):
    for word in words[index : index + length]:
        word.used = True
    return Finding("place", words[index].start, words[index + length - 1].end, severity)


def _longest_place(words, index, lists):
    """Return how many words from `index` on are the name of a place, or 0."""
    first = words[index].low.replace("-", " ")
    for length in range(min(lists.longest_place.get(first.split(" ")[0], 0), len(words) - index, 5), 0, -1):
        parts = words[index : index + length]
        if any(part.gap not in {" ", "-"} for part in parts[1:]):
            continue
        name = " ".join(part.low for part in parts).replace("-", " ")
        if name in lists.places or name in lists.world:
            return length
    return 0


_TOWNS_THAT_ARE_WORDS = frozenset(
    "hull derby slough stoke crewe dover hove poole rye bury barrow redcar blyth hyde nelson barking lancaster".split()
)


def _is_place(words, index, lists):
    word = words[index]
    before = words[index - 1].low if index and word.gap.strip() in {"", "@", "/", "("} else ""
    located = (
        before in _PREPOSITIONS
        or "@" in word.gap
        or (before in {"of", "and", "n", "or"} and not word.starts and word.low not in lists.english)
    )
    is_name = word.low in lists.given or word.low in lists.family
    plain = word.low in lists.english
    if word.raw[0].isupper():
        if word.low in context("generic_capitals") and not (located and not plain):
            return False
        if is_name or plain:
            return (
                located
                and before != "by"
                and (not word.heading or not plain)
                and not (plain and word.low in lists.given)
                and not word.possessive
            )
        return not word.starts or word.low in lists.places
    if not word.hurried:
        return False
    if plain:
        return (
            word.low not in lists.common
            and before in {"to", "from", "in", "near", "via", "nr"}
            and word.low in lists.places
            and word.low not in context("note_words")
        )
    if is_name:
        return before in {"in", "to", "near", "from", "via", "nr", "outside", "round", "leaving"} and word.low not in lists.given
    return len(word.low) > 3 and word.low not in context("note_words") and word.low not in context("verbs")
