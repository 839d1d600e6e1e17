"""Explain glossary terms where a text first uses them."""

import html
import re
from dataclasses import dataclass

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from cms.page_tree.snapshot import current_tree

_TAGS = re.compile(r"(<[^>]+>)")
# What people type between the parts of a term, or leave out: "key worker", "key-worker", "keyworker".
_GAPS = re.compile(r"[\s\u00a0\u2010\u2011\u2013-]+")
_GAP = r"(?:[\s\u00a0\u2010\u2011\u2013-]|&nbsp;)*"
_APOSTROPHES = re.compile(r"['\u2019\u02bc]|&#x27;|&#39;")
_APOSTROPHE = r"(?:['\u2019\u02bc]|&#x27;|&#39;)?"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The parts of a text as HTML with its terms marked, and the terms with their meanings as the HTML content of a `dl`."""

    parts: tuple
    definitions: str


def mark_terms(sources):
    """Return the MarkedText of a text, given its parts in order as the editor's rich text source."""
    marker = TermMarker()
    parts = tuple(marker.mark(expand_db_html(source)) for source in sources)
    terms = sorted(marker.marked_terms, key=lambda term: term.term.lower())
    meanings = ((term.term, mark_safe(expand_db_html(term.text))) for term in terms)  # noqa: S308 - rich text that Wagtail has cleaned
    return MarkedText(parts, format_html_join("", "<dt>{}</dt><dd>{}</dd>", meanings))


class TermMarker:
    """Mark the first use of each glossary term in a text, whose parts are passed to `mark` in order.

    A marked term is a button that opens its meaning beside the word, without JavaScript. Nothing is marked inside a link, a heading or
    a button. Abbreviations match only as they are written, other terms in upper or lower case; all with other spaces, hyphens and
    apostrophes. `marked_terms` lists the terms marked so
    far.
    """

    def __init__(self):
        self.marked_terms = []
        terms = [term for term in current_tree().terms if term.mark]
        # Longest first, so that “case study review” is not marked as “case study”.
        self._remaining = sorted(terms, key=lambda term: -max(map(len, term.spellings)))
        self._patterns = {term.pk: _patterns(term) for term in terms}

    def mark(self, text):
        """Return the HTML with terms marked."""
        if not self._remaining:
            return mark_safe(text)  # noqa: S308 - rich text that Wagtail has cleaned
        pieces, depth = _TAGS.split(text), 0
        for position, piece in enumerate(pieces):
            if piece.startswith("<"):
                if re.match(r"<(a|h[1-6]|button)\b", piece):
                    depth += 1
                elif re.match(r"</(a|h[1-6]|button)>", piece):
                    depth -= 1
            elif piece.strip() and not depth:
                pieces[position] = self._mark_text(piece)
        return mark_safe("".join(pieces))  # noqa: S308 - as above; what is added is escaped

    def _mark_text(self, text):
        spans: list[tuple] = []
        lowered = text.lower()
        for term in list(self._remaining):
            substrings, pattern = self._patterns[term.pk]
            match = pattern.search(text) if any(substring in lowered for substring in substrings) else None
            if match and not any(match.start() < end and start < match.end() for start, end, _ in spans):
                spans.append((match.start(), match.end(), term))
                self._remaining.remove(term)
                self.marked_terms.append(term)
        for start, end, term in sorted(spans, key=lambda span: span[0], reverse=True):
            text = text[:start] + _button(term, text[start:end]) + text[end:]
        return text


def _patterns(term):
    """Return (lower-case substrings, pattern). Text without any of the substrings cannot match the pattern, which is slower to check."""
    spellings = sorted(term.spellings, key=len, reverse=True)
    alternatives = "|".join(_spelling_pattern(spelling, term.is_abbreviation) for spelling in spellings)
    return [_longest_piece(spelling) for spelling in spellings], re.compile(rf"\b(?:{alternatives})\b")


def _pieces(spelling):
    """Return the words of a spelling, each as a list of what is between its apostrophes."""
    return [_APOSTROPHES.split(word) for word in _GAPS.split(html.escape(spelling.strip(), quote=False))]


def _longest_piece(spelling):
    return max((piece for word in _pieces(spelling) for piece in word), key=len).lower()


def _spelling_pattern(spelling, is_abbreviation):
    """Return the pattern of a spelling with any spaces, hyphens and apostrophes, or none."""
    pattern = _GAP.join(_APOSTROPHE.join(re.escape(piece) for piece in word) for word in _pieces(spelling))
    return pattern if is_abbreviation and " " not in spelling else f"(?i:{pattern})"


def _button(term, label):
    meaning = re.sub(r"</?(?:p|ul|ol|li)[^>]*>", " ", expand_db_html(term.text)).strip()
    return (
        f'<button type="button" class="term" popovertarget="word-{term.slug}">{label}</button>'
        f'<span popover id="word-{term.slug}" class="term-card"><b>{escape(term.term)}</b> {meaning}</span>'
    )
