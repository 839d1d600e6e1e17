"""Notices and the emails about them: one for many replies, and nothing about what someone may not read any more."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.notices.actions import choose
from cms.notices.emails import SALT, compose, queue_emails
from cms.notices.models import Notice, NoticePreferences
from cms.people.actions import leave
from cms.people.mailer import send_waiting
from cms.people.models import OutgoingEmail, User
from community.actions import posts
from community.actions.boards import Audience
from community.actions.following import set_following
from community.actions.moderation import flag_post
from community.models.records import Board, Follow, Topic
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic
from tests.responses import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TITLE = "Mum asks us in, dad asks us to leave"
SECRET = "Words that only the board may read"


@pytest.fixture
def topic(people, settings):
    """Alice's topic, with three new replies by bob and carol. She wants an email for the first reply."""
    settings.SEND_EMAIL_AT_ONCE = False
    choose(user=people.alice, email=NoticePreferences.Email.FIRST)
    topic = make_topic(make_board(), people.alice, TITLE)
    for person in (people.bob, people.carol, people.bob):
        make_reply(topic, person, SECRET)
    return topic


def later():
    return timezone.now() + timedelta(minutes=10)


def visible(user):
    return Notice.objects.visible_to(fresh(user)).unread().count()


def send_all():
    queue_emails(at=later())
    while send_waiting(at=later()):
        pass
    return [message.to[0] for message in mail.outbox]


def test_three_replies_are_one_notice_until_it_is_read(topic, people, signed_in):
    alice = signed_in(people.alice)
    page = html_of(alice.get("/notices/"))
    assert "3 new replies in “Mum asks us in" in page and SECRET not in page
    assert Notice.objects.get(recipient=people.alice).place == 2  # where the first of them is
    assert alice.get("/notices/", follow=True).context["frame"]["navigation"][-1]["unread"] == "1"
    assert alice.get(f"/notices/{Notice.objects.get(recipient=people.alice).pk}/")["Location"] == f"/topics/{topic.pk}/2/"
    assert visible(people.alice) == 0
    make_reply(topic, people.carol)
    assert visible(people.alice) == 1
    assert Notice.objects.filter(recipient=people.alice).count() == 2


def test_reading_the_topic_reads_its_notice(topic, people, signed_in):
    signed_in(people.alice).get(f"/topics/{topic.pk}/")
    assert visible(people.alice) == 0


def test_nobody_is_told_of_what_they_wrote_and_a_second_reply_is_not_emailed(topic, people):
    assert visible(people.bob) == 1  # of carol's reply: bob follows what he writes
    choose(user=people.bob, email=NoticePreferences.Email.NONE)
    choose(user=people.carol, email=NoticePreferences.Email.NONE)
    assert send_all() == ["alice@example.org"]
    make_reply(topic, people.carol)
    assert send_all() == ["alice@example.org"]


WAYS = {
    "the board is for others now": lambda topic, people: topic.board.audience.update(everyone=False, person=people.bob),
    "the board is archived": lambda topic, people: Board.objects.update(state=Board.State.ARCHIVED),
    "the topic moved to a closed board": lambda topic, people: Topic.objects.update(
        board=make_board("X", audience=Audience(people=[people.bob]))
    ),
    "the topic is hidden": lambda topic, people: Topic.objects.update(standing=Topic.Standing.HIDDEN),
    "the topic is gone": lambda topic, people: Topic.objects.update(standing=Topic.Standing.GONE),
    "the replies were deleted": lambda topic, people: [
        posts.delete_post(post=post, by=fresh(post.author)) for post in topic.posts.filter(number__gt=1)
    ],
    "the replies were reported": lambda topic, people: [
        flag_post(post=post, by=fresh(people.frank), reason="child", note="", at=timezone.now())
        for post in topic.posts.filter(number__gt=1)
    ],
    "they left": lambda topic, people: leave(user=people.alice, on=timezone.localdate(), by=people.frank),
    "their account is closed": lambda topic, people: User.objects.filter(pk=people.alice.pk).update(is_active=False),
    "they stopped following": lambda topic, people: set_following(member=people.alice, topic=topic, on=False, at=timezone.now()),
    "they have read it": lambda topic, people: Notice.objects.filter(recipient=people.alice).update(read_at=timezone.now()),
    "they turned emails off": lambda topic, people: choose(user=people.alice, email=NoticePreferences.Email.NONE),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("when", ["before it is queued", "between queueing and sending"])
def test_what_someone_may_not_read_any_more_is_neither_shown_nor_sent(topic, people, way, when):
    for person in (people.bob, people.carol):
        choose(user=person, email=NoticePreferences.Email.NONE)
    if when.startswith("between"):
        queue_emails(at=later())
        assert OutgoingEmail.objects.waiting().count() == 1
    WAYS[way](topic, people)
    assert send_all() == []
    assert way == "they turned emails off" or visible(people.alice) == 0
    if when.startswith("between"):
        assert OutgoingEmail.objects.get().state == OutgoingEmail.State.DROPPED


def test_a_waiting_reply_is_told_of_once_a_facilitator_lets_it_appear(people, settings):
    topic = make_topic(make_board(facilitators=[people.erin]), people.alice)
    post = make_reply(topic, people.carol, waits=True)
    assert visible(people.alice) == 0
    post.state = post.State.SHOWN
    post.save()
    assert visible(people.alice) == 1


@pytest.mark.parametrize(
    ("audience", "level", "named"),
    [
        (None, Board.Level.OPEN, True),
        ("people", Board.Level.OPEN, False),
        ("people", Board.Level.PRIVATE, False),
        ("people", Board.Level.CONFIDENTIAL, False),
    ],
)
def test_an_email_has_no_words_of_a_post_and_no_title_of_a_board_that_is_not_for_all(people, settings, audience, level, named):
    settings.SEND_EMAIL_AT_ONCE = False
    choose(user=people.alice, email=NoticePreferences.Email.FIRST)
    rules = Audience(people=[people.alice, people.bob]) if audience else None
    topic = make_topic(make_board("A board by name", audience=rules, level=level), people.alice, TITLE)
    make_reply(topic, people.bob, SECRET)
    queue_emails(at=later())
    row = str(list(OutgoingEmail.objects.values()))
    assert TITLE not in row and SECRET not in row and "alice" not in row
    send_waiting(at=later())
    (message,) = mail.outbox
    whole = message.message().as_string() + message.subject + message.body + message.alternatives[0][0]
    assert SECRET not in whole and "Bob" not in whole
    assert (TITLE in message.body, TITLE in message.subject, "A board by name" in whole) == (named, named, named)
    assert f"/topics/{topic.pk}/2/" in message.body


def test_emails_are_turned_off_from_the_email_without_signing_in(topic, people):
    queue_emails(at=later())
    send_waiting(at=later())
    headers = mail.outbox[0].extra_headers
    link = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.outbox[0].body
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(link).status_code == 200
    assert NoticePreferences.objects.get(user=people.alice).email == "first"  # programs open links to check them
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticePreferences.objects.get(user=people.alice).email == "none"
    assert stranger.post(link[:-3] + "xx/").status_code == 404


def test_two_workers_queue_one_email(topic, people):
    assert queue_emails(at=later()) >= 1
    Notice.objects.update(emailed_at=None)  # as the other worker still reads it
    before = OutgoingEmail.objects.count()
    queue_emails(at=later())
    assert OutgoingEmail.objects.count() == before


def make_topics(people, number):
    board = make_board(f"Board of {number}")
    for n in range(number):
        make_reply(make_topic(board, people.alice, f"Topic {n}", at=timezone.now() - timedelta(hours=3 + n)), people.bob)


def test_a_digest_costs_the_same_queries_for_50_topics_as_for_1(people, monkeypatch, settings):
    settings.SEND_EMAIL_AT_ONCE = False
    monkeypatch.setattr(posts, "MAX_POSTS_PER_HOUR", 1000)
    monkeypatch.setattr(posts, "MAX_TOPICS_PER_HOUR", 1000)
    counts = []
    for number in (1, 50):
        make_topics(people, number)
        keys = list(Notice.objects.filter(recipient=people.alice).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            subject, text, *_ = compose(fresh(people.alice), {"notices": keys}, timezone.now())
        counts.append(len(queries))
        assert (f"{len(keys)} topics" in subject) == (len(keys) > 1)
    assert counts[0] == counts[1] <= 8
    assert "And 21 more" in text


def test_telling_a_hundred_followers_takes_one_statement(people):
    board = make_board()
    users = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(100))
    Follow.objects.bulk_create(Follow(member=user, board=board, made_at=timezone.now()) for user in users)
    make_topic(board, people.alice)
    assert Notice.objects.filter(kind="topic").count() == 100


def test_marking_all_as_read_leaves_what_came_after_the_page_was_shown(topic, people, signed_in):
    alice = signed_in(people.alice)
    shown = alice.get("/notices/").context["up_to"]
    make_reply(make_topic(topic.board, people.alice, "Another"), people.bob)
    alice.post("/notices/read/", {"up_to": shown})
    assert visible(people.alice) == 1


def test_the_count_costs_nothing_without_an_unread_notice(people, signed_in):
    alice = signed_in(people.alice)
    alice.get("/words/")
    with CaptureQueriesContext(connection) as queries:
        alice.get("/words/")
    assert not [query for query in queries.captured_queries if '"notices_notice"' in query["sql"] and "COUNT" in query["sql"]]


def test_following_is_nobody_elses_to_see(topic, people, signed_in):
    for person in (people.bob, people.frank):
        page = html_of(signed_in(person).get(f"/topics/{topic.pk}/"))
        assert "Alice Ward follows" not in page
    assert TITLE in html_of(signed_in(people.alice).get("/notices/choices/"))
    assert TITLE not in html_of(signed_in(people.frank).get("/notices/choices/"))


def test_stopping_is_kept_when_one_writes_again(topic, people, signed_in):
    signed_in(people.alice).post(f"/topics/{topic.pk}/follow/", {"off": "1"})
    make_reply(topic, people.alice)
    assert Follow.objects.get(member=people.alice, topic=topic).stopped


def test_a_link_of_someone_else_cannot_be_made_up(people):
    assert Client().post(f"/notices/off/{signing.dumps(people.alice.pk, salt=SALT + 'x')}/").status_code == 404


@pytest.mark.parametrize("moment", ["2026-13-01T00:00:00Z", "x", "", "2026-01-01T00:00:00", "9" * 40])
def test_a_moment_that_does_not_exist_is_no_error(moment, people, site, signed_in):
    client = signed_in(people.alice)
    assert client.get(reverse("notices:index"), {"before": moment}).status_code == 200
    assert client.post(reverse("notices:read_all"), {"up_to": moment}).status_code == 302
