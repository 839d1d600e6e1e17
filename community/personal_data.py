"""What this app stores about a person: export, erasure, and who can see it."""

from cms.hooks import ExportSection, VisibilityEntry
from community.models.records import (
    AudienceRule,
    Board,
    BoardFacilitator,
    BoardLogEntry,
    BoardOpening,
    BoardReader,
    BoardRequest,
    Draft,
    Flag,
    Follow,
    Interest,
    Post,
    Reaction,
    Sanction,
    SlowMode,
    Topic,
    TopicReader,
)

# Titles and names that others wrote are theirs, where the person may no longer read them.
UNREADABLE = "(you can no longer read it)"


def export(person):
    """Return the person's data as ExportSections; see EXPORT_MEMBER in cms/hooks.py."""
    interests = Interest.objects.filter(member=person).select_related("event").order_by("made_at")
    rows = [
        {"event": interest.event.title, "said": interest.made_at, "told it is cancelled": interest.told_cancelled_at}
        for interest in interests
    ]
    boards = dict(Board.objects.visible_to(person).values_list("pk", "name"))
    read = Topic.objects.visible_to(person)
    topics = dict(read.filter(pk__in=_topic_ids(person)).values_list("pk", "title"))
    return [
        ExportSection("interests", "Events you are interested in", rows),
        ExportSection("topics", "Topics you started on boards", [_topic_row(topic) for topic in _of(Topic, "author", person)]),
        ExportSection("posts", "Posts you wrote on boards", [_post_row(post, topics) for post in _posts(person)]),
        ExportSection("drafts", "Drafts on boards", [_draft_row(draft) for draft in _of(Draft, "member", person)]),
        ExportSection("reactions", "Posts you thanked someone for", [_reaction_row(row) for row in _of(Reaction, "member", person)]),
        ExportSection("topics_read", "Topics you have read", [_reader_row(row, topics) for row in _of(TopicReader, "member", person)]),
        ExportSection(
            "followed", "Boards and topics you follow", [_follow_row(row, boards, topics) for row in _of(Follow, "member", person)]
        ),
        ExportSection("boards_read", "Boards you marked as read", [_board_row(row, boards) for row in _of(BoardReader, "member", person)]),
        ExportSection("board_audiences", "Boards that name you", [_name_row(row) for row in _of(AudienceRule, "person", person, "board")]),
        ExportSection(
            "boards_looked_after", "Boards you look after", [_name_row(row) for row in _of(BoardFacilitator, "user", person, "board")]
        ),
        ExportSection(
            "board_requests", "Boards you asked to join", [_request_row(row) for row in _of(BoardRequest, "user", person, "board")]
        ),
        ExportSection("board_answers", "Requests to join that you answered", [_answer_row(row) for row in _answered(person)]),
        ExportSection(
            "board_openings", "Closed boards you opened", [_opening_row(row) for row in _of(BoardOpening, "user", person, "board")]
        ),
        ExportSection("board_log", "What you did as a facilitator", [_log_row(row) for row in _of(BoardLogEntry, "by", person, "board")]),
        ExportSection("reports", "Posts you reported", [_flag_row(flag) for flag in _of(Flag, "by", person)]),
        ExportSection(
            "board_warnings", "Warnings and time-outs you were given", [_sanction_row(row) for row in _sanctions("member", person)]
        ),
        ExportSection("board_warnings_given", "Warnings and time-outs you gave", [_sanction_row(row) for row in _sanctions("by", person)]),
        ExportSection("slow_modes", "Boards you slowed down", [_slow_row(row) for row in _of(SlowMode, "by", person, "board")]),
        ExportSection("reports_decided", "Reports you decided on", [_decision_row(flag) for flag in _of(Flag, "decided_by", person)]),
    ]


def _topic_ids(person):
    """Return the keys of topics that the export names, as a queryset."""
    topics = Post.objects.filter(author=person).order_by().values("topic")
    return topics.union(
        TopicReader.objects.filter(member=person).values("topic"), Follow.objects.filter(member=person, topic__isnull=False).values("topic")
    )


def _of(model, field, person, *related):
    return model.objects.filter(**{field: person}).select_related(*related).order_by("pk")


def _topic_row(topic):
    return {"title": topic.title, "kind": topic.get_kind_display(), "started": topic.made_at}


def _posts(person):
    return Post.objects.filter(author=person).prefetch_related("versions").order_by("pk")


def _post_row(post, topics):
    """What the post says and said. The form's key and quotes of other people's posts are left out."""
    return {
        "topic": topics.get(post.topic_id, UNREADABLE),
        "number": post.number,
        "text": "\n\n".join([post.text, *post.answers.values()]),
        "before edits": "\n\n".join(version.text for version in post.versions.all()),
        "state": post.get_state_display(),
        "posted": post.made_at,
    }


def _draft_row(draft):
    return {"text": "\n\n".join(str(value) for value in draft.fields.values() if value), "saved": draft.saved_at}


def _reaction_row(reaction):
    return {"what": reaction.get_kind_display(), "when": reaction.made_at}


def _follow_row(follow, boards, topics):
    board = boards.get(follow.board_id, UNREADABLE) if follow.board_id else ""
    topic = topics.get(follow.topic_id, UNREADABLE) if follow.topic_id else ""
    return {"board": board, "topic": topic, "since": follow.made_at, "stopped": follow.stopped}


def _reader_row(reader, topics):
    return {"topic": topics.get(reader.topic_id, UNREADABLE), "read up to number": reader.last_read_number, "when": reader.read_at}


def _board_row(row, boards):
    return {"board": boards.get(row.board_id, UNREADABLE)}


def _name_row(row):
    return {"board": row.board.name}


def _request_row(request):
    return {"board": request.board.name, "reason": request.reason, "asked": request.made_at, "outcome": request.get_outcome_display()}


def _answered(person):
    """Requests of other people: whose they were is left out."""
    return _of(BoardRequest, "answered_by", person, "board")


def _answer_row(request):
    return {"board": request.board.name, "outcome": request.get_outcome_display(), "when": request.ended_at}


def _opening_row(opening):
    return {"board": opening.board.name, "reason": opening.reason, "when": opening.opened_at}


def _log_row(entry):
    return {"board": entry.board.name, "what": entry.what, "when": entry.at}


def _flag_row(flag):
    return {"reason": flag.get_reason_display(), "note": flag.note, "when": flag.made_at}


def _decision_row(flag):
    return {"decision": flag.get_decision_display(), "when": flag.decided_at}


def _sanctions(field, person):
    """Warnings and time-outs. To whom the person gave them is left out."""
    return _of(Sanction, field, person, "board")


def _sanction_row(row):
    what = {"board": row.board.name, "what": row.get_kind_display(), "reason": row.reason, "when": row.made_at}
    return {**what, "until": row.ends_at, "lifted": row.lifted_at, "read": row.seen_at}


def _slow_row(row):
    return {"board": row.board.name, "reason": row.reason, "until": row.until}


def erase(person, at):
    """Delete the person's data; see FORGET_MEMBER in cms/hooks.py.

    What they posted stays without their name, because others have answered it; facilitators can remove it for good. Nothing else stays.
    """
    for model in (Interest, Draft, Reaction, TopicReader, BoardReader, BoardRequest, Sanction, Follow):
        field = "user" if model is BoardRequest else "member"
        model.objects.filter(**{field: person}).delete()
    AudienceRule.objects.filter(person=person).delete()
    BoardFacilitator.objects.filter(user=person).delete()
    BoardOpening.objects.filter(user=person).delete()
    Topic.objects.filter(author=person).update(author=None)
    Post.objects.filter(author=person).update(author=None)
    Flag.objects.filter(by=person).update(by=None, note="")
    Flag.objects.filter(decided_by=person).update(decided_by=None)
    BoardLogEntry.objects.filter(by=person).update(by=None)
    Sanction.objects.filter(by=person).update(by=None, reason="")
    SlowMode.objects.filter(by=person).update(by=None, reason="")
    BoardRequest.objects.filter(answered_by=person).update(answered_by=None)


def visibility(person):
    """Return VisibilityEntries that say who can see the person's data; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry("Events you are interested in", "Showing interest does not book a place.", who="Only you"),
        VisibilityEntry(
            "What you post on boards",
            "With your name, your job and your authority. The line under a board’s name says who can read it. Its facilitators can also "
            "read what a post said before you edited it. When you leave, your posts stay with your name; when you are forgotten, they stay "
            "without it. You can delete a post for as long as you can read its board.",
            who="Everyone who can read the board",
        ),
        VisibilityEntry(
            "Your drafts, and what you follow and have read on boards", "Nobody is told what you follow or read, or when.", who="Only you"
        ),
        VisibilityEntry("Whom you thanked", "We show no totals to anyone.", who="Only the person who wrote the post"),
        VisibilityEntry(
            "Posts you reported",
            "The writer is not told who reported a post, and facilitators do not see it on their pages.",
            who="Only you",
        ),
        VisibilityEntry(
            "Warnings and time-outs on boards",
            "With the reason. The board’s log says that someone was warned or timed out, without a name.",
            who="You, and the board’s facilitators",
        ),
        VisibilityEntry(
            "Boards that name you",
            "On a private board its members see who is named, and so does anyone who manages the board.",
            who="The board’s members, and those who manage it",
        ),
    ]
