"""The list of boards, a board with its topics, its log, drafts, and topics without an answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.people.decorators import members_only
from cms.people.permissions import led_authorities
from community.actions import reading
from community.actions.drafts import discard_draft
from community.board_access import get_board
from community.board_pages import board_crumbs, capped, continue_topic, name_of, safeguarding_contact, slow_mode_of, topic_page
from community.follow_ups import asked_what_happened
from community.models.records import Board, BoardRequest, Draft, Sanction, Topic
from community.models.records.reading import with_new_topics
from community.page_discussion import noun_of, page_about
from community.unanswered import handed_over_on
from community.views.access import board_readers_only

MAX_WAITING = 3
MAX_LOG = 100


@require_safe
@members_only
def index(request):
    """List the boards the member may read, and those they may ask to join."""
    user, now = request.user, timezone.now()
    boards = list(with_new_topics(Board.objects.visible_to(user).for_list(), user, now))
    for board in boards:
        board.new_text = capped(board.new_topics)
    visible = Topic.objects.visible_to(user)
    context = {
        "boards": [board for board in boards if board.state != Board.State.ARCHIVED],
        "archived": [board for board in boards if board.state == Board.State.ARCHIVED],
        "to_ask": Board.objects.open_to_requests_from(user).for_list(),
        "asked": set(BoardRequest.objects.open().filter(user=user).values_list("board_id", flat=True)),
        "go_on": continue_topic(user, now),
        "waiting": visible.unanswered()[:MAX_WAITING],
        "drafts": Draft.objects.filter(member=user).count(),
        "is_facilitator": Board.objects.looked_after_by(user).exists(),
        "manages": led_authorities(user).exists(),
        "sanctions": Sanction.objects.to_show(user, now).select_related("board", "by"),
        "what_next": asked_what_happened(user, now),
        "contact": safeguarding_contact(user),
    }
    return render(request, "community/boards/index.html", context)


def _number(request, name):
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


@require_safe
@board_readers_only
def board(request, slug):
    """Show a board's topics, those with something new first on each page."""
    found = get_board(request.user, slug)
    topics = found.topics.listed()
    kind = request.GET.get("kind", "")
    if kind in Topic.Kind.values:
        topics = topics.filter(kind=kind)
    if unanswered := "unanswered" in request.GET:
        topics = topics.unanswered()
    now = timezone.now()
    page = topic_page(topics, request.user, before=_number(request, "before"), after=_number(request, "after"), now=now)
    sanctions = [row for row in Sanction.objects.to_show(request.user, now).select_related("board", "by") if row.board_id == found.pk]
    context = {
        "board": found,
        "page": page,
        "kinds": Topic.Kind.choices,
        "kind": kind if kind in Topic.Kind.values else "",
        "unanswered": unanswered,
        "may_write": found.is_writable and not found.only_opened and not any(row.ends_at for row in sanctions),
        "sanctions": sanctions,
        "slow_mode": slow_mode_of(found, now),
        "slowed_by": name_of(found.slow_mode.by) if slow_mode_of(found, now) else "",
        "facilitators": [(name_of(row.user), row.user) for row in found.current_facilitators],
        "contact": safeguarding_contact(request.user),
    }
    return render(request, "community/boards/board.html", context)


@require_POST
@board_readers_only
def mark_read(request, slug):
    """Mark everything that the page could show as read."""
    found = get_board(request.user, slug)
    value = request.POST.get("up_to", "")
    up_to = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
    reading.mark_board_read(member=request.user, board=found, up_to=min(up_to, found.counts.last_post))
    messages.success(request, f"Everything on “{found.name}” is marked as read.")
    return redirect(found)


@require_safe
@board_readers_only
def log(request, slug):
    """Show what facilitators and administrators did on the board. It has no words of posts."""
    found = get_board(request.user, slug)
    entries = [(entry, name_of(entry.by) if entry.by_id else "") for entry in found.log.select_related("by")[:MAX_LOG]]
    context = {"board": found, "entries": entries, "crumbs": board_crumbs(found, "What facilitators have done")}
    return render(request, "community/boards/log.html", context)


@require_safe
@members_only
def about(request, pk):
    """List the topics about a page of the site, and the boards on which the member can start one."""
    user, node = request.user, page_about(int(pk))
    if node is None:
        raise Http404
    topics = Topic.objects.visible_to(user).listed().filter(about=node.id).select_related("board")
    boards = Board.objects.visible_to(user).filter(state=Board.State.OPEN).for_reader(user).filter(only_opened=False).for_list()
    context = {
        "node": node,
        "noun": noun_of(node.kind),
        "page": topic_page(topics, user, before=_number(request, "before"), after=_number(request, "after"), now=timezone.now()),
        "boards": boards,
        "contact": safeguarding_contact(user),
    }
    return render(request, "community/boards/about.html", context)


@require_safe
@members_only
def unanswered(request):
    """List questions and challenges without a reply, on all boards the member may read."""
    topics = Topic.objects.visible_to(request.user).unanswered().select_related("board")
    page = topic_page(topics, request.user, before=_number(request, "before"), after=_number(request, "after"), now=timezone.now())
    today = timezone.localdate()
    for topic in page.topics:
        day = handed_over_on(topic)
        topic.handed_over_on = day if day <= today else None
    return render(request, "community/boards/unanswered.html", {"page": page})


@require_safe
@members_only
def drafts(request):
    """List the member's drafts. Those for places they can no longer write in are shown in full, so that nothing is lost."""
    rows = Draft.objects.filter(member=request.user).select_related("board", "topic__board")
    readable = set(Board.objects.visible_to(request.user).values_list("pk", flat=True))
    topics = set(Topic.objects.visible_to(request.user).filter(pk__in=[row.topic_id for row in rows]).values_list("pk", flat=True))
    listed = []
    for draft in rows:
        place = draft.board or draft.topic.board
        is_open = place.pk in readable
        takes_replies = bool(draft.board_id) or (draft.topic.is_open and draft.topic.standing == Topic.Standing.LISTED)
        listed.append(
            {
                "draft": draft,
                "title": (draft.fields.get("title") or "A new topic") if draft.board_id else f"A reply to “{draft.topic.title}”",
                "place": place if is_open else None,
                "may_write": is_open and place.is_writable and takes_replies,
                "is_topic": bool(draft.board_id),
                "fields": [text for name, text in draft.fields.items() if name not in {"kind", "title", "quote", "about"} and text],
            }
        )
        # The title of a topic that was hidden may name someone.
        if not draft.board_id and draft.topic_id not in topics:
            listed[-1]["title"] = "A reply"
    return render(request, "community/boards/drafts.html", {"drafts": listed})


@require_POST
@members_only
def discard(request, pk):
    """Delete a draft of one's own."""
    discard_draft(member=request.user, pk=pk)
    messages.success(request, "The draft has been deleted.")
    return redirect("boards:drafts")
