"""Finding a board, a topic or a post for a reader, and what people see who may not read it."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from community.models.records import Board, Follow, Post, Topic
from community.permissions import may_ask_to_join, may_open_closed_board


class ClosedBoard(Exception):
    """The board exists and the reader may not read it."""

    def __init__(self, board):
        super().__init__("The board is closed to this reader.")
        self.board = board


def get_board(user, slug):
    """Return the board for its reader, with what its page shows. Raises Http404 and ClosedBoard."""
    boards = (
        Board.objects.visible_to(user).select_related("counts", "theme", "slow_mode").with_audience().with_facilitators().for_reader(user)
    )
    follows = Follow.objects.filter(member=user, stopped=False, board=OuterRef("pk"))
    boards = boards.annotate(is_followed=Exists(follows))
    if board := boards.filter(slug=slug).first():
        return board
    raise _closed(Board.objects.filter(slug=slug).first())


def get_topic(user, pk, topics=None):
    """Return the topic with its board, if the user may read it. Raises Http404 and ClosedBoard."""
    rows = Topic.objects.visible_to(user) if topics is None else topics
    if topic := rows.select_related("board").filter(pk=pk).first():
        return topic
    hidden = Topic.objects.select_related("board").filter(pk=pk, standing=Topic.Standing.LISTED).first()
    if hidden and not Board.objects.visible_to(user).filter(pk=hidden.board_id).exists():
        raise _closed(hidden.board)
    raise Http404


def get_post(user, pk):
    """Return a post whose text the user may read, with topic and board. Raises Http404."""
    post = Post.objects.visible_to(user).select_related("topic", "board").filter(pk=pk).first()
    if post is None:
        raise Http404
    return post


def _closed(board):
    """Return what to raise: only restricted and private boards admit that they exist."""
    if board is None or board.level not in {Board.Level.RESTRICTED, Board.Level.PRIVATE}:
        return Http404()
    return ClosedBoard(board)


def closed_response(request, board):
    """Return the page for someone who may not read the board: ask to join, or that it is private."""
    if may_ask_to_join(request.user, board):
        return redirect("boards:ask", slug=board.slug)
    open_url = reverse("boards:open_closed", args=[board.slug]) if may_open_closed_board(request.user, board) else ""
    return render(request, "community/boards/closed.html", {"board": board, "open_url": open_url}, status=403)
