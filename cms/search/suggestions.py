"""What helps when nothing was found: words that are written nearly so, and titles that begin as one typed."""

from difflib import get_close_matches

from cms.page_tree.snapshot import current_tree
from cms.search.query import LITTLE, read

MOST_SUGGESTED = 8
NEAR = 0.75


def known_words(kinds):
    """Every word of titles members may open, of glossary terms, provocations and themes: what a typing slip may have meant."""
    tree = current_tree()
    words: set[str] = set()
    for text in (
        *(node.title for kind in kinds for node in tree.by_kind.get(kind, ()) if tree.is_open(node.id)),
        *(spelling for term in tree.terms for spelling in term.spellings),
        *(one.text for one in tree.provocations),
        *(one.name for one in tree.themes),
    ):
        words.update(word for word in text.lower().replace("’", "'").split() if len(word) > 3)
    return {word.strip(".,:;?!()'“”") for word in words} - LITTLE


def meant(typed, kinds):
    """The words as they may have been meant, or "" when all of them are known or nothing is near."""
    known = known_words(kinds)
    better = [word if word in known or len(word) < 4 else next(iter(get_close_matches(word, known, 1, NEAR)), word) for word in typed.words]
    return " ".join(better) if better != list(typed.words) else ""


def beginning(text, kinds):
    """Titles that hold a word beginning with each of the words typed, [(page id or None, title)]; no query. For suggestions."""
    tree, typed = current_tree(), read(text)
    if not typed.words or len(typed.joined) < 2:
        return []
    pages = ((node.id, node.title) for kind in kinds for node in tree.by_kind.get(kind, ()) if tree.is_open(node.id))
    words = ((None, one) for one in (*(term.term for term in tree.terms), *(one.text for one in tree.provocations)))
    found = []
    for key, title in (*pages, *words):
        parts = title.lower().replace("-", " ").split()
        if all(any(part.lstrip("“‘(").startswith(word) for part in parts) for word in typed.words):
            found.append((key, title))
            if len(found) == 3 * MOST_SUGGESTED:
                break
    return found
