"""Suggestions: corrected spelling, and titles that match what has been typed so far."""

from cms.search.access import Access
from cms.search.documents import current_catalogue
from cms.search.query import parse, split_words, word_stem
from cms.search.results import known_stems
from cms.search.spelling import MIN_LETTERS, similar_stems

MAX_SUGGESTIONS = 8


def corrected_words(user, text, index):
    """Return the words of a ParsedText with likely corrections, or "" if there is nothing to correct.

    A correction is a word in what readers see of a result that the user may open.
    """
    known, access = known_stems(user, index), Access(user)
    typed = {word for phrase in index.synonyms for word in phrase}
    corrections = {
        word: similar[0]
        for word in text.words
        if len(word) >= MIN_LETTERS and word_stem(word) not in typed and (similar := similar_stems(word, known))
    }
    if not corrections:
        return ""
    spelt = _spellings(index.documents, set(corrections.values()), access)
    corrected = [spelt.get(corrections.get(word, ""), word) for word in text.words]
    return " ".join(corrected) if corrected != list(text.words) else ""


def _spellings(documents, stems, access):
    """Return {stem: the shortest word that has it} from titles and texts that the user may open."""
    found: dict[str, str] = {}
    for document in documents:
        if access.may_open(document):
            for word in split_words(f"{document.title} {' '.join(document.other_titles)} {document.text}"):
                if (stem := word_stem(word)) in stems and len(word) < len(found.get(stem, word + " ")):
                    found[stem] = word
    return found


def matching_titles(user, typed):
    """Return titles in which each word typed begins a word, of what the user may open. Takes no query if cached."""
    text, access = parse(typed), Access(user)
    if not text.words or len(text.term) < 2:
        return []
    titles: dict[str, None] = {}
    for document in current_catalogue().documents:
        for title in (document.title, *document.other_titles):
            words = title and split_words(title.replace("-", " "))
            if words and all(any(word.startswith(begun) for word in words) for begun in text.words) and access.may_open(document):
                titles[document.title] = None
        if len(titles) == MAX_SUGGESTIONS:
            break
    return list(titles)
