"""Decorators for views of boards."""

from functools import wraps

from cms.people.decorators import members_only
from community.board_access import ClosedBoard, closed_response


def board_readers_only(view):
    """Let members in. Someone who may not read the board sees how to ask to join, that it is private, or a 404."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ClosedBoard as closed:
            return closed_response(request, closed.board)

    return wrapped
