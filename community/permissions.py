"""Who may do what with events, and on boards."""

from django.db.models.functions import Now

from cms.people.permissions import is_administrator, led_authorities, needs_second_factor
from community.models.records import AudienceRule, Board, BoardOpening, Post, Sanction, Topic


def may_open_event(user, event):
    """Return whether the user may read the event."""
    return type(event).objects.visible_to(user).filter(pk=event.pk).exists()


def may_be_interested(user, event, *, on):
    """Return whether the user may show interest on the date `on`: they may read the event, and it is neither over nor cancelled."""
    return event.cancelled_on is None and event.is_upcoming(on) and may_open_event(user, event)


def may_read_board(user, board):
    """Return whether the user may read the board."""
    return Board.objects.visible_to(user).filter(pk=board.pk).exists()


def visible_board_ids(user):
    """Return the keys of the boards the user may read. One query; for pages that ask several times in one request."""
    return list(Board.objects.visible_to(user).values_list("pk", flat=True))


def may_ask_to_join(user, board):
    """Return whether the board is restricted, and the user, who is no partner, cannot read it."""
    return Board.objects.open_to_requests_from(user).filter(pk=board.pk).exists()


def may_start_topic(user, board):
    """Return whether the user may write on the board: they may read it, and it is open."""
    return board.is_writable and may_read_board(user, board) and not has_opened(user, board) and not is_timed_out(user, board)


def may_reply(user, topic):
    """Return whether the user may reply: they may read the topic, and it and its board are open."""
    if not (topic.is_open and topic.board.is_writable and topic.standing == Topic.Standing.LISTED):
        return False
    may_read = Topic.objects.visible_to(user).filter(pk=topic.pk).exists()
    return may_read and not has_opened(user, topic.board) and not is_timed_out(user, topic.board)


def has_opened(user, board):
    """Return whether the user reads the board only because they opened it with a reason. They may read, and not take part."""
    return (
        BoardOpening.objects.open_for(user).filter(board=board).exists()
        and not AudienceRule.objects.matching(user).filter(board=board).exists()
    )


def is_timed_out(user, board):
    """Return whether a facilitator has let the user only read the board for a while."""
    return Sanction.objects.in_force(Now()).filter(board=board, member=user).exists()


def looks_after(user, board):
    """Return whether the user is a facilitator of the board today."""
    return Board.objects.looked_after_by(user).filter(pk=board.pk).exists()


def may_moderate(user, board):
    """Return whether the user may decide about posts on the board: its facilitators may, with a second factor."""
    return looks_after(user, board) and not needs_second_factor(user)


def may_change_post(user, post):
    """Return whether the user may edit the post: it is theirs, has a text, and they may still read and write there."""
    return may_delete_post(user, post) and post.board.is_writable and not is_timed_out(user, post.board)


def may_delete_post(user, post):
    """Return whether the user may delete the post: it is theirs, has a text, and they may still read it, on a read-only board too."""
    return post.author_id == user.pk and not post.is_removed and may_read_board(user, post.board)


def may_react(user, post):
    """Return whether the user may thank the author: they take part in the board, may read the post, and it is not their own."""
    is_readable = Post.objects.visible_to(user).filter(pk=post.pk).exists()
    return post.author_id != user.pk and is_readable and not has_opened(user, post.board)


def boards_managed_by(user):
    """Return the boards whose name, audience and facilitators the user may change: all for administrators, their authority's for leads.

    Managing a board does not include reading it.
    """
    if is_administrator(user):
        return Board.objects.all()
    return Board.objects.filter(authority__in=led_authorities(user))


def may_manage_board(user, board):
    """Return whether the user may change the board's settings now, that is, also has a second factor."""
    return boards_managed_by(user).filter(pk=board.pk).exists() and not needs_second_factor(user)


def may_open_closed_board(user, board):
    """Return whether the user is an administrator who cannot read the board. They may open it with a reason."""
    return is_administrator(user) and not needs_second_factor(user) and not may_read_board(user, board)
