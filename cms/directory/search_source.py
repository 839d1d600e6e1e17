"""Search source for people: members with a card in the directory."""

from django.urls import reverse

from cms.directory.models import Card
from cms.search.registry import SearchHit

MAX_PEOPLE = 20


def search_people(user, query):
    """Return SearchHits for cards that match by name or by what people can ask about, with the same filters as pages."""
    cards = Card.objects.visible_to(user).matching(
        words=" ".join(query.words), job_role=query.role, authority=query.authority, theme=query.theme
    )
    return [
        SearchHit(
            "person",
            f"{card['user__first_name']} {card['user__last_name']}".strip(),
            reverse("directory:card", args=[card["uid"]]),
            text=card["ask_line"],
            detail=", ".join(card[name] for name in ("here__job_role__title", "here__hub__name", "here__authority__name") if card[name]),
        )
        for card in cards.as_search_results(MAX_PEOPLE)
    ]
