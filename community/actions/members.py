"""Slow mode of a board, and warnings and time-outs of its members."""

from datetime import timedelta

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from community.actions.boards import add_log_entry
from community.actions.moderation import DecidedMeanwhile, NotPermitted
from community.models.records import Board, Sanction, SlowMode
from community.permissions import looks_after, may_moderate, may_read_board


class ReasonMissing(Exception):
    """The member has to be told why."""


@transaction.atomic
def set_slow_mode(*, board, by, minutes, lasts, reason, at):
    """Let each member post on the board only every so many minutes for the timedelta `lasts`. Raises NotPermitted and ReasonMissing."""
    if not may_moderate(by, board):
        raise NotPermitted
    if not reason.strip():
        raise ReasonMissing
    values = {"minutes": minutes, "until": at + lasts, "reason": reason.strip(), "by": by}
    slow_mode, _ = SlowMode.objects.update_or_create(board=board, defaults=values)
    add_log_entry(board=board, by=by, at=at, what=f"Slow mode: one post every {minutes} minutes from each member, for a while.")
    return slow_mode


@transaction.atomic
def end_slow_mode(*, board, by, at):
    """End slow mode, if it is on. Raises NotPermitted."""
    if not may_moderate(by, board):
        raise NotPermitted
    if SlowMode.objects.filter(board=board, until__gt=at).delete()[0]:
        add_log_entry(board=board, by=by, at=at, what="Slow mode ended.")


@transaction.atomic
def sanction_member(*, board, member, by, reason, seen, at, lasts=None):
    """Warn a member, or time them out for the timedelta `lasts`. `seen` are the keys of their earlier ones that the facilitator had read.

    Nobody does this to themselves or to another facilitator of the board. Raises NotPermitted, ReasonMissing and DecidedMeanwhile.
    """
    # The lock lets two facilitators decide one after the other.
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    if not may_moderate(by, board) or member.pk == by.pk or looks_after(member, board) or not may_read_board(member, board):
        raise NotPermitted
    if not reason.strip():
        raise ReasonMissing
    if set(Sanction.objects.filter(board=board, member=member).values_list("pk", flat=True)) != set(seen):
        raise DecidedMeanwhile
    kind = Sanction.Kind.TIME_OUT if lasts else Sanction.Kind.WARNING
    sanction = Sanction.objects.create(
        board=board, member=member, kind=kind, reason=reason.strip(), by=by, made_at=at, ends_at=at + lasts if lasts else None
    )
    what = AuditEntry.What.BOARD_OUT if lasts else AuditEntry.What.BOARD_WARNED
    add_entry(what=what, by=by, about=member, words=_days(lasts) if lasts else "")
    add_log_entry(board=board, by=by, at=at, what=f"A member was timed out for {_days(lasts)}." if lasts else "A member was warned.")
    return sanction


def _days(lasts):
    days = lasts // timedelta(days=1)
    return f"{days} day{'' if days == 1 else 's'}"


@transaction.atomic
def lift_time_out(*, sanction, by, at):
    """End a time-out early. Raises NotPermitted, and DecidedMeanwhile if it has ended."""
    sanction = Sanction.objects.select_for_update(of=("self",)).select_related("board", "member").get(pk=sanction.pk)
    if not may_moderate(by, sanction.board) or sanction.member_id == by.pk:
        raise NotPermitted
    if not Sanction.objects.in_force(at).filter(pk=sanction.pk).update(lifted_at=at):
        raise DecidedMeanwhile
    add_entry(what=AuditEntry.What.BOARD_BACK, by=by, about=sanction.member)
    add_log_entry(board=sanction.board, by=by, at=at, what="A time-out of a member was lifted.")


@transaction.atomic
def acknowledge(*, sanction, member, at):
    """Remember that the member has read their warning or time-out, so that it is not shown again once it has ended."""
    Sanction.objects.filter(pk=sanction.pk, member=member, seen_at=None).update(seen_at=at)
