"""A topic and its posts, permalinks, reactions, and what its author adds."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Now
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.notices.actions import mark_read
from cms.notices.models import UNREAD_FLAG, unread_of
from community.actions import posts, reading
from community.actions.following import REPLY, TOPIC
from community.actions.posts import UNDO_FOR
from community.board_access import get_post, get_topic
from community.board_pages import page_numbers, post_views, safeguarding_contact, slow_mode_of
from community.forms.posts import FollowUpForm, ReplyForm
from community.models.records import AudienceRule, BoardFacilitator, Draft, Follow, MovedPost, Reaction, Sanction, Topic
from community.models.records.reading import Count, with_read_marks
from community.models.records.topics import numbers_on, page_of
from community.page_discussion import page_about
from community.post_text import render as render_text
from community.views.access import board_readers_only

FOLLOW_UP_AFTER = timedelta(weeks=4)


@require_safe
@board_readers_only
def topic(request, pk):
    """Show a page of a topic: the one asked for, or the one with the first post not read yet."""
    user, now = request.user, timezone.now()
    try:
        found = get_topic(user, pk, _for_reader(user))
    except Http404:
        return _to_moved(user, MovedPost.objects.filter(topic=pk).order_by("number"))
    pages = page_numbers(found)
    page = _page(request, found, pages)
    first, last = numbers_on(page)
    views = post_views(found, user, first, last)
    opening, helped, replies = _arrange(found, views, first)
    # Replies read already are folded into a link, if there is something new to read below them.
    is_whole = "all" in request.GET or "page" in request.GET
    folded = [view for view in replies if view.post.number <= found.last_read] if not is_whole and any(v.is_new for v in replies) else []
    shown = [view for view in replies if view not in folded]
    if min(last, found.highest_number) > found.last_read:
        reading.mark_topic_read(member=user, topic=found, number=min(last, found.highest_number), at=now)
    if getattr(user, UNREAD_FLAG, False):
        # They are counted with the topic, in one statement, for the number in the navigation.
        marked = mark_read(member=user, at=now, target=found.pk, kind__in=[REPLY, TOPIC], place__lte=last)
        request.unread_notices = max(found.unread_notices - marked, 0)
    is_author = found.author_id == user.pk
    draft = Draft.objects.filter(member=user, topic=found).first() if found.is_open and found.board.is_writable else None
    context = {
        "topic": found,
        "board": found.board,
        "opening": opening,
        "helped": helped,
        "replies": shown,
        "folded": folded,
        "first_new": next((view.post.number for view in shown if view.is_new), 0) if found.last_read else 0,
        "last_visit": found.read_at,
        "page": page,
        "pages": range(1, pages + 1),
        "about": page_about(found.about_id),
        "follow_ups": _follow_ups(found),
        "follow_up_form": FollowUpForm() if _asks_what_happened(found, is_author, now) else None,
        "is_author": is_author,
        "looked_after": found.looked_after,
        "may_reply": _may_reply(found),
        "slow_mode": slow_mode_of(found.board, now),
        "form": ReplyForm(initial={**draft.fields, "draft_version": draft.version} if draft else None),
        "draft": draft,
        "undo": _undo(request, views, user, now),
        "reactions": Reaction.Kind.choices,
        "contact": safeguarding_contact(user),
    }
    return render(request, "community/boards/topic.html", context)


def _to_moved(user, moved):
    """Redirect from where a post was to where it is, if the user may read its topic. Raises Http404 and ClosedBoard."""
    row = moved.select_related("post").first()
    if row is None:
        raise Http404
    get_topic(user, row.post.topic_id)
    return redirect(row.post)


def _for_reader(user):
    """Return topics with the user's read marks, what the line about readers needs, `looked_after` and `is_followed`."""
    follows = Exists(Follow.objects.filter(member=user, stopped=False, topic=OuterRef("pk")))
    facilitates = Exists(BoardFacilitator.objects.active(user).filter(board=OuterRef("board")))
    audience = Prefetch("board__audience", AudienceRule.objects.in_force().select_related("authority", "job_role"))
    until = Sanction.objects.in_force(Now()).filter(board=OuterRef("board"), member=user).order_by("-ends_at").values("ends_at")[:1]
    marks = {"looked_after": facilitates, "timed_out_until": Subquery(until), "is_followed": follows}
    if getattr(user, UNREAD_FLAG, False):
        marks["unread_notices"] = Count(unread_of(user))
    marked = with_read_marks(Topic.objects.visible_to(user), user).annotate(**marks)
    return marked.select_related("board__slow_mode").prefetch_related(audience)


def _page(request, found, pages):
    """Return the number of the page to show. Raises Http404 for one that does not exist."""
    asked = request.GET.get("page", "")
    if not asked:
        return min(page_of(found.last_read + 1), pages) if found.last_read else 1
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9 and 1 <= int(asked) <= pages):
        raise Http404
    return int(asked)


def _arrange(found, views, first):
    """Return the first post, the reply that helped (or None), and the replies of this page."""
    opening = next((view for view in views if view.post.is_first), None)
    helped = next((view for view in views if view.post.pk == found.helped_by_id and view.post.is_readable), None)
    return opening, helped, [view for view in views if not view.post.is_first and view.post.number >= first]


def _follow_ups(found):
    if found.kind != Topic.Kind.CHALLENGE:
        return []
    return [(row, render_text(row.text)) for row in found.follow_ups.all()]


def _may_reply(found):
    return found.is_open and found.board.is_writable and found.standing == Topic.Standing.LISTED and not found.timed_out_until


def _asks_what_happened(found, is_author, now):
    may_write = found.board.is_writable and not found.timed_out_until
    return is_author and found.kind == Topic.Kind.CHALLENGE and found.made_at <= now - FOLLOW_UP_AFTER and may_write


def _undo(request, views, user, now):
    """Return the post that the reader has just sent and may still undo, or None."""
    sent = request.GET.get("sent", "")
    return next(
        (
            view.post
            for view in views
            if str(view.post.number) == sent and view.is_mine and not view.post.is_removed and now <= view.post.made_at + UNDO_FOR
        ),
        None,
    )


@require_safe
@board_readers_only
def post(request, pk, number):
    """Redirect a permalink to the post on its page. Pages never move."""
    moved = MovedPost.objects.filter(topic=pk, number=number)
    try:
        found = get_topic(request.user, pk)
    except Http404:
        return _to_moved(request.user, moved)
    if not 1 <= int(number) <= found.highest_number:
        raise Http404
    if not found.posts.filter(number=number).exists() and moved.exists():
        return _to_moved(request.user, moved)
    return redirect(f"{found.get_absolute_url()}?page={page_of(int(number))}#post-{int(number)}")


@require_POST
@board_readers_only
def react(request, pk):
    """Add or remove a reaction."""
    found = get_post(request.user, pk)
    kind = request.POST.get("kind")
    if kind not in Reaction.Kind.values:
        raise Http404
    try:
        reading.set_reaction(member=request.user, post=found, kind=kind, on="off" not in request.POST, at=timezone.now())
    except reading.NotPermitted:
        raise Http404 from None
    return _back_to(found)


@require_POST
@board_readers_only
def helped(request, pk):
    """Mark the reply that helped, as the person who asked."""
    found = get_post(request.user, pk)
    try:
        posts.mark_helped(topic=found.topic, by=request.user, post=None if "off" in request.POST else found)
    except posts.NotPermitted:
        raise Http404 from None
    return _back_to(found)


def _back_to(found):
    return redirect(f"{found.topic.get_absolute_url()}?page={page_of(found.number)}#post-{found.number}")


@require_POST
@board_readers_only
def follow_up(request, pk):
    """Add what happened next to one's own challenge."""
    found, form = get_topic(request.user, pk), FollowUpForm(request.POST)
    # What happened next has no waiting state, so a stop in it has to be changed.
    if not form.is_valid() or form.check_identifiers(known_people=[request.user.first_name]).open or form.findings.disputed:
        context = {"form": form, "topic": found, "contact": safeguarding_contact(request.user)}
        return render(request, "community/boards/follow_up.html", context, status=422)
    try:
        posts.tell_what_happened_next(topic=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    except posts.NotPermitted:
        raise Http404 from None
    messages.success(request, "Thank you. What happened next is shown below your challenge.")
    return redirect(f"{found.get_absolute_url()}?page=1")
