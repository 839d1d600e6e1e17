"""A member's own card in the directory: writing it, putting it up, taking it down, its photo."""

import hashlib

from django.db import transaction

from cms.directory.models import Card, CardPhoto


@transaction.atomic
def write_card(*, user, ask_line, themes, said_like, pronouns, shows_email):
    """Keep what the person wants on their card. Whether it is up stays as it was."""
    words = {"ask_line": ask_line, "said_like": said_like, "pronouns": pronouns, "shows_email": shows_email}
    card, _ = Card.objects.update_or_create(user=user, defaults=words)
    card.themes.set(themes)
    return card


@transaction.atomic
def put_up(*, user, at):
    """Show the person's card to the other members; put up twice it stays up since the first time."""
    Card.objects.get_or_create(user=user)
    Card.objects.filter(user=user, up_since__isnull=True).update(up_since=at)


@transaction.atomic
def take_down(*, user):
    """Show the card to nobody from now on. What stands on it is kept for its owner."""
    Card.objects.filter(user=user).update(up_since=None)


@transaction.atomic
def set_photo(*, user, content):
    """Put a photo (WebP, bytes) on the person's card. The one before is gone."""
    card, _ = Card.objects.get_or_create(user=user)
    digest = hashlib.sha256(content).hexdigest()
    CardPhoto.objects.update_or_create(card=card, defaults={"content": content, "digest": digest})


@transaction.atomic
def remove_photo(*, user):
    """Take the photo off the person's card; nothing of it is kept."""
    CardPhoto.objects.filter(card__user=user).delete()
