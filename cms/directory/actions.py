"""A member's own card, and an authority's numbers for tonight."""

import hashlib

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.directory.models import Card, CardPhoto, TonightDetail


@transaction.atomic
def write_card(*, user, ask_line, themes, said_like, pronouns, shows_email):
    """Save the contents of the user's card. Whether it is up does not change."""
    fields = {"ask_line": ask_line, "said_like": said_like, "pronouns": pronouns, "shows_email": shows_email}
    card, _ = Card.objects.update_or_create(user=user, defaults=fields)
    card.themes.set(themes)
    return card


@transaction.atomic
def put_up(*, user, at):
    """Show the user's card to other members. Putting it up again changes nothing."""
    Card.objects.get_or_create(user=user)
    Card.objects.filter(user=user, up_since__isnull=True).update(up_since=at)


@transaction.atomic
def take_down(*, user):
    """Hide the card from other members. Its contents are kept for its owner."""
    Card.objects.filter(user=user).update(up_since=None)


@transaction.atomic
def set_photo(*, user, content):
    """Replace the photo of the user's card. `content` is WebP bytes."""
    card, _ = Card.objects.get_or_create(user=user)
    digest = hashlib.sha256(content).hexdigest()
    CardPhoto.objects.update_or_create(card=card, defaults={"content": content, "digest": digest})


@transaction.atomic
def remove_photo(*, user):
    """Delete the photo of the user's card."""
    CardPhoto.objects.filter(card__user=user).delete()


@transaction.atomic
def set_tonight_numbers(*, authority, lines, by, on):
    """Replace an authority's numbers and policies for “If it happens tonight”. `lines` is {line: (phone, words)}, already validated."""
    TonightDetail.objects.filter(authority=authority).delete()
    TonightDetail.objects.bulk_create(
        TonightDetail(authority=authority, line=line, phone=phone, words=words, checked_on=on) for line, (phone, words) in lines.items()
    )
    add_entry(what=AuditEntry.What.PLACE, by=by, authority=authority, words="Numbers for If it happens tonight")
