"""Search source for people: members with a card in the directory."""

from functools import cache

from django.urls import reverse

from cms.directory.models import Card
from cms.search.registry import SearchHit

MAX_PEOPLE = 20


def search_people(user, query):
    """Return SearchHits for cards that match by name or by what people can ask about, with the same filters as pages."""
    cards = (
        _cards_up()
        .for_reader(user)
        .matching(words=" ".join(query.words), job_role=query.role, authority=query.authority, theme=query.theme)
    )
    return [
        SearchHit(
            "person",
            f"{card['user__first_name']} {card['user__last_name']}".strip(),
            reverse("directory:card", args=[card["uid"]]),
            text=card["ask_line"],
            detail=", ".join(card[name] for name in ("here__job_role__title", "here__hub__name", "here__authority__name") if card[name]),
        )
        for card in cards[:MAX_PEOPLE]
    ]


@cache
def _cards_up():
    """Return the query for every card that is up, which is never run as it is. Building it takes longer than running a search."""
    return Card.objects.up().as_search_results(None)
