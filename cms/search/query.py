"""Parsing the text typed into Find into words, and highlighting them in results."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cms.folding import fold
from cms.search.stemming import stem

MAX_LENGTH = 200
MAX_WORDS = 12
# Left out of searches because a page without them may still be the right one. All words that PostgreSQL leaves out of its index are among
# them, so that both databases find the same.
_STOP_WORDS = """
a about above after again against all also am an and any are as at be because been before being below between both but by can cant could
couldnt did didnt do does doesnt doing don done dont down during each few for from further get gets getting got had has hasnt have havent
having he her here hers herself him himself his how i if im in info into is isnt it its itself ive just know knows like me mean meaning
means more most my myself need no nor not now of off on once only or other our ours ourselves out over own please same shall she should so
some somebody someone something such than that thats the their theirs them themselves then there these they theyre thing things this those
through to too under until up us very want wants was wasnt we were what whats when where which while who whom whos why will with wont
would you your yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class ParsedText:
    """Search text: `text` as shown in the box again, `all_words` in order, and `words` to search for.

    Words are folded (cms/folding.py). `words` are different, and leave out stop words and single letters, which are in nearly every page
    and name. If there are only stop words, `words` has those and `only_stop_words` is true.
    """

    text: str
    words: tuple[str, ...]
    only_stop_words: bool = False
    all_words: tuple[str, ...] = ()

    @property
    def term(self):
        """Return the words joined by single spaces: the key for counting searches and for promoted results."""
        return " ".join(self.words)

    @property
    def asks_for_person(self):
        """Return whether the text begins as a question about people does."""
        return self.all_words[:1] in {("who",), ("whos",), ("who's",)}


def parse(text):
    """Return any text as ParsedText, cut to MAX_LENGTH characters and MAX_WORDS different words."""
    printable = "".join(character if character.isprintable() else " " for character in text[:MAX_LENGTH])
    cleaned = " ".join(printable.split())
    typed = tuple(split_words(cleaned))
    words = [word for word in typed if len(word) > 1 or word.isdigit()]
    significant = [word for word in words if not _is_stop_word(word)]
    unique = list(dict.fromkeys(significant or words))[:MAX_WORDS]
    return ParsedText(cleaned, tuple(unique), bool(words) and not significant, typed)


def split_words(text):
    """Return the words of a text, folded."""
    return _WORD.findall(fold(text))


def _is_stop_word(word):
    return word in STOP_WORDS or word.replace("'", "") in STOP_WORDS


def word_stem(word):
    """Return the stem of a folded word. Of a word with an apostrophe the longest part counts: "someone's" is someone, "o'clock" clock."""
    return stem(max(word.split("'"), key=len) if "'" in word else word)


@lru_cache(maxsize=50_000)
def _stem_as_written(word):
    """Return the stem of a word as it is written in a text, "" for a stop word."""
    folded = fold(word)
    return "" if _is_stop_word(folded) else word_stem(folded)


def stems(text):
    """Return the stems of a text in order, without stop words."""
    return [stem for word in _WORD.findall(text) if (stem := _stem_as_written(word))]


def contains_all(text, words):
    """Return whether the text contains every word, whatever their endings. Words may be the beginnings of words in the text."""
    text_words = split_words(text)
    text_stems = {word_stem(word) for word in text_words}
    return all(word_stem(word) in text_stems or any(text_word.startswith(word) for text_word in text_words) for word in words)


def highlight(text, words):
    """Return the text as (piece, is_match) pairs, where matches are the words with any ending."""
    if not words or not text:
        return [(text, False)]
    wanted = {word_stem(word) for word in words}
    pieces: list[tuple[str, bool]] = []
    position = 0
    for match in _WORD.finditer(text):
        if _stem_as_written(match.group()) in wanted:
            pieces += [(text[position : match.start()], False), (match.group(), True)]
            position = match.end()
    return [piece for piece in [*pieces, (text[position:], False)] if piece[0]]
