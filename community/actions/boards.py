"""Making and changing boards, and opening one that is closed to an administrator."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.permissions import is_administrator
from community.models.records import AudienceRule, Board, BoardCounts, BoardFacilitator, BoardLogEntry, BoardOpening, Topic
from community.permissions import may_manage_board, may_open_closed_board, may_read_board

OPEN_FOR = timedelta(hours=1)


class NotPermitted(Exception):
    """The user may not do this on this board."""


class WouldReadIt(NotPermitted):
    """The change would let the user read what others wrote on a board that they cannot read now."""


class ReasonMissing(Exception):
    """A closed board is opened only with a reason."""


@dataclass(frozen=True)
class Audience:
    """Who may read a board. A member must match each list that is not empty, or be one of `people`; or `everyone` may."""

    everyone: bool = False
    authorities: list[Any] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    job_roles: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)

    def rules(self, board):
        """Return the AudienceRules, unsaved: one for each combination, and one for each person."""
        if self.everyone:
            return [AudienceRule(board=board, everyone=True), *self._named(board)]
        if not (self.authorities or self.roles or self.job_roles):
            return self._named(board)
        combined = product(self.authorities or [None], self.roles or [""], self.job_roles or [None])
        general = [AudienceRule(board=board, authority=place, role=role, job_role=job) for place, role, job in combined]
        return general + self._named(board)

    def _named(self, board):
        people = {person.pk: person for person in self.people}
        return [AudienceRule(board=board, person=person, person_authority_id=_authority_of(person)) for person in people.values()]


@transaction.atomic
def create_board(*, by, at, audience, facilitators=(), **fields):
    """Create a board and return it. `by` is None for boards that come with the site. Raises NotPermitted."""
    board = Board(created_at=at, slug=_free_slug(fields["name"]), **fields)
    board.save()
    BoardCounts.objects.create(board=board)
    if by is not None:
        _check_right(by, board, audience)
    AudienceRule.objects.bulk_create(audience.rules(board))
    BoardFacilitator.objects.bulk_create(BoardFacilitator(board=board, user=user) for user in facilitators)
    add_log_entry(board=board, by=by, at=at, what="This board was made.")
    return board


@transaction.atomic
def change_board(*, board, by, at, audience, facilitators, **fields):
    """Change a board's settings. Who may read it changes with the next request. Raises NotPermitted.

    Nobody lets themselves in to a conversation so: administrators open it with a reason (WouldReadIt).
    """
    board = Board.objects.select_for_update().get(pk=board.pk)
    _check_right(by, board, audience)
    could_read, before = may_read_board(by, board), _people_of(board)
    for name, value in fields.items():
        setattr(board, name, value)
    board.save()
    board.audience.all().delete()
    AudienceRule.objects.bulk_create(audience.rules(board))
    board.facilitators.all().delete()
    BoardFacilitator.objects.bulk_create(BoardFacilitator(board=board, user=user) for user in facilitators)
    if not could_read and may_read_board(by, board) and Topic.objects.filter(board=board, by_site=False).exists():
        raise WouldReadIt
    after = _people_of(board)
    changed = "Who can read this board was changed." if before != after else "The settings of this board were changed."
    add_log_entry(board=board, by=by, at=at, what=changed)
    return board


def _people_of(board):
    """Return the rules and the facilitators that let people read the board, to see whether a change touched them."""
    rules = board.audience.order_by().values_list("everyone", "authority", "role", "job_role", "person", "person_authority")
    return set(rules), set(board.facilitators.values_list("user", flat=True))


def _check_right(by, board, audience):
    """Raise NotPermitted unless the user manages the board and, as a lead, opens it to people of their own authority only."""
    if not may_manage_board(by, board):
        raise NotPermitted
    if is_administrator(by):
        return
    places = {authority.pk for authority in audience.authorities}
    is_local = places == {board.authority_id} or not (places or audience.roles or audience.job_roles)
    if audience.everyone or not is_local or any(_authority_of(person) != board.authority_id for person in audience.people):
        raise NotPermitted


def _authority_of(person):
    return person.membership.authority_id if person.membership else None


@transaction.atomic
def open_closed_board(*, board, by, reason, at):
    """Let an administrator read a closed board for OPEN_FOR. It is audited, and its members read it in the board's log.

    Raises NotPermitted, and ReasonMissing without a reason.
    """
    if not may_open_closed_board(by, board):
        raise NotPermitted
    if not reason.strip():
        raise ReasonMissing
    opening = BoardOpening.objects.create(board=board, user=by, reason=reason.strip()[:200], opened_at=at, ends_at=at + OPEN_FOR)
    add_entry(what=AuditEntry.What.BOARD_OPENED, by=by, words=reason.strip())
    add_log_entry(board=board, by=by, at=at, what=f"An administrator opened this board for an hour. The reason: {opening.reason}"[:200])
    return opening


def add_log_entry(*, board, by, at, what):
    """Add a line to the board's log, inside the transaction of what it says. `what` must not contain words of a post."""
    return BoardLogEntry.objects.create(board=board, by=by, at=at, what=what)


# First parts of other URLs below /boards/.
RESERVED_SLUGS = {"make", "manage", "drafts", "unanswered", "queue", "requests", "search", "about", "time-outs"}


def _free_slug(name):
    wanted = slugify(name)[:100] or "board"
    taken = RESERVED_SLUGS | set(Board.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
