"""People as found things: those who put up a card in the directory."""

from django.urls import reverse

from cms.directory.models import Card
from cms.search.registry import Hit

MOST_PEOPLE = 20


def people_found(user, wanted):
    """Members who put up a card, as Hits: by name or what one can ask them, narrowed like pages."""
    cards = Card.objects.visible_to(user).matching(
        words=" ".join(wanted.words), job_role=wanted.role, authority=wanted.authority, theme=wanted.theme
    )
    return [
        Hit(
            "person",
            f"{card['user__first_name']} {card['user__last_name']}".strip(),
            reverse("directory:card", args=[card["uid"]]),
            text=card["ask_line"],
            line=", ".join(card[name] for name in ("here__job_role__title", "here__hub__name", "here__authority__name") if card[name]),
        )
        for card in cards.as_search_results(MOST_PEOPLE)
    ]
