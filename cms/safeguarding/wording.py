"""Suggestions of the wording guide for what someone is writing. They never keep a text back; see docs/decisions/0121.

The entries come from the page tree, where cms/vocabulary puts them. They are matched in the visible text, without quotations, titles and
the phrases in which an entry says that its word stays.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.crypto import salted_hmac

from cms.page_tree.snapshot import current_reader, current_tree

from .visible import folded_text, visible_text

IN_TREE_NAME = "wording"
MAX_SUGGESTIONS = 12  # on one page: more than that is a lecture
SNIPPET = 60
# Said by someone else: it stays as it was said. Each has an upper limit, so that one open quotation mark hides a passage and not a page.
_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"\n]{0,600}\"|(?<!\w)['‘](?=\S)[^'‘’\n]{0,300}['’](?!\w)|^[ \t]*>.*$", re.MULTILINE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]|[-*•])[\s\"“”'‘’(]*$")
_CAPITALISED_WORD = re.compile(r"[ \t][A-Z][a-z]")


@dataclass(frozen=True)
class Suggestion:
    """A word in one field, and the entry with what could be said instead. `before`, `words` and `after` are where it was found."""

    key: str
    field: str
    label: str
    before: str
    words: str
    after: str
    entry: object


def entries_for(authority_id):
    """Return the published entries and those of one authority. Takes no query."""
    guide = current_tree().extras.get(IN_TREE_NAME)
    return (*guide["entries"], *guide["own"].get(authority_id, ())) if guide else ()


def entries_for_reader():
    """Return the entries for the person who sent this request."""
    membership = getattr(current_reader(), "membership", None)
    return entries_for(membership.authority_id if membership else None)


def suggest(texts, *, entries, hidden=(), titles=()):
    """Return Suggestions for `texts`, {field: (label, text)}, each entry once, in the order of the text.

    `hidden` are keys of suggestions that the writer has put away, and `titles` phrases that are left alone as a whole.
    """
    found, seen = [], set()
    for name, (label, text) in texts.items():
        in_field = sorted(_matches(text, entries, titles), key=lambda match: match[0])
        for start, end, entry, visible in in_field:
            if entry.term in seen:
                continue
            seen.add(entry.term)
            key = salted_hmac("cms.safeguarding.wording", f"{name}\0{entry.term}", algorithm="sha256").hexdigest()[:16]
            if key not in hidden:
                before, after = visible[:start].rpartition("\n")[2], visible[end:].partition("\n")[0]
                found.append(Suggestion(key, name, label, _tail(before), visible[start:end], _head(after), entry))
    return found[:MAX_SUGGESTIONS]


def _tail(text):
    return text if len(text) <= SNIPPET else f"…{text[-SNIPPET:].partition(' ')[2]}"


def _head(text):
    return text if len(text) <= SNIPPET else f"{text[:SNIPPET].rpartition(' ')[0]}…"


def words_found(text, entries):
    """Return [(offset in the visible text, words, entry)] for every use of an entry, for checks of whole texts."""
    return sorted(((start, visible[start:end], entry) for start, end, entry, visible in _matches(text, entries)), key=lambda use: use[0])


def _matches(text, entries, titles=()):
    visible = visible_text(text)
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), folded_text(visible))
    for title in titles:
        if " " in title and title in plain:
            plain = plain.replace(title, " " * len(title))
    lowered = plain.lower()
    for entry in entries:
        first_words, pattern, stays = _pattern(tuple(entry.forms), tuple(entry.phrases_that_stay))
        if not any(word in lowered for word in first_words):
            continue
        covered = [match.span() for match in stays.finditer(plain)] if stays else []
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(left <= start and end <= right for left, right in covered) or _is_in_a_title(plain, start, end):
                continue
            yield start, end, entry, visible


@lru_cache(maxsize=512)
def _pattern(forms, phrases):
    """Return (the first word of each form in lower case, the pattern of the forms, the pattern of the phrases that stay or None)."""

    def either(texts):
        spaced = (r"[\s-]{1,3}".join(re.escape(word) for word in re.split(r"[\s-]+", folded_text(text))) for text in texts)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(spaced, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)

    first_words = tuple({re.split(r"[\s-]+", form.lower())[0] for form in forms})
    return first_words, either(forms), either(phrases) if phrases else None


def _is_in_a_title(text, start, end):
    """Return whether the words are part of a name: written with a capital in the middle of a sentence, or before another capital."""
    if not text[start].isupper() or text[start:end].isupper():
        return False
    return not _SENTENCE_START.search(text[max(0, start - 12) : start]) or bool(_CAPITALISED_WORD.match(text, end))
