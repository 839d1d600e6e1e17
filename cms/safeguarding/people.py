"""Names of people, with and without capitals.

Each word gets points for what it is (a name on our lists, a word of no list, an English word that is also a name) and for what is
beside it (mum, "spoke to", a verb, an age). Two points make a name, so a word like Grace or Will needs two signals.
"""

import re
from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .lexicon import Lexicon, context, lexicon
from .tokens import Word

ENOUGH = 2.0
_FUNCTION = context("function_words")
_CALENDAR = context("calendar_words")
_NOT_VERBS = context("not_verbs")
# Names that hurried notes seldom use as words, and words that they seldom use as names.
_MOSTLY_NAMES = context("mostly_names")
_MOSTLY_WORDS = context("mostly_words")
_VOWEL = re.compile(r"[aeiouy]")
_AGE_NEXT = re.compile(r"(?:'s)?,? ?\(?(?:aged? |now |just |is )?\d{1,2}(?:\)|\b(?![:./%-]\d| ?(?:hrs?|mins?|am|pm|st|nd|rd|th|x)\b))")
_COMMON_ENDINGS = (
    "ing",
    "ingly",
    "edly",
    "tion",
    "tions",
    "ness",
    "ment",
    "ments",
    "ful",
    "less",
    "ably",
    "isation",
    "ised",
    "ising",
    "ology",
    "ological",
    "ish",
    "able",
    "ability",
    "wise",
)
_DEMONYM = ("ian", "ians", "ish", "ese", "ic", "ism", "ist", "ists", "ean", "eans", "ity")
_PET = frozenset(
    "dog cat hamster rabbit puppy kitten horse pony budgie goldfish parrot tortoise gerbil ferret lizard snake teddy bear doll".split()
)
# Words that a name at the start of a sentence would not be followed by, though a verb list has them.
_AMBIGUOUS_NEXT = frozenset(
    "read reads set sets put puts let cut hit hurt back home missing still also again never always just now asking saying refusing crying coming going starts needs use uses who".split()
)
_LINE_END = re.compile(r"(?: [A-Z][\w'-]{1,20}){0,2}(?: x{1,3})?[ .,!]{0,2}(?:\n|$)")
_ITEM_END = re.compile(r" ?(?:[,|:(\n]|- |$)")
_NOT_ADDRESSED = context("not_addressed")
_NAME_IS = re.compile(
    r"(?:name(?:'?s| is| was)?|called|named|nickname|known as|aka|goes by|answers to|signed|prefers?|spelt|calls (?:him|her)self|intercom says|bell says|it says|call (?:him|her|me))[ \"':]{1,3}$",
    re.IGNORECASE,
)


def find_people(words: list[Word], text: str) -> Iterator[Finding]:
    """Yield names. Words that earlier checks used are left alone."""
    finder = _Finder(words, text)
    index = 0
    while index < len(words):
        last = finder.name_from(index)
        if last is None:
            index += 1
            continue
        first = index
        for word in words[first : last + 1]:
            word.used = True
        yield Finding("person", words[first].start, words[last].end, STOP if finder.sure(first) else CHECK)
        index = last + 1


class _Finder:
    def __init__(self, words: list[Word], text: str):
        self.words, self.text = words, text
        self.lists: Lexicon = lexicon()
        self.notes, self.verbs, self.modals = context("note_words"), context("verbs"), context("modals")
        self.strong, self.contact = context("strong_contact"), context("contact_words")
        self.kin, self.roles, self.titles = context("kin"), context("roles"), context("titles")
        self.generic, self.acronyms, self.countries = context("generic_capitals"), context("acronyms"), context("countries")
        self.typos: dict[str, bool] = {}

    def sure(self, index: int) -> bool:
        word = self.words[index]
        return (word.low in self.lists.given or word.low in self.lists.family) and word.low not in self.lists.english

    def name_from(self, index: int) -> int | None:
        """Return the index of the last word of a name that begins at `index`, or None."""
        word = self.words[index]
        if word.used or word.masked or not word.raw[0].isalpha():
            return None
        if word.raw[0].isupper() and self._signed(index):
            return self._extend(index)
        titled = self._titled(index)
        if titled is not None:
            return titled
        if word.raw.isupper() and len(word.raw) > 1 and not word.hurried and not self._shouted(word):
            return None
        score = self._capital(index) if word.raw[0].isupper() and not (word.hurried and word.raw.isupper()) else self._lower(index)
        return self._extend(index) if score >= ENOUGH else None

    def _shouted(self, word: Word) -> bool:
        return len(word.low) > 3 and word.low in self.lists.given and word.low not in self.lists.english

    # What is around

    def _before(self, index: int) -> Word | None:
        return self.words[index - 1] if index and not self.words[index].starts else None

    def _after(self, index: int, steps: int = 1) -> Word | None:
        """Return the word after, if only a space or a comma is between."""
        at = index + steps
        words = self.words
        if at < len(words) and not words[at].breaks and (steps == 1 or not words[index + 1].breaks):
            return words[at]
        return None

    def _verb(self, word: Word | None) -> bool:
        if word is None or word.raw[0].isupper() or "," in word.gap:
            return False
        low = word.low.replace("'", "")
        if low in self.verbs or word.low in self.verbs:
            return True
        return (low.endswith("ed") and low in self.lists.english and low not in _NOT_VERBS) or (
            low.endswith("s") and low[:-1] in self.verbs
        )

    def _verb_base(self, index: int) -> bool:
        """Return whether "to" and a plain verb follow: an action in a list."""
        verb = self._after(index, 2)
        return verb is not None and verb.low in {"ring", "call", "email", "book", "chase", "ask", "send", "check", "visit", "see", "speak", "meet", "take", "bring", "write", "collect", "arrange", "confirm"}

    def _finite(self, word: Word | None) -> bool:
        if not self._verb(word) or word is None:
            return False
        if word.low in _AMBIGUOUS_NEXT:
            return bool(re.match(r" (?:his|her|him|herself|himself|them|up|off|out|it|my|me|a|the) ", self.text[word.end : word.end + 9]))
        return True

    def _name_word(self, word: Word | None) -> bool:
        return (
            word is not None
            and not word.masked
            and (word.low in self.lists.given or (word.used and word.low in self.lists.family))
            and word.low not in self.modals | {"mo"}
        )

    def _unknown(self, low: str) -> bool:
        return low not in self.lists.english and low not in self.notes and low not in self.acronyms and not self._typo(low)

    def _typo(self, low: str) -> bool:
        """Return whether a word of no list is likely an English word misspelt, shortened or stretched."""
        if low not in self.typos:
            self.typos[low] = self._find_typo(low)
        return self.typos[low]

    def _find_typo(self, low: str) -> bool:
        if low in self.lists.given or low in self.lists.family:
            return False
        parts = low.split("-")
        if len(parts) > 1:
            return all(part in self.lists.english or part in self.notes for part in parts)
        bare = low.replace("'", "")
        if not _VOWEL.search(bare) or re.search(r"(\w)\1\1", bare) or len(bare) < 3:
            return True
        common = self.lists.common
        if bare.endswith("s") and (bare[:-1] in self.lists.english or bare[:-1] in self.notes):
            return True
        if bare.endswith(("in", "d", "ed", "er", "ers", "y", "ie", "ies")) and any(
            bare.removesuffix(end) + more in common
            for end, more in (("in", "ing"), ("d", "ed"), ("d", "e"), ("ed", ""), ("er", ""), ("ers", ""), ("y", ""), ("ie", ""))
            if bare.endswith(end) and len(bare) > len(end) + 2
        ):
            return True
        if any(
            bare.startswith(prefix) and bare[len(prefix) :] in self.lists.english and len(bare) > len(prefix) + 2
            for prefix in (
                "un",
                "re",
                "over",
                "out",
                "mis",
                "dis",
                "pre",
                "non",
                "anti",
                "co",
                "sub",
                "inter",
                "multi",
                "super",
                "self",
                "bed",
                "key",
                "step",
                "side",
            )
        ):
            return True
        if len(bare) >= 4 and any(bare[:cut] in common and bare[cut:] in common for cut in range(3, len(bare) - 2)):
            return True
        known = common if len(bare) < 8 else self.lists.english
        return len(bare) >= 5 and any(edit in known for edit in _edits(bare))

    # Capitals

    def _signed(self, index: int) -> bool:
        """Return whether a capital word is who an email is to or from: "Dear Hope", "Thanks,\\nMark"."""
        word = self.words[index]
        if (
            word.low in _FUNCTION
            or word.low in _CALENDAR - {"april", "may", "june", "august", "summer", "autumn"}
            or word.low in _NOT_ADDRESSED
            or (word.low in self.generic and word.low not in self.lists.given)
        ):
            return False
        before = self.words[index - 1].low if index else ""
        if before in {"dear", "hi", "hello", "hiya", "attn", "fao"} and word.gap.strip() in {"", ":"}:
            return True
        ends = _LINE_END.match(self.text, word.end, word.end + 40)
        if not ends or ("\n" not in word.gap and word.gap.strip() not in {",", "|"}):
            return False
        if (
            before
            in {
                "regards",
                "thanks",
                "wishes",
                "sincerely",
                "faithfully",
                "love",
                "cheers",
                "truly",
                "thx",
                "best",
                "you",
                "xx",
                "x",
                "ta",
                "respect",
            }
            and index > 0
            and "\n" in word.gap
        ):
            return True
        return False

    def _alone(self, index: int) -> bool:
        """Return whether a word is all there is in a cell, an item or a label."""
        word = self.words[index]
        opened = (
            index == 0 or word.gap.strip() in {",", "|", "-", ":", "•", "*"} or "\n" in word.gap or bool(re.search(r"\d[.)] $", word.gap))
        )
        if self.text[word.end : word.end + 1] == "," and word.gap.strip() not in {",", ":"}:
            return False
        return opened and bool(_ITEM_END.match(self.text, word.end, word.end + 4))

    def _titled(self, index: int) -> int | None:
        """Return the last word of "Mr Petch", "Aunt Bea", "sgt mills", "hv sandra" if `index` is the first word after the title."""
        before = self._before(index) or (self.words[index - 1] if index and self.words[index].gap in {". ", "."} else None)
        if before is None or self.words[index].gap.strip() not in {"", "."} or before.low not in self.titles:
            return None
        word = self.words[index]
        if word.raw[0].isupper():
            if word.raw.isupper() and len(word.raw) < 4 and word.raw.lower() in self.acronyms:
                return None
            if word.low in self.generic and not (word.low in self.lists.family or word.low in self.lists.given):
                return None
            if (
                before.raw[0].islower()
                and before.low in {"nurse", "coach", "baba", "father", "sister", "judge"}
                and word.low in self.generic
            ):
                return None
            return self._extend(index)
        if not word.hurried or word.low in self.verbs or word.low in self.contact or word.low in self.notes or word.low in self.modals:
            return None
        honorific = before.low in {
            "mr",
            "mrs",
            "ms",
            "miss",
            "dr",
            "sgt",
            "cllr",
            "pc",
            "prof",
            "rev",
            "aunt",
            "auntie",
            "aunty",
            "uncle",
            "imam",
            "dc",
            "insp",
            "abba",
        }
        if word.low in self.lists.family or word.low in self.lists.given or self._unknown(word.low):
            if honorific or word.low not in self.lists.common:
                return self._extend(index)
        if (
            before.low in {"mr", "mrs", "ms", "dr", "sgt", "cllr", "pc", "dc", "hhj", "judge", "insp", "prof"}
            and word.low not in self.lists.common
        ):
            return self._extend(index)
        if (
            before.low in {"mr", "mrs", "ms", "miss"}
            and len(word.low) > 1
            and word.low
            not in {
                "a",
                "i",
                "and",
                "the",
                "in",
                "out",
                "all",
                "him",
                "her",
                "them",
                "it",
                "you",
                "us",
                "so",
                "who",
                "will",
                "as",
                "at",
                "of",
                "to",
            }
        ):
            return self._extend(index)
        return None

    def _capital(self, index: int) -> float:
        word, lists = self.words[index], self.lists
        low = word.low
        before, after = self._before(index), self._after(index)
        if len(low) < 2 or low in self.countries or low in _FUNCTION or _contracted(low) or (before is not None and before.low in _PET):
            return 0
        english, given, family = low in lists.english or low in _CALENDAR, low in lists.given, low in lists.family
        if "-" in low and not (given or family):
            parts = low.split("-")
            given = any(part in lists.given and (part not in lists.common) for part in parts)
            family = any(part in lists.family and part not in lists.common for part in parts)
            english = all(part in lists.english or part in self.notes for part in parts)
        if given and not english:
            return 3 if low not in self.notes or not word.starts else 1 + self._signals(index, word, before, after)
        if family and not english:
            return 3
        if not english and low not in self.notes:
            if low in self.acronyms or low in self.generic:
                return 0
            if low in lists.capitals and (low.endswith(_DEMONYM) or word.heading):
                return 0
            if low in lists.capitals and word.starts:
                return 1 + self._signals(index, word, before, after)
            if word.starts and (self._typo(low) or low.endswith(_COMMON_ENDINGS)):
                return 0.8 + self._signals(index, word, before, after) if not low.endswith(_COMMON_ENDINGS) else 0
            if low.endswith("s") and word.heading and low[:-1] in lists.english:
                return 0
            if len(low) < 3:
                return 0
            return 2 if not self._typo(low) or not word.heading else 0
        points = 0.0
        if given:
            points = 1.0 if low in lists.common else 1.3
        elif family:
            points = 0.5
        else:
            if not word.starts and before is not None and low not in self.generic and not word.heading:
                named = before.low not in _FUNCTION - {"was", "that"} and after is not None and after.low == "who"
                beside = before.low in {"and", "n"} and index > 1 and self.words[index - 2].used
                if named or (beside and (after is None or "," in after.gap or self._verb(after))):
                    return 2
            return 2 if self._introduced(word) and not word.starts and low not in self.generic and not word.heading else 0
        if low in self.generic and not (before is not None and before.low in self.kin):
            points -= 0.6
        if low == "may" or low == "april" or low == "june" or low == "august":
            points -= 0.4
            if before is not None and before.low in {
                "in",
                "since",
                "until",
                "by",
                "from",
                "last",
                "this",
                "next",
                "early",
                "late",
                "mid",
                "of",
                "during",
                "on",
                "every",
                "to",
            }:
                return 0
        if not word.starts:
            if word.heading:
                points -= 0.5
            elif before is not None and before.low not in {"the", "a", "an", "this", "our", "in", "at", "near", "of"}:
                points += 1.0 if given else 0.5
            elif before is not None and before.low in {"our", "of"} and given:
                points += 1.0
        return points + self._signals(index, word, before, after)

    def _signals(self, index: int, word: Word, before: Word | None, after: Word | None) -> float:
        """Return points for what is beside a word."""
        points = 0.0
        if word.raw[0].isupper() and word.low in self.lists.given and self._alone(index):
            points += 1.5
        if word.starts and after is not None and after.low == "to" and self._verb_base(index) and ("-" in word.gap or "\n" in word.gap or not word.hurried):
            points += 1
        if after is not None and after.low in {"left", "right", "centre"} and "," in after.gap:
            points += 1
        if self._introduced(word):
            points += 1.5
        elif before is not None:
            if before.low in self.strong or (before.low in self.kin and not before.possessive) or before.low in self.roles:
                points += 1.3
            elif before.low in {"from", "for", "by", "to"} and (
                after is None
                or (
                    index > 1
                    and self.words[index - 2].low
                    in {"text", "call", "message", "msg", "email", "voicemail", "txt", "card", "note", "spoke", "talked"}
                )
            ):
                points += (
                    1.6
                    if index > 1
                    and self.words[index - 2].low
                    in {"text", "call", "message", "msg", "email", "voicemail", "txt", "card", "note", "spoke", "talked"}
                    else 0.6
                )
            elif before.low in self.contact:
                points += 0.6
        if after is not None and not after.starts:
            if self._finite(after) and after.low != word.low:
                timeless = after.low in {"is", "has", "needs", "means", "does", "makes", "comes", "takes", "helps", "matters"} and word.low in _MOSTLY_WORDS
                points += 0.3 if timeless else 1
                if timeless:
                    pass
                elif word.starts or (before is not None and "," in word.gap):
                    points += 0.7
            elif after.low.endswith("ing") and after.low in self.lists.english and len(after.low) > 5 and word.low not in self.lists.common:
                points += 0.8
            elif after.low in {"who", "whose"} or (
                after.low in self.modals and (word.starts or before is not None) and word.low == after.low
            ):
                points += 1.5
            elif after.low in self.modals and word.low not in self.modals:
                points += 1.1 if after.low in {"would", "could", "can't", "won't"} else 0.6
            elif after.low in {"and", "n"} or any(mark in after.gap for mark in ",&+"):
                other = self._after(index, 2) if after.low in {"and", "n"} else after
                if (
                    other is not None
                    and self._name_word(other)
                    and (other.raw[0].isupper() == word.raw[0].isupper())
                    and other.low != word.low
                ):
                    points += (1 if other.low in self.lists.common else 1.4) + 0.5 * word.starts
            elif self._name_word(after) and after.raw[0].isupper() == word.raw[0].isupper():
                points += 0.5
            elif after.low in self.lists.family and after.raw[0].isupper() and word.raw[0].isupper():
                points += 1
        elif word.possessive:
            points += 0
        if word.possessive and (after is None or not after.raw[0].isupper()):
            points += 1 if word.raw[0].isupper() or word.low in self.lists.given else 0.5
        if (before is not None and before.low in {"and", "n"} and index > 1 and self.words[index - 2].used) or (
            before is not None and before.used and any(mark in word.gap for mark in "&+/")
        ):
            points += 1.4
        if _AGE_NEXT.match(self.text, word.end, word.end + 20):
            points += 1.2
        return points

    def _introduced(self, word: Word) -> bool:
        return word.gap[-1:] in {" ", '"', ":"} and bool(_NAME_IS.search(self.text[max(0, word.start - 20) : word.start]))

    # Hurried notes

    def _lower(self, index: int) -> float:
        word, lists = self.words[index], self.lists
        low = word.low
        before, after = self._before(index), self._after(index)
        if len(low) < 2 or low in self.countries or low in _FUNCTION or _contracted(low) or (before is not None and before.low in _PET):
            return 0
        given, family = low in lists.given, low in lists.family
        english = low in lists.english or low in _CALENDAR
        if "-" in low and not (given or family):
            parts = low.split("-")
            named = [part for part in parts if (part in lists.given or part in lists.family) and part not in lists.common]
            if named and len(parts) == 2:
                return 3 if word.hurried else 0
            english = english or all(part in lists.english or part in self.notes for part in parts)
        if not word.hurried:
            # Running text with capitals: only a name that is nothing else, written small by mistake.
            if (
                ((given and family) or given)
                and not english
                and low not in self.notes
                and low not in lists.places
                and len(low) > 3
                and low not in self.acronyms
            ):
                return 2
            return 0
        if low in self.notes or low in self.acronyms or (low in self.generic and not given):
            if not (given or family) and not self._introduced(word):
                return 0
            if not (given or family) or low in self.kin or low in self.roles:
                return 0
            return (0.8 if given else 0) + self._signals(index, word, before, after)
        if self._surnames(index, word, before):
            return 3
        if not english:
            if given or family:
                return 3 if len(low) > 2 else 1.0 + self._signals(index, word, before, after)
            if low in self.verbs or low in self.contact or low in self.kin or low in self.roles:
                return 0
            if self._typo(low) or low.endswith(_COMMON_ENDINGS):
                return 0.7 + self._signals(index, word, before, after) - (1.5 if low.endswith(_COMMON_ENDINGS) else 0)
            return 2 if len(low) > 2 else 1
        if not (given or family):
            return 0
        if low in self.verbs and not given:
            return 0
        if before is not None and before.low in {
            "the",
            "a",
            "an",
            "to",
            "no",
            "this",
            "that",
            "any",
            "some",
            "his",
            "her",
            "my",
            "their",
            "our",
            "very",
            "so",
            "too",
            "not",
            "i",
            "he",
            "she",
            "they",
            "we",
            "you",
            "it",
            "yp",
            "ll",
            "which",
            "what",
            "who",
            "more",
            "of",
            "in",
            "on",
            "at",
        }:
            introduced = self._introduced(word)
            if not introduced:
                return 0
        common = low in lists.common
        signals = self._signals(index, word, before, after)
        if given and low in _MOSTLY_NAMES:
            clause = word.starts or "," in word.gap
            return (
                1.5 + signals + 0.6 * (clause and (after is None or after.low not in {"of", "the", "a", "to", "for", "be"} | self.modals))
            )
        points = (0.7 if common else 1.3) if given else (0.1 if common else 0.7)
        if low in _MOSTLY_WORDS or low in self.modals:
            points -= 0.2
            if low in self.modals and after is not None and after.low in _AMBIGUOUS_NEXT:
                return 0
        return points + signals if signals >= 1 else 0

    def _surnames(self, index: int, word: Word, before: Word | None) -> bool:
        """Return whether this is "the doyles": a family name in the plural."""
        if before is None or before.low not in {"the", "fam", "family"} or not word.low.endswith("s"):
            return False
        stem = word.low.removesuffix("es") if word.low.endswith(("shes", "ches", "xes", "ses")) else word.low[:-1]
        return (stem in self.lists.family and word.low not in self.lists.common and stem not in self.lists.common) or (
            word.low in self.lists.family and word.low not in self.lists.english
        )

    # How far a name goes

    def _extend(self, index: int) -> int:
        last, lists = index, self.lists
        while last + 1 < len(self.words) and last - index < 4:
            word, following = self.words[last], self.words[last + 1]
            if following.used or following.masked or word.possessive or following.gap not in {" ", "-", ". ", " '"}:
                break
            if following.gap == ". " and len(word.raw) > 1:
                break
            if following.raw[0].isupper() and self.words[index].raw[0].isupper():
                if following.low in self.countries or (
                    following.low in self.generic and following.low not in lists.family and following.low not in lists.given
                ):
                    break
                if following.raw.isupper() and len(following.raw) > 1 and not self.words[index].raw.isupper():
                    break
            elif (
                following.low in {"al", "el", "bin", "bint", "ibn", "van", "de", "da", "dos", "von", "der", "di", "abu", "o"}
                and last + 2 < len(self.words)
                and self.words[index].raw[0].isupper()
                and self.words[last + 2].raw[0].isupper()
                and self.words[last + 2].gap in {" ", "-", "'"}
            ):
                last += 1
            elif (
                not following.raw[0].isupper() and following.hurried and following.low not in self.notes and following.low not in self.verbs
            ):
                name = following.low in lists.family or following.low in lists.given
                if not (name and following.low not in lists.english) and not (
                    "-" in following.low and any(part in lists.family for part in following.low.split("-"))
                ):
                    break
                if following.low in self.kin or following.low in self.roles:
                    break
            else:
                break
            last += 1
        return last


def _contracted(low: str) -> bool:
    return ("'" in low and low.partition("'")[0] in _FUNCTION) or low.endswith("n't")


def _edits(word: str) -> Iterator[str]:
    """Yield the words one letter away. English words only keep the first letter, which people rarely get wrong."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]
            for letter in letters:
                yield head + letter + tail[1:]
        for letter in letters:
            yield head + letter + tail
