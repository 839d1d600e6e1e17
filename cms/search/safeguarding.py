"""The answer that comes before all others: whom to ring about a child. It is code, so that no edit can switch it off."""

from dataclasses import dataclass

from cms.page_tree.snapshot import current_tree
from cms.search.documents import Place
from cms.search.query import stems
from cms.search.spelling import similar_stems

# What people type when they are worried about a child. Spelling and synonyms have been applied before these are compared.
_WORDS = """
safeguarding missing worried worry worrying 999 101 duty emergency danger dangerous abuse abused abusing disclosure disclosed disclose
neglect groomed grooming suicide suicidal overdose
"""
TRIGGERS = frozenset(stems(_WORDS))
# What people type when one of the eight boxes of “If it happens tonight” is happening.
_TONIGHT_WORDS = """
hurt injured injury bleeding unconscious overdose suicide suicidal selfharm harm cutting missing disclosure disclosed disclose allegation
accused lado drug drugs spice knife blade weapon restraint restrain restraining police arrest arrested custody tonight emergency
"""
TONIGHT = frozenset(stems(_TONIGHT_WORDS))
TONIGHT_PATH = "if-it-happens-tonight"


@dataclass(frozen=True)
class SafeguardingAnswer:
    """The member's own authority with its safeguarding contact (None for someone without one), and where to read more."""

    place: Place | None

    @property
    def telephone_url(self):
        return f"tel:{self.place.phone.replace(' ', '')}" if self.place and self.place.phone else ""


def tonight_url(text, looked_for):
    """Return the URL of “If it happens tonight” if what was typed is about one of its boxes, else "". Arguments as for answer()."""
    page = current_tree().by_url.get(TONIGHT_PATH)
    is_about_it = not TONIGHT.isdisjoint({*looked_for, *stems(" ".join(text.words))})
    return page.url if page and page.live and is_about_it else ""


def answer(user, text, looked_for, authorities):
    """Return a SafeguardingAnswer if what was typed is about keeping a child safe, else None.

    `text` is a ParsedText, and `looked_for` the stems of its synonyms and corrections. Slips are compared with the words above too, so
    that nothing depends on what pages happen to say. `authorities` is {id: Place}. Takes no query.
    """
    if TRIGGERS.isdisjoint(looked_for) and all(similar_stems(word, TRIGGERS) is None for word in text.words):
        return None
    return SafeguardingAnswer(authorities.get(user.membership.authority_id) if user.membership else None)
