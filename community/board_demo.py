"""Invented topics between the demo people on the starter boards, so that people who try Drumbeat see boards in use."""

from datetime import timedelta
from uuid import uuid4

from cms.people.models import User
from community.actions.posts import mark_helped, reply, start_topic, tell_what_happened_next
from community.models.records import Board, BoardFacilitator, Topic

# (board, kind, days ago, author, title, text, answers, replies (author, days ago, text, number quoted or None))
TOPICS = [
    (
        "first-visits",
        Topic.Kind.CHALLENGE,
        33,
        "carol",
        "Mum asks us in, dad asks us to leave",
        "We have been to see a family four times. One parent wants us there. The other stands in the hall until we go. The young person "
        "has stopped coming down.",
        {
            "tried": "Ringing ahead. Different days. Asking dad what would make it easier, which he took as a trick.",
            "would_help": "Anything slower than “engage both parents”, because that is what it says in the plan and I do not know what it "
            "means at the door.",
        },
        [
            (
                "bob",
                32,
                "We had this last winter. We stopped knocking for a fortnight and sent a card instead, the same day each week.",
                None,
            ),
            ("alice", 31, "Did you tell him you would be writing, or did the card just arrive?", 2),
            ("bob", 31, "It just arrived. I said on the second one that there would be one every week, and there was.", 3),
        ],
    ),
    (
        "first-visits",
        Topic.Kind.QUESTION,
        9,
        "alice",
        "What do you say when someone asks who reads your notes?",
        "I said “my manager”, which is true and was not what she was asking.",
        {},
        [
            ("carol", 8, "I say that she can, and then I show her how. It takes ten minutes and I have never regretted it.", None),
            ("erin", 7, "Worth agreeing as a team what you say, so that two of you do not give two answers.", None),
        ],
    ),
    (
        "family-time",
        Topic.Kind.SUCCESS,
        5,
        "bob",
        "Sunday lunch at the hub, with the brothers",
        "Two of them had not sat at one table for a year. We asked the older one to choose the food, and he cooked it.",
        {
            "how_we_know": "They asked when the next one was. One of them took a plate home for their nan.",
            "made_possible": "A member of staff who was not on shift came in for two hours. And no agenda.",
        },
        [("carol", 4, "I like that there was no agenda. Ours always turn into a meeting.", None)],
    ),
    (
        "working-with-police",
        Topic.Kind.QUESTION,
        2,
        "carol",
        "Has anyone got a one-page plan for the first hour of a call?",
        "New staff ring too early or too late. I would like one side of paper that says who does what in the first hour.",
        {},
        [],
    ),
]


def load_board_history(now):
    """Add the topics and make Erin the facilitator of the starter boards. Do nothing without those boards."""
    boards = {board.slug: board for board in Board.objects.filter(topics__by_site=True)}
    people = {email.partition("@")[0]: User.objects.get(email=email) for email in _ADDRESSES}
    for board in boards.values():
        BoardFacilitator.objects.get_or_create(board=board, user=people["erin"])
    for slug, kind, days, author, title, text, answers, replies in TOPICS:
        if slug not in boards:
            continue
        writes = {"author": people[author], "title": title, "text": text, "answers": answers}
        first = start_topic(board=boards[slug], kind=kind, uid=uuid4(), at=now - timedelta(days=days), **writes)
        posts = [first]
        for name, ago, words, quotes in replies:
            quoted = posts[quotes - 1] if quotes else None
            sent = {"author": people[name], "text": words, "quoted": quoted, "uid": uuid4(), "at": now - timedelta(days=ago)}
            posts.append(reply(topic=Topic.objects.select_related("board").get(pk=first.topic_id), **sent))
        if kind == Topic.Kind.QUESTION and len(posts) > 1:
            mark_helped(topic=first.topic, by=people[author], post=posts[1])
        if kind == Topic.Kind.CHALLENGE:
            words = (
                "We stopped knocking and posted a card every Tuesday. On the fourth one dad opened the door and asked if I wanted a tea."
            )
            tell_what_happened_next(topic=first.topic, by=people[author], text=words, uid=uuid4(), at=now - timedelta(days=3))


_ADDRESSES = [f"{name}@example.org" for name in ("alice", "bob", "carol", "erin")]
