"""A text as words with what is known of each: case, lists, what is before and after."""

import re
from dataclasses import dataclass

from .lexicon import Lexicon, fold_word

_WORD = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+|-[^\W\d_]+){0,5}")
_POSSESSIVE = re.compile(r"'(?:s|S)?$")
_ENDS_SENTENCE = re.compile(r"[.!?:;\"•|\n\r*>]|(?:^|\n)\s{0,9}-")


@dataclass(slots=True)
class Word:
    """A word of a text. `gap` is at most 40 characters between the word before and this one; `start` and `end` leave out 's."""

    raw: str
    low: str
    start: int
    end: int
    gap: str
    possessive: bool
    starts: bool  # a sentence, a line, a quotation or a label's text
    hurried: bool = False  # in a line or sentence that someone typed without capitals
    heading: bool = False  # in a line where most words have a capital
    breaks: bool = False  # from the word before: by a full stop, a bracket, a line
    masked: bool = False  # a name that everyone knows: a law, a helpline, a game
    used: bool = False

    @property
    def capital(self) -> bool:
        """Return whether the word begins with a capital and is not one of capitals only."""
        return self.raw[0].isupper() and not (len(self.raw) > 1 and self.raw.isupper())


def words_of(text: str, lists: Lexicon) -> list[Word]:
    """Return the words of a folded text in order."""
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        raw, start, end = match[0], match.start(), match.end()
        for piece, begin in _pieces(raw, start, lists):
            words.append(
                _word(
                    piece,
                    begin,
                    text[max(last, begin - 40) : begin],
                    first=not words,
                    after=text[begin + len(piece) : begin + len(piece) + 1],
                )
            )
            last = begin + len(piece)
        last = end
    _mark_case(words)
    return words


def _pieces(raw: str, start: int, lists: Lexicon):
    """Yield the parts of "word.word", which is a missing space, and of a hyphenated compound of plain words."""
    if "." in raw:
        offset = 0
        for part in raw.split("."):
            yield part, start + offset
            offset += len(part) + 1
    elif (
        "-" in raw
        and not raw.partition("-")[2][:1].isupper()
        and all(fold_word(part) in lists.common for part in raw.split("-")[1:])
        and fold_word(raw.split("-", maxsplit=1)[0]) not in lists.given
    ):
        offset = 0
        for part in raw.split("-"):
            yield part, start + offset
            offset += len(part) + 1
    else:
        yield raw, start


def _word(raw: str, start: int, gap: str, *, first: bool, after: str) -> Word:
    possessive = _POSSESSIVE.search(raw) if "'" in raw else None
    bare = raw[: possessive.start()] if possessive and possessive.start() else raw
    # One space is by far the most frequent gap.
    spaced = gap == " "
    starts = first or (not spaced and bool(_ENDS_SENTENCE.search(gap)))
    word = Word(bare, fold_word(bare), start, start + len(bare), gap, bool(possessive) or after == "'", starts)
    word.breaks = starts or (not spaced and any(mark in gap for mark in ".!?:;\n|()/"))
    return word


def _mark_case(words: list[Word]) -> None:
    """Mark the words of each sentence that begins without a capital, and of each line that is a heading."""
    for sentence in _runs(words, lambda word: word.starts):
        hurried = sentence[0].raw[0].islower() or (len(sentence) > 3 and all(word.raw.isupper() for word in sentence))
        for word in sentence:
            word.hurried = hurried
    for line in _runs(words, lambda word: "\n" in word.gap):
        hurried_line = line[0].hurried
        long = [word for word in line if len(word.raw) > 3]
        heading = 3 <= len(long) <= 12 and sum(word.capital for word in long) > 0.7 * len(long)
        for word in line:
            word.heading = heading
            # "Rang. spoke to kayden": the phone wrote the capitals.
            word.hurried = word.hurried or (hurried_line and word.raw[0].islower())


def _runs(words: list[Word], begins) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in words:
        if not runs or begins(word):
            runs.append([])
        runs[-1].append(word)
    return runs
