"""Saving what someone has written and not posted."""

from django.db import transaction

from community.models.records import Draft

MAX_DRAFTS = 200
MAX_CHARACTERS = 80_000


class NewerDraft(Exception):
    """Another window has saved a newer draft: `draft` is that one. Nothing was overwritten."""

    def __init__(self, draft):
        super().__init__("A newer draft exists.")
        self.draft = draft


class TooMuch(Exception):
    """The draft is too long, or the member has too many."""


@transaction.atomic
def save_draft(*, member, fields, version, at, board=None, topic=None):
    """Save the member's draft for a board or a topic and return it. `version` is the one the form was made from, 0 for none.

    Saving needs no access to the place: people who have just lost it keep their text. Raises NewerDraft and TooMuch.
    """
    if sum(len(str(value)) for value in fields.values()) > MAX_CHARACTERS:
        raise TooMuch
    place = {"board": board, "topic": topic}
    draft = Draft.objects.select_for_update().filter(member=member, **place).first()
    if draft is None:
        if Draft.objects.filter(member=member).count() >= MAX_DRAFTS:
            raise TooMuch
        draft, is_new = Draft.objects.get_or_create(member=member, **place, defaults={"fields": fields, "saved_at": at})
        if is_new:
            return draft
    if draft.fields == fields:
        return draft
    if draft.version != version:
        raise NewerDraft(draft)
    draft.fields, draft.version, draft.saved_at = fields, draft.version + 1, at
    draft.save(update_fields=["fields", "version", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, member, pk):
    """Delete the member's own draft, if it is there."""
    Draft.objects.filter(member=member, pk=pk).delete()
