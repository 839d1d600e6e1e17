"""What facilitators do to topics and members: merging, splitting, slow mode, warnings and time-outs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cms.people.decorators import members_only
from community.actions import members, topics
from community.actions.moderation import DecidedMeanwhile, NotPermitted
from community.board_pages import board_crumbs, name_of, topic_crumbs
from community.forms.moderation import MergeForm, SanctionForm, SlowModeForm, SplitForm
from community.models.records import Board, Post, Sanction, SlowMode, Topic
from community.models.records.topics import numbers_on, page_of
from community.permissions import looks_after, may_moderate, may_read_board
from community.post_text import excerpt
from community.views.moderation import facilitators_only

CHANGED = "Someone changed this while you were reading. Nothing was changed. Look again before you go on."
MAX_TOPICS = 50


def _topic(request, pk):
    """Return a topic of a board that the user moderates. Raises Http404."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).listed().select_related("board"), pk=pk)
    if not may_moderate(request.user, topic.board):
        raise Http404
    return topic


def _changed(form, field, value):
    """Let the form show what is true now, with what was typed."""
    form.data = form.data.copy()
    form.data[field] = value
    form.add_error(None, CHANGED)
    return 409


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def merge(request, pk):
    """Add a topic's posts to another topic of the board."""
    topic = _topic(request, pk)
    choices = Topic.objects.filter(board=topic.board).listed().exclude(pk=topic.pk)
    recent = choices.filter(pk__in=list(choices.values_list("pk", flat=True)[:MAX_TOPICS]))
    form, status = MergeForm(request.POST or None, topics=recent, initial={"seen": topic.version}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                merged = topics.merge_topics(topic=topic, into=data["into"], by=request.user, seen=data["seen"], at=timezone.now())
                messages.success(request, "The topics are one now. Links to the old one lead here.")
                return redirect(merged)
            except NotPermitted:
                raise Http404 from None
            except DecidedMeanwhile:
                status = _changed(form, "seen", topic.version)
            except topics.HasFollowUps:
                form.add_error(None, "This challenge has what happened next. Close it instead, and link to the other topic.")
    context = {"form": form, "topic": topic, "crumbs": topic_crumbs(topic, "Merge")}
    return render(request, "community/boards/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def split(request, pk):
    """Move replies of one page to a new topic."""
    topic = _topic(request, pk)
    page = request.GET.get("page", "1")
    first, last = numbers_on(int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 else 1)
    posts = (
        topic.posts.filter(number__gte=max(first, 2), number__lte=last, state=Post.State.SHOWN).select_related("author").order_by("number")
    )
    replies = [(post.number, f"{post.number}, {name_of(post.author)}: {excerpt(post.text, 80)}") for post in posts]
    form, status = SplitForm(request.POST or None, replies=replies, initial={"seen": topic.version}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not form.check_identifiers(known_people=[]).open and not form.findings.disputed:
            data = form.cleaned_data
            try:
                new = topics.split_topic(
                    topic=topic, numbers=data["numbers"], title=data["title"], by=request.user, seen=data["seen"], at=timezone.now()
                )
                messages.success(request, "The replies are a topic of their own now. Links to them lead here.")
                return redirect(new)
            except NotPermitted:
                raise Http404 from None
            except (DecidedMeanwhile, topics.NothingToMove):
                status = _changed(form, "seen", topic.version)
    context = {"form": form, "topic": topic, "replies": replies, "page": page_of(first), "crumbs": topic_crumbs(topic, "Split")}
    return render(request, "community/boards/split.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def slow_mode(request, slug):
    """Turn slow mode on, change it or end it."""
    board = get_object_or_404(Board.objects.looked_after_by(request.user), slug=slug)
    now = timezone.now()
    current = SlowMode.objects.filter(board=board, until__gt=now).first()
    form = SlowModeForm(request.POST or None)
    try:
        if request.method == "POST" and request.POST.get("wish") == "end":
            members.end_slow_mode(board=board, by=request.user, at=now)
            messages.success(request, "Slow mode is off.")
            return redirect(board)
        if request.method == "POST" and form.is_valid():
            members.set_slow_mode(board=board, by=request.user, at=now, **form.cleaned_data)
            messages.success(request, "Slow mode is on. Everyone on the board can read why.")
            return redirect(board)
    except NotPermitted:
        raise Http404 from None
    context = {"form": form, "board": board, "current": current, "crumbs": board_crumbs(board, "Slow mode")}
    return render(request, "community/boards/slow_mode.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def sanction(request, pk):
    """Warn or time out the writer of a post, who is a member of its board."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("topic", "board", "author"), pk=pk)
    member, board = post.author, post.board
    may = member and member.pk != request.user.pk and may_moderate(request.user, board) and not looks_after(member, board)
    if not may or not may_read_board(member, board):
        raise Http404
    earlier = list(Sanction.objects.filter(board=board, member=member).select_related("by"))
    keys = ",".join(str(row.pk) for row in earlier)
    form, status = SanctionForm(request.POST or None, initial={"seen": keys}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                members.sanction_member(
                    board=board,
                    member=member,
                    by=request.user,
                    reason=data["reason"],
                    seen=data["seen"],
                    lasts=form.lasts,
                    at=timezone.now(),
                )
                messages.success(request, f"{name_of(member)} reads this when they next open the board.")
                return redirect(post)
            except NotPermitted:
                raise Http404 from None
            except DecidedMeanwhile:
                status = _changed(form, "seen", keys)
    rows = [(row, row.ends_at and not row.lifted_at and row.ends_at > timezone.now()) for row in earlier]
    context = {
        "form": form,
        "post": post,
        "writer": name_of(member),
        "earlier": rows,
        "crumbs": topic_crumbs(post.topic, "Warn or time out"),
    }
    return render(request, "community/boards/sanction.html", context, status=status)


@require_POST
@facilitators_only
def lift(request, pk):
    """End a time-out early."""
    row = get_object_or_404(Sanction.objects.select_related("board"), pk=pk)
    try:
        members.lift_time_out(sanction=row, by=request.user, at=timezone.now())
        messages.success(request, "The time-out is lifted.")
    except NotPermitted:
        raise Http404 from None
    except DecidedMeanwhile:
        messages.info(request, "That time-out has ended already.")
    return redirect(row.board)


@require_POST
@members_only
def acknowledge(request, pk):
    """Say that one has read a warning or a time-out of one's own."""
    row = get_object_or_404(Sanction.objects.filter(member=request.user), pk=pk)
    members.acknowledge(sanction=row, member=request.user, at=timezone.now())
    return redirect("boards:index")
