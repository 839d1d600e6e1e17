"""Explaining glossary terms where a text first uses them."""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from cms.page_tree.snapshot import current_tree

_TAGS = re.compile(r"(<[^>]+>)")


@dataclass(frozen=True, slots=True)
class Marked:
    """The parts of one text as HTML with terms marked, and the terms that were marked: each with its meaning, as HTML of a `dl`."""

    parts: tuple
    words: str


def marked(sources):
    """The parts of a text (rich text as the editor stores it) for readers: links set, the first use of each term marked."""
    marker = Marker()
    parts = tuple(marker.mark(expand_db_html(source)) for source in sources)
    used = sorted(marker.used, key=lambda term: term.term.lower())
    meanings = ((term.term, mark_safe(expand_db_html(term.text))) for term in used)  # noqa: S308 - rich text that Wagtail has cleaned
    return Marked(parts, format_html_join("", "<dt>{}</dt><dd>{}</dd>", meanings))


class Marker:
    """Marks the first use of each term over the parts of one text, in order; `used` lists what was marked.

    A marked term is a button that opens its meaning beside the word, without JavaScript. Nothing is marked within a link or a
    heading. Abbreviations are matched as they are written, other terms in any case.
    """

    def __init__(self):
        self.used = []
        self._waiting = sorted((term for term in current_tree().terms if term.mark), key=lambda term: -max(map(len, term.spellings)))
        self._searches = {term.pk: _search(tuple(term.spellings), term.is_abbreviation) for term in self._waiting}

    def mark(self, text):
        """The same HTML with terms marked."""
        if not self._waiting:
            return mark_safe(text)  # noqa: S308 - rich text that Wagtail has cleaned
        parts, closed = _TAGS.split(text), 0
        for place, part in enumerate(parts):
            if part.startswith("<"):
                if re.match(r"<(a|h[1-6]|button)\b", part):
                    closed += 1
                elif re.match(r"</(a|h[1-6]|button)>", part):
                    closed -= 1
            elif part.strip() and not closed:
                parts[place] = self._mark_text(part)
        return mark_safe("".join(parts))  # noqa: S308 - as above; what is added is escaped

    def _mark_text(self, text):
        cuts: list[tuple] = []
        lowered = text.lower()
        for term in list(self._waiting):
            rough, exact = self._searches[term.pk]
            found = exact.search(text) if any(words in lowered for words in rough) else None
            if found and not any(found.start() < end and start < found.end() for start, end, _ in cuts):
                cuts.append((found.start(), found.end(), term))
                self._waiting.remove(term)
                self.used.append(term)
        for start, end, term in sorted(cuts, key=lambda cut: cut[0], reverse=True):
            text = text[:start] + _button(term, text[start:end]) + text[end:]
        return text


@lru_cache(maxsize=1024)
def _search(spellings, is_abbreviation):
    """How to find a term: words of which one must be there in small letters (quick to see), and the exact pattern."""
    exact = "|".join(_spelling(one, is_abbreviation) for one in sorted(spellings, key=len, reverse=True))
    return [html.escape(one, quote=False).lower() for one in spellings], re.compile(rf"\b(?:{exact})\b")


def _spelling(words, is_abbreviation):
    """One spelling as a pattern: letters that stand for words only as they are written, all else in any case."""
    pattern = re.escape(html.escape(words, quote=False))
    return pattern if is_abbreviation and " " not in words else f"(?i:{pattern})"


def _button(term, words):
    meaning = re.sub(r"</?(?:p|ul|ol|li)[^>]*>", " ", expand_db_html(term.text)).strip()
    return (
        f'<button type="button" class="term" popovertarget="word-{term.slug}">{words}</button>'
        f'<span popover id="word-{term.slug}" class="term-card"><b>{escape(term.term)}</b> {meaning}</span>'
    )
