"""Following a board or a topic, and stopping. POST with `off` stops."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from community.actions.following import set_following
from community.board_access import get_board, get_topic
from community.views.access import board_readers_only


@require_POST
@board_readers_only
def follow_board(request, slug):
    """Follow the new topics of a board, or stop."""
    return _follow(request, board=get_board(request.user, slug))


@require_POST
@board_readers_only
def follow(request, pk):
    """Follow the replies in a topic, or stop."""
    return _follow(request, topic=get_topic(request.user, pk))


def _follow(request, **thing):
    is_on, (found,) = "off" not in request.POST, thing.values()
    set_following(member=request.user, on=is_on, at=timezone.now(), **thing)
    messages.success(request, "You follow this. We tell you what is new." if is_on else "You no longer follow this.")
    return redirect("notices:choices" if "from-choices" in request.POST else found)
