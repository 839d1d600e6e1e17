"""Making boards, changing them, and opening one that is closed to an administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.people.decorators import administrators_only, authority_leads_only
from cms.people.permissions import is_administrator, led_authorities
from community.actions import boards
from community.forms.boards import BoardForm, ReasonForm, initial_of
from community.models.records import Board
from community.permissions import boards_managed_by, may_open_closed_board, visible_board_ids

NOT_YOURS = "As a lead you can open a board to people of your own authority only."
WOULD_READ_IT = (
    "With this you could read what others have written here for fewer people. Someone who manages the board and reads it can make "
    "this change. An administrator can open the board with a reason first."
)


@require_safe
@authority_leads_only
def manage(request):
    """List the boards the user manages, read or not: their names and audiences, and no topics."""
    readable = set(visible_board_ids(request.user))
    rows = [(board, board.pk in readable) for board in boards_managed_by(request.user).for_list()]
    return render(request, "community/boards/manage.html", {"rows": rows, "may_open": is_administrator(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def make(request):
    """Make a board: of the network as an administrator, of one's authority as its lead."""
    authority = None if is_administrator(request.user) else led_authorities(request.user).first()
    initial = {"state": Board.State.OPEN, "level": Board.Level.OPEN, "audience": "chosen" if authority else "everyone"}
    form = BoardForm(request.POST or None, authority=authority, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            board = boards.create_board(by=request.user, at=timezone.now(), authority=authority, **form.settings)
            messages.success(request, f"The board “{board.name}” is made.")
            return redirect("boards:manage")
        except boards.NotPermitted:
            form.add_error("audience", NOT_YOURS)
    context = {"form": form, "title": "Make a board", "button": "Make the board"}
    return render(request, "community/boards/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def settings(request, slug):
    """Change a board's name, audience and facilitators. This does not show its topics."""
    board = get_object_or_404(boards_managed_by(request.user), slug=slug)
    form = BoardForm(request.POST or None, authority=board.authority, initial=initial_of(board))
    if request.method == "POST" and form.is_valid():
        try:
            boards.change_board(board=board, by=request.user, at=timezone.now(), **form.settings)
            messages.success(request, f"The settings of “{board.name}” are saved.")
            return redirect("boards:manage")
        except boards.WouldReadIt:
            form.add_error("audience", WOULD_READ_IT)
        except boards.NotPermitted:
            form.add_error("audience", NOT_YOURS)
    context = {"form": form, "board": board, "title": f"Settings of {board.name}", "button": "Save the settings"}
    return render(request, "community/boards/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def open_closed(request, slug):
    """Open a closed board for an hour, with a reason that its members read."""
    board = get_object_or_404(Board, slug=slug)
    if not may_open_closed_board(request.user, board):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        boards.open_closed_board(board=board, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        return redirect(board)
    return render(request, "community/boards/open_closed.html", {"form": form, "board": board}, status=422 if form.errors else 200)
