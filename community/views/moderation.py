"""Reporting a post, the facilitators' queue and decisions, and asking to join a board."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.people.decorators import members_only
from cms.people.permissions import needs_second_factor
from cms.people.working_days import latest_day_to_be_late
from community.actions import moderation
from community.board_access import get_post
from community.board_pages import name_of, safeguarding_contact, topic_crumbs
from community.forms.boards import AskForm, MoveForm
from community.forms.posts import DecisionForm, FlagForm
from community.models.records import Board, BoardRequest, Flag, Post, Topic
from community.models.records.topics import page_of
from community.permissions import may_ask_to_join, may_moderate
from community.post_text import render as render_text
from community.prompts import sections
from community.views.access import board_readers_only

WORKING_DAYS = 5


def facilitators_only(view):
    """Let in members who look after a board, with a second factor; 404 for others."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        if not Board.objects.looked_after_by(request.user).exists():
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@board_readers_only
def report(request, pk):
    """Report a post to the board's facilitators."""
    post = get_post(request.user, pk)
    if post.author_id == request.user.pk:
        raise Http404
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            flag = moderation.flag_post(post=post, by=request.user, at=timezone.now(), **form.cleaned_data)
        except moderation.NotPermitted:
            raise Http404 from None
        except moderation.TooManyFlags:
            form.add_error(None, "You have sent a lot of reports in the last hour. If it is urgent, ring a facilitator.")
        else:
            hidden = "We have hidden the post until a facilitator has looked at it. " if flag.hid_post else ""
            messages.success(
                request, f"Thank you. {hidden}The facilitators of this board will decide. Its writer does not see who reported it."
            )
            # A first post hides its topic, from the person who reported it too.
            hides_topic = not Topic.objects.visible_to(request.user).filter(pk=post.topic_id).exists()
            return redirect(post.board if hides_topic else f"{post.topic.get_absolute_url()}?page={page_of(post.number)}")
    contact = safeguarding_contact(request.user)
    context = {"form": form, "post": post, "contact": contact, "crumbs": topic_crumbs(post.topic, "Report")}
    return render(request, "community/boards/report.html", context, status=422 if form.errors else 200)


@require_safe
@facilitators_only
def queue(request):
    """List what waits for the facilitator, in an order that never changes."""
    user = request.user
    flags = Flag.objects.open().on_boards_of(user).select_related("post__topic", "post__board")
    waiting = [flag for flag in flags if flag.post.state == Post.State.WAITING]
    child = [flag for flag in flags if flag.reason == Flag.Reason.CHILD and flag not in waiting]
    other = [flag for flag in flags if flag.reason != Flag.Reason.CHILD and flag not in waiting]
    boards = Board.objects.looked_after_by(user)
    context = {
        "child": _by_post(child),
        "waiting": _by_post(waiting),
        "other": _by_post(other),
        "unanswered": _unanswered(boards),
        "requests": BoardRequest.objects.open().filter(board__in=boards).exclude(user=user).select_related("board", "user"),
    }
    return render(request, "community/boards/queue.html", context)


def _unanswered(boards):
    """Return questions and challenges without a reply after WORKING_DAYS working days, oldest first."""
    day = latest_day_to_be_late(timezone.localdate(), WORKING_DAYS)
    topics = Topic.objects.filter(board__in=boards, made_at__date__lte=day).unanswered()
    return topics.select_related("board").order_by("made_at")[:20]


def _by_post(flags):
    """Return one row for each post, oldest report first."""
    rows: dict[int, dict] = {}
    for flag in flags:
        rows.setdefault(flag.post_id, {"post": flag.post, "since": flag.made_at, "count": 0})["count"] += 1
    return list(rows.values())


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def decide(request, pk):
    """Show a reported post with its reports, and decide. If someone else decided meanwhile, nothing changes and what was typed is kept."""
    post = get_object_or_404(Post.objects.select_related("topic", "board", "author"), pk=pk)
    if not may_moderate(request.user, post.board) or post.author_id == request.user.pk or not post.flags.exists():
        raise Http404
    open_flags = list(post.flags.open())
    current = {"version": post.version, "flags": ",".join(str(flag.pk) for flag in open_flags)}
    form = DecisionForm(request.POST or None, initial=current)
    status = 200
    conflict = False
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moderation.decide_on_post(
                post=post,
                by=request.user,
                decision=data["decision"],
                version=data["version"],
                seen_flags=data["flags"],
                reason=data["reason"],
                at=timezone.now(),
            )
            messages.success(request, "Your decision is saved.")
            return redirect("boards:queue")
        except moderation.DecidedMeanwhile:
            form.data = {**form.data.dict(), **{name: str(value) for name, value in current.items()}}
            status, conflict = 409, True
    elif request.method == "POST":
        status = 422
    kind = post.topic.kind if post.is_first else Topic.Kind.DISCUSSION
    context = {
        "post": post,
        "form": form,
        "flags": open_flags,
        "decided": post.flags.exclude(decided_at=None).select_related("decided_by").last(),
        "conflict": conflict,
        "sections": [(label, render_text(text)) for label, text in [*sections(kind, post.text, post.answers), *_told_later(post)]],
        "writer": name_of(post.author),
    }
    return render(request, "community/boards/decide.html", context, status=status)


def _told_later(post):
    """Return what its writer added to a challenge. It is shown and removed with the first post."""
    return [("What happened next", row.text) for row in post.topic.follow_ups.all()] if post.is_first else []


@require_POST
@facilitators_only
def topic_state(request, pk):
    """Close, reopen, pin or unpin a topic."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board"), pk=pk)
    wishes = {"close": {"is_open": False}, "reopen": {"is_open": True}, "pin": {"pinned": True}, "unpin": {"pinned": False}}
    if request.POST.get("wish") not in wishes:
        raise Http404
    try:
        moderation.set_topic_state(topic=topic, by=request.user, at=timezone.now(), **wishes[request.POST["wish"]])
    except moderation.NotPermitted:
        raise Http404 from None
    return redirect(topic)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def move(request, pk):
    """Move a topic to another board that the facilitator looks after."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board"), pk=pk)
    if not may_moderate(request.user, topic.board):
        raise Http404
    form = MoveForm(request.POST or None, boards=Board.objects.looked_after_by(request.user).exclude(pk=topic.board_id))
    if request.method == "POST" and form.is_valid():
        moved = moderation.move_topic(topic=topic, to=form.cleaned_data["to"], by=request.user, at=timezone.now())
        messages.success(request, f"The topic is now on “{moved.board.name}”.")
        return redirect(topic)
    context = {"form": form, "topic": topic, "crumbs": topic_crumbs(topic, "Move")}
    return render(request, "community/boards/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def ask(request, slug):
    """Ask to join a restricted board. 404 for all other boards, and for people who can read it or may not ask."""
    board = get_object_or_404(Board.objects.with_audience().with_facilitators(), slug=slug)
    if not may_ask_to_join(request.user, board):
        if board.slug and Board.objects.visible_to(request.user).filter(pk=board.pk).exists():
            return redirect(board)
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moderation.ask_to_join(user=request.user, board=board, reason=form.cleaned_data["reason"], at=timezone.now())
        return redirect("boards:ask", slug=slug)
    last = BoardRequest.objects.filter(user=request.user, board=board).order_by("-pk").first()
    context = {
        "board": board,
        "form": form,
        "asked": last if last and not last.ended_at else None,
        "declined": last if last and last.outcome == BoardRequest.Outcome.DECLINED else None,
        "facilitators": [name_of(row.user) for row in board.current_facilitators],
    }
    return render(request, "community/boards/ask.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def cancel_request(request, slug):
    """Cancel one's own request to join a board."""
    board = get_object_or_404(Board, slug=slug)
    if not may_ask_to_join(request.user, board):
        raise Http404
    moderation.cancel_request(user=request.user, board=board, at=timezone.now())
    messages.success(request, "Your request is cancelled.")
    return redirect(reverse("boards:ask", args=[slug]))


@require_POST
@facilitators_only
def answer_request(request, pk):
    """Add the person who asked to the board, or decline."""
    asked = get_object_or_404(BoardRequest.objects.open().select_related("board", "user"), pk=pk)
    try:
        moderation.answer_request(request=asked, by=request.user, is_added=request.POST.get("wish") == "add", at=timezone.now())
    except moderation.NotPermitted:
        raise Http404 from None
    except moderation.DecidedMeanwhile:
        messages.warning(request, "Someone answered this request while you were reading.")
    else:
        messages.success(request, "Your answer is saved.")
    return redirect("boards:queue")
