"""From typed words to what to look for: synonyms, words written as one or as two, and slips of spelling."""

from dataclasses import dataclass

from cms.search.models import Synonym
from cms.search.query import STOP_WORDS, split_words, stems, word_stem
from cms.search.spelling import similar_stems

MIN_PART = 3  # letters, of a word that was written as one with another
# Forms of verbs that have no stem in common.
_IRREGULAR = """
begin began begun|break broke broken|bring brought|buy bought|come came|drive drove driven|fall fell fallen|feel felt|find found
forget forgot forgotten|give gave given|go went gone|hear heard|hide hid hidden|hold held|keep kept|know knew known|leave left
lose lost|make made|meet met|ring rang rung|run ran|say said|see saw seen|sleep slept|speak spoke spoken|steal stole stolen|take took taken
teach taught|tell told|think thought|wake woke woken|write wrote written
"""
IRREGULAR = {word: tuple(forms.split()) for forms in _IRREGULAR.replace("\n", "|").split("|") for word in forms.split()}
SYNONYM, SIMILAR = 0.9, 0.7  # how much a match counts, compared with the word itself


@dataclass(frozen=True)
class Alternative:
    """Stems that a document must contain together, and how much that counts."""

    stems: tuple[str, ...]
    factor: float = 1.0


@dataclass(frozen=True)
class Term:
    """One thing to look for: what was typed, in whichever of its alternatives. `is_fuzzy` if these are only spelt like it."""

    words: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    is_fuzzy: bool = False


def read_synonyms():
    """Return {stems of the words typed: the meanings as texts}. Takes one query."""
    return {_key(split_words(row.typed)): tuple(row.meaning_list) for row in Synonym.objects.all()}


def _key(words):
    return tuple(map(word_stem, words))


def expand(query, known_stems, table):
    """Return the Terms of a ParsedText's words. `known_stems` are those in documents that the user may open, `table` the synonyms."""
    longest = max(map(len, table), default=1)
    wanted, terms, position = set(query.words), [], 0
    words = query.all_words
    while position < len(words):
        phrases = (words[position : position + n] for n in range(longest, 0, -1))
        if phrase := next((phrase for phrase in phrases if _key(phrase) in table), ()):
            terms.append(_synonym_term(phrase, table[_key(phrase)]))
            position += len(phrase)
            continue
        word = words[position]
        if pair := _pair(words[position : position + 2], known_stems):
            terms.append(pair)
            position += 2
            continue
        if word in wanted:
            terms.append(_term(word, known_stems))
        position += 1
    return list({term.words: term for term in terms}.values())


def _pair(words, known_stems):
    """Return a Term for two words that are written as one somewhere, as in out reach, or None."""
    joined = word_stem("".join(words))
    if len(words) < 2 or min(map(len, words)) < MIN_PART or joined not in known_stems:
        return None
    apart = Alternative(tuple(dict.fromkeys(word_stem(word) for word in words if word not in STOP_WORDS)))
    return Term(tuple(words), (Alternative((joined,)), *([apart] if len(apart.stems) > 1 else [])))


def _synonym_term(phrase, meanings):
    typed = tuple(dict.fromkeys(word_stem(word) for word in phrase if len(word) > 1 or word.isdigit()))
    alternatives = [Alternative(typed)] if typed else []
    alternatives += [Alternative(tuple(dict.fromkeys(found)), SYNONYM) for meaning in meanings if (found := stems(meaning))]
    return Term(phrase, tuple(alternatives))


def _term(word, known_stems):
    forms = dict.fromkeys(word_stem(form) for form in (word, *IRREGULAR.get(word, ())))
    if known_forms := [stem for stem in forms if stem in known_stems]:
        return Term((word,), tuple(Alternative((stem,)) for stem in known_forms))
    if parts := _split(word, known_stems):
        return Term((word,), (Alternative(parts),))
    similar = similar_stems(word, known_stems) or ()
    return Term((word,), tuple(Alternative((known,), SIMILAR) for known in similar), is_fuzzy=bool(similar))


def _split(word, known_stems):
    """Return the stems of two known words that were written as one, as in keyworker, or ()."""
    for length in range(MIN_PART, len(word) - MIN_PART + 1):
        first, second = word_stem(word[:length]), word_stem(word[length:])
        if first in known_stems and second in known_stems:
            return first, second
    return ()
