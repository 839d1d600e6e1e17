"""What happened next after 4 and 12 weeks, and topics without a reply after five working days."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from community.actions import posts
from community.follow_ups import asked_what_happened
from community.models.records import Board
from community.unanswered import handed_over, handed_over_on
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic
from tests.responses import html_of

pytestmark = pytest.mark.django_db


def test_a_challenges_author_is_asked_after_4_and_after_12_weeks_and_then_left_in_peace(site, people, signed_in):
    board, now = make_board(), timezone.now()
    challenge = make_topic(board, people.carol, kind="challenge", at=now)
    make_topic(board, people.carol, "A question", kind="question", at=now)

    def is_asked(person=people.carol, **after):
        return challenge in asked_what_happened(fresh(person), now + timedelta(**after))

    assert [is_asked(weeks=weeks) for weeks in (3, 4, 11, 12, 19, 20, 60)] == [False, True, True, True, True, False, False]
    assert not is_asked(people.alice, weeks=5)
    posts.tell_what_happened_next(topic=challenge, by=fresh(people.carol), text="He came.", uid=uuid4(), at=now + timedelta(weeks=5))
    assert [is_asked(weeks=weeks) for weeks in (6, 11, 13)] == [False, False, True]
    posts.tell_what_happened_next(topic=challenge, by=fresh(people.carol), text="He stayed.", uid=uuid4(), at=now + timedelta(weeks=13))
    assert not is_asked(weeks=14)
    # On the boards page, to the author only
    old = make_topic(board, people.carol, "The dog", kind="challenge", at=now - timedelta(weeks=5))
    asked = f"What happened next with “{old.title}”?"
    assert (asked in html_of(signed_in(people.carol).get("/boards/")), asked in html_of(signed_in(people.alice).get("/boards/"))) == (
        True,
        False,
    )
    Board.objects.filter(pk=board.pk).update(state=Board.State.READ_ONLY)
    assert not is_asked(weeks=13)


def test_a_challenge_without_a_reply_is_the_facilitators_after_five_working_days(site, people):
    board = make_board()
    topic = make_topic(board, people.carol, kind="challenge", at=datetime(2027, 12, 23, 10, tzinfo=UTC))
    # 27 and 28 December and 3 January are bank holidays, so the fifth working day is 4 January
    assert str(handed_over_on(topic)) == "2028-01-05"
    boards = Board.objects.all()
    assert [list(handed_over(boards, datetime(2028, 1, day, 8, tzinfo=UTC))) for day in (4, 5)] == [[], [topic]]
    make_reply(topic, people.bob, at=datetime(2028, 1, 4, 10, tzinfo=UTC))
    assert not handed_over(boards, datetime(2028, 1, 5, 8, tzinfo=UTC)).exists()
