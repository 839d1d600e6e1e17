"""What is beside a word that speaks for a name: mum, "spoke to", a verb, an age, a place of its own in a list."""

import re

from .lexicon import Lexicon, context, lexicon
from .tokens import Word
from .typos import is_typo

FUNCTION = context("function_words")
CALENDAR = context("calendar_words")
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_NOT_VERBS = context("not_verbs")
# Names that hurried notes seldom use as words, and words that they seldom use as names.
MOSTLY_NAMES = context("mostly_names")
MOSTLY_WORDS = context("mostly_words")
_VOWEL = re.compile(r"[aeiouy]")
_AGE_NEXT = re.compile(r"(?:'s)?,? ?\(?(?:aged? |now |just |is )?\d{1,2}(?:\)|\b(?![:./%-]\d| ?(?:hrs?|mins?|am|pm|st|nd|rd|th|x)\b))")
COMMON_ENDINGS = (
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
DEMONYM = ("ian", "ians", "ish", "ese", "ic", "ism", "ist", "ists", "ean", "eans", "ity")
PET = frozenset(
    "dog cat hamster rabbit puppy kitten horse pony budgie goldfish parrot tortoise gerbil ferret lizard snake teddy bear doll".split()
)
# Words that a name at the start of a sentence would not be followed by, though a verb list has them.
AMBIGUOUS_NEXT = frozenset(
    "read reads set sets put puts let cut hit hurt back home missing still also again never always just now asking saying refusing crying coming going starts needs use uses who".split()
)
_LINE_END = re.compile(r"(?: [A-Z][\w'-]{1,20}){0,2}(?: x{1,3})?[ .,!]{0,2}(?:\n|$)")
_ITEM_END = re.compile(r" ?(?:[,|:(\n]|- |$)")
_NOT_ADDRESSED = context("not_addressed")
_NAME_IS = re.compile(
    r"(?:name(?:'?s| is| was)?|called|named|nickname|known as|aka|goes by|answers to|signed|prefers?|spelt|calls (?:him|her)self|intercom says|bell says|it says|call (?:him|her|me))[ \"':]{1,3}$",
    re.IGNORECASE,
)


_MO = frozenset({"mo"})
_GREETINGS = frozenset("dear hi hello hiya attn fao".split())
_CLOSINGS = frozenset("regards thanks wishes sincerely faithfully love cheers truly thx best you xx x ta respect".split())
_NOT_SIGNED = (CALENDAR - {"april", "may", "june", "august", "summer", "autumn"}) | _NOT_ADDRESSED


class Surroundings:
    """The words of a text and the lists, with questions about a word's neighbours."""

    def __init__(self, words: list[Word], text: str):
        self.words, self.text = words, text
        self.lists: Lexicon = lexicon()
        self.notes, self.verbs, self.modals = context("note_words"), context("verbs"), context("modals")
        self.strong, self.contact = context("strong_contact"), context("contact_words")
        self.kin, self.roles, self.titles = context("kin"), context("roles"), context("titles")
        self.generic, self.acronyms, self.countries = context("generic_capitals"), context("acronyms"), context("countries")
        self.not_names = self.modals | _MO
        self.typos: dict[str, bool] = {}

    def _is_a_day(self, index: int) -> bool:
        """Return whether the name of a day at the start of a sentence is one: nothing says that a person is meant."""
        word, after = self.words[index], self.after(index)
        return word.starts and not word.possessive and not _AGE_NEXT.match(self.text, word.end) and not (after and after.capital)

    def before(self, index: int) -> Word | None:
        return self.words[index - 1] if index and not self.words[index].starts else None

    def after(self, index: int, steps: int = 1) -> Word | None:
        """Return the word after, if only a space or a comma is between."""
        at = index + steps
        words = self.words
        if at < len(words) and not words[at].breaks and (steps == 1 or not words[index + 1].breaks):
            return words[at]
        return None

    def verb(self, word: Word | None) -> bool:
        if word is None or word.raw[0].isupper() or "," in word.gap:
            return False
        low = word.low.replace("'", "")
        if low in self.verbs or word.low in self.verbs:
            return True
        return (low.endswith("ed") and low in self.lists.english and low not in _NOT_VERBS) or (
            low.endswith("s") and low[:-1] in self.verbs
        )

    def verb_base(self, index: int) -> bool:
        """Return whether "to" and a plain verb follow: an action in a list."""
        verb = self.after(index, 2)
        return verb is not None and verb.low in {
            "ring",
            "call",
            "email",
            "book",
            "chase",
            "ask",
            "send",
            "check",
            "visit",
            "see",
            "speak",
            "meet",
            "take",
            "bring",
            "write",
            "collect",
            "arrange",
            "confirm",
        }

    def finite(self, word: Word | None) -> bool:
        if not self.verb(word) or word is None:
            return False
        if word.low in AMBIGUOUS_NEXT:
            return bool(re.match(r" (?:his|her|him|herself|himself|them|up|off|out|it|my|me|a|the) ", self.text[word.end : word.end + 9]))
        return True

    def name_word(self, word: Word | None) -> bool:
        return (
            word is not None
            and not word.masked
            and (word.low in self.lists.given or (word.used and word.low in self.lists.family))
            and word.low not in (_MO if word.raw[0].isupper() else self.not_names)
        )

    def unknown(self, low: str) -> bool:
        return low not in self.lists.english and low not in self.notes and low not in self.acronyms and not self.typo(low)

    def typo(self, low: str) -> bool:
        """Return whether a word of no list is likely an English word misspelt, shortened or stretched."""
        if low not in self.typos:
            self.typos[low] = is_typo(low, self.lists, self.notes)
        return self.typos[low]

    def signed(self, index: int) -> bool:
        """Return whether a capital word is who an email is to or from: "Dear Hope", "Thanks,\\nMark"."""
        word = self.words[index]
        before = self.words[index - 1].low if index else ""
        if before not in _GREETINGS and before not in _CLOSINGS:
            return False
        if word.low in FUNCTION or word.low in _NOT_SIGNED or (word.low in self.generic and word.low not in self.lists.given):
            return False
        if before in _GREETINGS and word.gap.strip() in {"", ":"}:
            return True
        if "\n" not in word.gap and word.gap.strip() != ",":
            return False
        return before in _CLOSINGS and bool(_LINE_END.match(self.text, word.end, word.end + 40))

    def alone(self, index: int) -> bool:
        """Return whether a word is all there is in a cell, an item or a label."""
        word = self.words[index]
        opened = (
            index == 0 or word.gap.strip() in {",", "|", "-", ":", "•", "*"} or "\n" in word.gap or bool(re.search(r"\d[.)] $", word.gap))
        )
        if self.text[word.end : word.end + 1] == "," and word.gap.strip() not in {",", ":"} and self.text[word.end : word.end + 2] != ",\n":
            return False
        return opened and bool(_ITEM_END.match(self.text, word.end, word.end + 4))

    def signals(self, index: int, word: Word, before: Word | None, after: Word | None) -> float:
        """Return points for what is beside a word."""
        points = self._place_points(index, word, before, after)
        if self.introduced(word):
            points += 1.5
        elif before is not None:
            if before.low in self.strong or (before.low in self.kin and not before.possessive) or before.low in self.roles:
                points += 1.5
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
            if self.finite(after) and after.low != word.low:
                timeless = (
                    after.low in {"is", "has", "needs", "means", "does", "makes", "comes", "takes", "helps", "matters"}
                    and word.low in MOSTLY_WORDS
                )
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
                other = self.after(index, 2) if after.low in {"and", "n"} else after
                if (
                    other is not None
                    and self.name_word(other)
                    and (other.raw[0].isupper() == word.raw[0].isupper())
                    and other.low != word.low
                ):
                    points += (1 if other.low in self.lists.common else 1.4) + 0.5 * word.starts
            elif self.name_word(after) and after.raw[0].isupper() == word.raw[0].isupper():
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

    def _place_points(self, index: int, word: Word, before: Word | None, after: Word | None) -> float:
        """Return points for a word alone in a list, beside a word for someone small or near, or at the start of a note."""
        points = 0.0
        if word.raw[0].isupper() and word.low in self.lists.given and self.alone(index):
            points += 1.6
            if word.gap.strip() == "," and index and self.words[index - 1].used:
                points += 0.8
        if before is not None and before.low in {"lil", "big", "little", "wee", "young", "old", "baby", "our"}:
            points += 1.3 * (word.low in self.lists.given and word.low not in MOSTLY_WORDS)
        if after is not None and word.low in self.lists.given and (before is None or "," in word.gap):
            if after.low in self.kin and word.hurried and after.gap == " ":
                points += 1.3
            following = self.after(index, 2) if after.low in {"and", "n"} else None
            if following is not None and following.low in {"his", "her", "their"}:
                points += 1.2
        if (
            word.starts
            and after is not None
            and after.low == "to"
            and self.verb_base(index)
            and ("-" in word.gap or "\n" in word.gap or not word.hurried)
        ):
            points += 1
        if after is not None and after.low in {"left", "right", "centre"} and "," in after.gap:
            points += 1
        return points

    def introduced(self, word: Word) -> bool:
        return word.gap[-1:] in {" ", '"', ":"} and bool(_NAME_IS.search(self.text[max(0, word.start - 20) : word.start]))


def is_contracted(low: str) -> bool:
    return ("'" in low and low.partition("'")[0] in FUNCTION) or low.endswith("n't")
