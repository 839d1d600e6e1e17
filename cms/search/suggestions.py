"""Suggestions from titles and the vocabulary: corrected spelling, and titles that match what has been typed so far."""

from difflib import get_close_matches

from cms.page_tree.snapshot import current_tree
from cms.search.query import STOP_WORDS, parse

MAX_SUGGESTIONS = 8
MIN_SIMILARITY = 0.75


def known_words(page_types):
    """Return the words of open pages' titles, glossary terms, provocations and themes. `page_types` are labels such as "pages.homepage"."""
    tree = current_tree()
    words: set[str] = set()
    for text in (
        *(node.title for page_type in page_types for node in tree.by_kind.get(page_type, ()) if tree.is_open(node.id)),
        *(spelling for term in tree.terms for spelling in term.spellings),
        *(provocation.text for provocation in tree.provocations),
        *(theme.name for theme in tree.themes),
    ):
        words.update(word for word in text.lower().replace("’", "'").split() if len(word) > 3)
    return {word.strip(".,:;?!()'“”") for word in words} - STOP_WORDS


def corrected_words(text, page_types):
    """Return the words of a ParsedText with likely corrections, or "" if there is nothing to correct."""
    known = known_words(page_types)
    corrected = [
        word if word in known or len(word) < 4 else next(iter(get_close_matches(word, known, 1, MIN_SIMILARITY)), word)
        for word in text.words
    ]
    return " ".join(corrected) if corrected != list(text.words) else ""


def matching_titles(typed, page_types):
    """Return (page id or None, title) for titles in which each word typed begins a word. Takes no query."""
    tree, text = current_tree(), parse(typed)
    if not text.words or len(text.term) < 2:
        return []
    pages = ((node.id, node.title) for page_type in page_types for node in tree.by_kind.get(page_type, ()) if tree.is_open(node.id))
    terms = ((None, term.term) for term in tree.terms)
    provocations = ((None, provocation.text) for provocation in tree.provocations)
    matches = []
    for page_id, title in (*pages, *terms, *provocations):
        title_words = title.lower().replace("-", " ").split()
        if all(any(title_word.lstrip("“‘(").startswith(word) for title_word in title_words) for word in text.words):
            matches.append((page_id, title))
            if len(matches) == 3 * MAX_SUGGESTIONS:
                break
    return matches
