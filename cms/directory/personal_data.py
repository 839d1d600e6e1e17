"""What we store about a person in the directory: export, who can see it, erasure."""

import base64

from cms.directory.models import Card, CardPhoto
from cms.directory.permissions import directory_users
from cms.hooks import BASE64, ExportSection, VisibilityEntry


def export(user):
    """Return the ExportSections of this app; see EXPORT_MEMBER in cms/hooks.py."""
    return [ExportSection("card", "Your card in the directory", [_card_row(card) for card in Card.objects.filter(user=user)])]


def _card_row(card):
    photo = CardPhoto.objects.filter(card=card).first()
    return {
        "in the directory since": card.up_since,
        "ask me about": card.ask_line,
        "themes": ", ".join(theme.name for theme in card.themes.all()),
        "how to say your name": card.said_like,
        "pronouns": card.pronouns,
        "shows your email address": card.shows_email,
        "photo": "a WebP picture" if photo else "",
        f"photo, {BASE64}": base64.b64encode(bytes(photo.content)).decode() if photo else "",
    }


def visibility(user):
    """Return the VisibilityEntries of this app; see WHO_SEES in cms/hooks.py."""
    card = Card.objects.up().filter(user=user).first()
    if card is None:
        return [
            VisibilityEntry(
                "Your card in the directory", "You have no card in the directory. No one sees what you write until you put it up."
            )
        ]
    return [
        VisibilityEntry(
            "Your card in the directory",
            "Your name, job role, hub and authority, and what you wrote, because you put the card up. You can take it down at any time.",
            people=directory_users().exclude(pk=user.pk),
            who="Every member of the network, but not partners",
            url=card.get_absolute_url(),
            page_text=str(user),
        )
    ]


def erase(user, at):
    """Delete the user's card and photo; see FORGET_MEMBER in cms/hooks.py."""
    Card.objects.filter(user=user).delete()
