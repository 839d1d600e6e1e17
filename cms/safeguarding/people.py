"""Names of people, with and without capitals.

Each word gets points for what it is (a name on our lists, a word of no list, an English word that is also a name) and for what is
beside it (mum, "spoke to", a verb, an age). Two points make a name, so a word like Grace or Will needs two signals.
"""

from collections.abc import Iterator

from .findings import CHECK, STOP, Finding
from .name_signals import (
    AMBIGUOUS_NEXT,
    CALENDAR,
    COMMON_ENDINGS,
    DAYS,
    DEMONYM,
    FUNCTION,
    MOSTLY_NAMES,
    MOSTLY_WORDS,
    PET,
    Surroundings,
    is_contracted,
)
from .tokens import Word

ENOUGH = 2.0


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


class _Finder(Surroundings):
    def sure(self, index: int) -> bool:
        word = self.words[index]
        return (word.low in self.lists.given or word.low in self.lists.family) and word.low not in self.lists.english

    def name_from(self, index: int) -> int | None:
        """Return the index of the last word of a name that begins at `index`, or None."""
        word = self.words[index]
        if word.used or word.masked or not word.raw[0].isalpha():
            return None
        if word.raw[0].isupper() and self.signed(index):
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

    def _titled(self, index: int) -> int | None:
        """Return the last word of "Mr Petch", "Aunt Bea", "sgt mills", "hv sandra" if `index` is the first word after the title."""
        before = self.before(index) or (self.words[index - 1] if index and self.words[index].gap in {". ", "."} else None)
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
        listed = word.low in self.lists.family or word.low in self.lists.given or self.unknown(word.low)
        if listed and (honorific or word.low not in self.lists.common):
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
        before, after = self.before(index), self.after(index)
        if (
            len(low) < 2
            or (low in self.countries and low not in self.lists.given)
            or low in FUNCTION
            or is_contracted(low)
            or (low in DAYS and self._is_a_day(index))
            or (before is not None and before.low in PET)
        ):
            return 0
        english, given, family = low in lists.english or low in CALENDAR or low in self.countries, low in lists.given, low in lists.family
        if "-" in low and not (given or family):
            parts = low.split("-")
            given = any(part in lists.given and (part not in lists.common) for part in parts)
            family = any(part in lists.family and part not in lists.common for part in parts)
            english = all(part in lists.english or part in self.notes for part in parts)
            capitals = all(part[:1].isupper() for part in word.raw.split("-"))
            if english and capitals and not word.heading and any(part in lists.family or part in lists.given for part in parts):
                return 2
        if given and not english:
            return 3 if low not in self.notes or not word.starts else 1 + self.signals(index, word, before, after)
        if family and not english:
            return 3
        if not english and low not in self.notes:
            if low in self.acronyms or low in self.generic:
                return 0
            if low in lists.capitals and (low.endswith(DEMONYM) or word.heading):
                return 0
            if low in lists.capitals and word.starts:
                return 1 + self.signals(index, word, before, after)
            if word.starts and (self.typo(low) or low.endswith(COMMON_ENDINGS)):
                return 0.8 + self.signals(index, word, before, after) if not low.endswith(COMMON_ENDINGS) else 0
            if low.endswith("s") and word.heading and low[:-1] in lists.english:
                return 0
            if len(low) < 3:
                return 0
            return 2 if not self.typo(low) or not word.heading else 0
        points = 0.0
        if given:
            points = 1.0 if low in lists.common else 1.3
        elif family:
            points = 0.5
        else:
            if not word.starts and before is not None and low not in self.generic and not word.heading:
                named = before.low not in FUNCTION - {"was", "that"} and after is not None and after.low == "who"
                beside = before.low in {"and", "n"} and index > 1 and self.words[index - 2].used
                if named or (beside and (after is None or "," in after.gap or self.verb(after))):
                    return 2
            return 2 if self.introduced(word) and not word.starts and low not in self.generic and not word.heading else 0
        if low in self.generic and not (before is not None and before.low in self.kin):
            points -= 0.6
        if low in {"may", "april", "june", "august"}:
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
        return points + self.signals(index, word, before, after)

    def _lower(self, index: int) -> float:
        word, lists = self.words[index], self.lists
        low = word.low
        before, after = self.before(index), self.after(index)
        if (
            len(low) < 2
            or (low in self.countries and low not in self.lists.given)
            or low in FUNCTION
            or is_contracted(low)
            or (low in DAYS and self._is_a_day(index))
            or (before is not None and before.low in PET)
        ):
            return 0
        given, family = low in lists.given, low in lists.family
        english = low in lists.english or low in CALENDAR or low in self.countries
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
            if not (given or family) and not self.introduced(word):
                return 0
            if not (given or family) or low in self.kin or low in self.roles:
                return 0
            return (0.8 if given else 0) + self.signals(index, word, before, after)
        if self._surnames(index, word, before):
            return 3
        if not english:
            if given or family:
                return 3 if len(low) > 2 else 1.0 + self.signals(index, word, before, after)
            if low in self.verbs or low in self.contact or low in self.kin or low in self.roles:
                return 0
            if self.typo(low) or low.endswith(COMMON_ENDINGS):
                return 0.7 + self.signals(index, word, before, after) - (1.5 if low.endswith(COMMON_ENDINGS) else 0)
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
            introduced = self.introduced(word)
            if not introduced:
                return 0
        common = low in lists.common
        signals = self.signals(index, word, before, after)
        if given and low in MOSTLY_NAMES:
            clause = word.starts or "," in word.gap
            return (
                1.5 + signals + 0.6 * (clause and (after is None or after.low not in {"of", "the", "a", "to", "for", "be"} | self.modals))
            )
        points = (0.7 if common else 1.3) if given else (0.1 if common else 0.7)
        if low in MOSTLY_WORDS or low in self.modals:
            points -= 0.2
            if low in self.modals and after is not None and after.low in AMBIGUOUS_NEXT:
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
