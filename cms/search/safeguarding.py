"""The answer that comes before all others: whom to ring about a child. It is code, so that no edit can switch it off."""

from dataclasses import dataclass

from cms.search.documents import Place
from cms.search.query import stems
from cms.search.spelling import similar_stems

# What people type when they are worried about a child. Spelling and synonyms have been applied before these are compared.
_WORDS = """
safeguarding missing worried worry worrying 999 101 duty emergency danger dangerous abuse abused abusing disclosure disclosed disclose
neglect groomed grooming suicide suicidal overdose
"""
TRIGGERS = frozenset(stems(_WORDS))


@dataclass(frozen=True)
class SafeguardingAnswer:
    """The member's own authority with its safeguarding contact (None for someone without one), and where to read more."""

    place: Place | None

    @property
    def telephone_url(self):
        return f"tel:{self.place.phone.replace(' ', '')}" if self.place and self.place.phone else ""


def answer(user, text, looked_for, authorities):
    """Return a SafeguardingAnswer if what was typed is about keeping a child safe, else None.

    `text` is a ParsedText, and `looked_for` the stems of its synonyms and corrections. Slips are compared with the words above too, so
    that nothing depends on what pages happen to say. `authorities` is {id: Place}. Takes no query.
    """
    if TRIGGERS.isdisjoint(looked_for) and all(similar_stems(word, TRIGGERS) is None for word in text.words):
        return None
    return SafeguardingAnswer(authorities.get(user.membership.authority_id) if user.membership else None)
